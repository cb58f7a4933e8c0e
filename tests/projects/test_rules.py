"""What a project may be: the model says it in words, the database holds it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from energies.vocabulary.models import Theme
from projects.models import Project


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"citywide": True}, "main barri"),
        ({"since": 2020, "until": 2019, "stage": "ended"}, "before it began"),
        ({"stage": "ended"}, "year it ended"),
        ({"until": 2020}, "year it ended"),
        ({"since": 15}, "four figures"),
        ({"latitude": 41.4}, "both coordinates"),
        ({"latitude": 0, "longitude": 0}, "both coordinates"),
        ({"image": "x.jpg"}, "what the picture shows"),
        ({"summary": ""}, "one sentence"),
        ({"summary": "x" * 161}, "160 characters"),
    ],
)
def test_a_project_against_the_rules_is_refused_in_words_and_by_the_database(make_project, fields, words):
    project = make_project()
    for name, value in fields.items():
        setattr(project, name, value)
    from django.utils import translation

    with translation.override("en"), pytest.raises(ValidationError) as refused:
        project.validate_constraints()
    assert words in str(refused.value)
    with pytest.raises(DatabaseError), transaction.atomic():
        Project.everything.filter(pk=project.pk).update(**fields)


def test_a_project_has_at_most_three_themes(make_project):
    project = make_project(themes=("food", "care", "sport"))
    with pytest.raises(IntegrityError), transaction.atomic():
        project.project_themes.create(theme=Theme.objects.get(key="media"), position=4)


def test_nobody_confirms_what_is_to_come(make_project):
    from datetime import timedelta

    from django.utils import timezone

    with pytest.raises(ValueError, match="to come"):
        make_project().confirm(on=timezone.localdate() + timedelta(days=1))


def test_a_confirmation_moves_the_badge_but_an_edit_does_not(make_project):
    project = make_project()
    project.confirm()
    confirmed = project.confirmed_on
    project.summary = "Un altre resum."
    project.save()
    assert Project.objects.get(pk=project.pk).confirmed_on == confirmed
    assert project.confirmations.count() == 1


def test_tags_that_differ_in_case_or_accents_are_one(make_project):
    one, other = make_project("Un"), make_project("Dos")
    one.tags.add("Àpats")
    other.tags.add("apats")
    assert set(one.tags.all()) == set(other.tags.all())


def test_merging_tags_leaves_each_project_tagged_once(make_project):
    one, other = make_project("Un"), make_project("Dos")
    one.tags.add("hort", "horta")
    other.tags.add("horta")
    stays, goes = one.tags.get(name="hort"), one.tags.get(name="horta")
    goes.merge_into(stays)
    assert [list(project.tags.names()) for project in (one, other)] == [["hort"], ["hort"]]
