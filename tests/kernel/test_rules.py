"""A rule stands once: forms and the desk take condition and words from the constraint."""

import ast
from collections import defaultdict

import pytest
from django import forms
from django.contrib import admin
from django.test import RequestFactory

from energies.kernel import images, rules
from energies.kernel.forms import as_query
from energies.vocabulary.models import Theme
from projects.models import Project, ProjectTheme
from projects.proposals.forms import ProjectForm
from tests.curation.proposing import PROJECT
from tests.sources import sources

TAKEN = rules.words_of(ProjectTheme, "project_theme_once")


def texts(tree):
    """Yield (text, whether it is what a constraint says) of every text of a module."""
    said = [node.value for node in ast.walk(tree) if _is_words(node)]
    of_constraints = {id(one) for value in said for one in ast.walk(value)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, id(node) in of_constraints


def _is_words(node):
    return isinstance(node, ast.keyword) and node.arg == "violation_error_message"


def test_what_a_constraint_says_is_written_nowhere_else():
    places = defaultdict(set)
    for name, tree in sources():
        for text, is_words in texts(tree):
            places[text].add((name, is_words))
    twice = {
        text: sorted(name for name, is_words in found if not is_words)
        for text, found in places.items()
        if {is_words for _name, is_words in found} == {True, False}
    }
    assert twice == {}, "Take it from the constraint: energies/kernel/rules.py."


class YearsForm(forms.Form):
    stage, since, until = forms.CharField(), forms.IntegerField(required=False), forms.IntegerField(required=False)

    def clean(self):
        cleaned = super().clean()
        at = {"project_ended_until": "until", "project_until_after_since": "until"}
        rules.add_errors(self, Project(**cleaned), at)
        return cleaned


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "broken"),
    [
        ({"stage": "ended", "since": "2001", "until": "2010"}, []),
        ({"stage": "ended", "since": "2010", "until": "2001"}, ["project_until_after_since"]),
        ({"stage": "ended"}, ["project_ended_until"]),
        ({"stage": "active", "since": "2010", "until": "2001"}, ["project_ended_until", "project_until_after_since"]),
    ],
)
def test_a_form_tells_what_the_constraints_would(values, broken):
    form = YearsForm(values)
    told = [str(rules.words_of(Project, name)) for name in broken]
    assert form.errors.get("until", []) == told


@pytest.mark.django_db
def test_a_field_that_is_wrong_by_itself_is_not_told_more():
    assert len(YearsForm({"stage": "ended", "until": "dos mil"}).errors["until"]) == 1


def test_a_name_that_no_constraint_has_is_said():
    with pytest.raises(LookupError, match=r"projects\.Project has no constraint project_rule"):
        rules.words_of(Project, "project_rule")


def at_the_desk(user, **data):
    """Return the form of a project at the desk, with this typed."""
    request = RequestFactory().post("/")
    request.user = user
    return admin.site.get_model_admin(Project).get_form(request)(data)


@pytest.mark.django_db
def test_the_same_theme_twice_is_refused_in_the_same_words_everywhere(vocabulary, territory, staff_user):
    food = Theme.objects.get(key="food")
    proposed = ProjectForm(data=typed(theme_1="food", theme_2="food", theme_3="food"), user=staff_user)
    desk = at_the_desk(staff_user, **dict.fromkeys(("theme_1", "theme_2", "theme_3"), food.pk))
    for form in (proposed, desk):
        wrong = {name: list(errors) for name, errors in form.errors.items() if name.startswith("theme")}
        assert wrong == {"theme_2": [str(TAKEN)], "theme_3": [str(TAKEN)]}
    assert list(ProjectTheme.repeated(["food", None, "food"])) == [3]


@pytest.mark.django_db
def test_what_must_be_said_of_a_picture_is_asked_in_the_same_words_everywhere(vocabulary, territory, staff_user):
    proposed = ProjectForm(data=typed(image="proposals/x.jpg"), user=staff_user)
    told = {name: [str(words)] for name, words in images.TO_SAY.items()}
    assert {name: list(proposed.errors[name]) for name in images.TO_SAY} == told
    assert {name: [str(words)] for name, words in images.unsaid({"image": "x.jpg"}).items()} == told
    assert images.unsaid({"image": ""}) == {} == images.unsaid({"image": "x", "image_alt": "Un", "image_licence": "by"})


def typed(**values):
    return as_query(PROJECT | {name: [value] for name, value in values.items()})
