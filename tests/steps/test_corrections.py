"""«Corregeix una dada»: of any kind, a short form of facts, that asks for no consent in somebody’s name."""

import pytest
from django.urls import reverse

from energies.curation import merge
from energies.curation.drafts import NOT_TYPED
from energies.curation.proposable import maintained_kinds
from tests.fuzz.pages import Page

pytestmark = pytest.mark.django_db

# What stands in the form besides the fields of the kind.
BESIDES = {*NOT_TYPED, "why"}


def begin(client, kind, target, act="correct"):
    """Return (the page of the form that the team opens about something, its Form as a browser has it)."""
    page = client.post(reverse("entry_act", args=[kind.kind, target.pk]), {"act": act}, follow=True)
    (form,) = [one for one in Page(page.request["PATH_INFO"], page.text).forms if "why" in one.inputs]
    return page, form


def filled(form):
    """Return what a browser sends of a form that nobody touched: a menu gives its first choice, a closed box nothing."""
    first = {name: one.choices[:1] for name, one in form.inputs.items() if one.type == "select"}
    return {name: one.values or first.get(name, []) for name, one in form.inputs.items() if one.type != "file"}


def targets():
    """Return [(kind, the first object that is kept up as it and can be told of)]."""
    there = []
    for kind in maintained_kinds():
        rows = kind.model.everything.exclude(state="removed").order_by("pk")
        rows = rows.filter(stage="returned") if kind.kind == "return" else rows
        there.append((kind, rows[0]))
    return there


def another(form, values):
    """Change one fact of what is sent: where messages go, or else the first text; return its name."""
    if "contact_email" in values:
        values["contact_email"] = ["una-altra@exemple.cat"]
        return "contact_email"
    name = next(name for name in form.inputs if name not in BESIDES and form.inputs[name].type in ("text", "textarea"))
    values[name] = ["Una altra cosa"]
    return name


def test_there_are_kinds_to_correct(team_of_city):
    assert len(targets()) == len(maintained_kinds()) >= 5


def test_only_facts_are_asked_for_and_why_comes_first(team_of_city):
    for kind, target in targets():
        _page, form = begin(team_of_city, kind, target)
        names = {name.partition("-")[0] for name in form.inputs} - BESIDES
        assert names and names <= kind.facts, (kind.kind, names - kind.facts)
        asked = [name for name in form.inputs if name not in NOT_TYPED]
        assert asked[0] == "why", kind.kind


def test_what_the_team_proposes_asks_for_no_consent_either(team_of_city):
    for kind, target in targets():
        _page, form = begin(team_of_city, kind, target, "propose")
        assert "understood" not in form.inputs and len(form.inputs) > len(kind.facts) / 2, kind.kind


def test_a_fact_is_corrected_and_nothing_else_moves(team_of_city):
    for kind, target in targets():
        before = kind.values_of(target)
        _page, form = begin(team_of_city, kind, target)
        values = filled(form) | {"why": ["Ens ho han dit."], "send": ["1"]}
        name = another(form, values)
        page = team_of_city.post(form.action, values, follow=True)
        assert page.status_code == 200, (kind.kind, page.context["form"].errors)
        after = kind.values_of(kind.model.everything.get(pk=target.pk))
        assert [one.name for one in merge.changes(before, before, after)] == [name], kind.kind


def test_what_is_kept_for_later_holds_all_of_it(team_of_city):
    for kind, target in targets():
        _page, form = begin(team_of_city, kind, target)
        team_of_city.post(form.action, filled(form) | {"why": ["Més tard."], "save": ["draft"]})
        _page, again = begin(team_of_city, kind, target)
        assert set(again.inputs) == set(form.inputs), kind.kind
        assert "".join(again.inputs["why"].values).strip() == "Més tard."
