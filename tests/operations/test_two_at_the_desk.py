"""Two of the team have the same row of the desk open: whoever saves second is told, and nothing of either is lost unseen."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.fuzz.pages import Page


def held_by(page, path):
    """Return what a browser would send of a change form that nobody has touched."""
    form = next(one for one in Page(path, page.text).forms if one.method == "post" and len(one.inputs) > 1)
    sent = {}
    for name, one in form.inputs.items():
        if one.type == "file" or (one.type in ("checkbox", "radio") and not one.values):
            continue
        sent[name] = ["".join(one.values).removeprefix("\n")] if one.type == "textarea" else one.values or [""]
    # Not the menu of what else may be done with it.
    return {name: texts for name, texts in sent.items() if name not in ("action", "select_across")} | {"_save": "1"}


def change_of(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


@pytest.fixture
def open_row(team):
    """Returns a function that opens a row and gives what its form holds."""
    return lambda row: held_by(team.get(change_of(row)), change_of(row))


def test_who_saves_second_is_told_what_changed_and_saves_again(team, open_row, make_entity):
    entity = make_entity("Ateneu", summary="Com era.")
    mine, theirs = open_row(entity), open_row(entity)
    assert team.post(change_of(entity), theirs | {"summary": "El que ha escrit l’altra."}).status_code == 302
    answer = team.post(change_of(entity), mine | {"description": "El que he escrit jo."})
    assert answer.status_code == 200
    for words in ("El que ha escrit l’altra.", "El que he escrit jo.", "mentre la tenies oberta"):
        assert words in answer.text
    entity.refresh_from_db()
    assert (entity.summary, entity.description) == ("El que ha escrit l’altra.", "")
    again = held_by(answer, change_of(entity)) | {"summary": "Les dues coses."}
    assert team.post(change_of(entity), again).status_code == 302
    entity.refresh_from_db()
    assert (entity.summary, entity.description) == ("Les dues coses.", "El que he escrit jo.")


def test_what_is_beside_the_row_counts_too(team, open_row, make_project):
    project = make_project()
    mine = open_row(project)
    project.links.create(label="Blog", url="https://exemple.cat")
    answer = team.post(change_of(project), mine)
    assert answer.status_code == 200 and "mentre la tenies oberta" in answer.text


@pytest.mark.parametrize("seen", ["", "[", "[" * 5000, "7", '["summary"]', '{"summary": []}'])
def test_what_the_page_says_it_saw_may_be_any_nonsense(team, open_row, make_entity, seen):
    entity = make_entity("Ateneu")
    assert team.post(change_of(entity), open_row(entity) | {"as_seen": seen}).status_code in (200, 302)


def test_every_form_of_the_desk_says_what_it_was_drawn_from(team, make_entity, make_project):
    """Each model of the desk that can be changed and has a row."""
    make_entity(), make_project()
    lacking, walked = [], 0
    for model, desk in admin.site._registry.items():
        row = model._base_manager.first()
        if row is None:
            continue
        page = team.get(change_of(row))
        if page.status_code == 200 and 'name="_save"' in page.text:
            walked += 1
            lacking += [] if "as_seen" in held_by(page, change_of(row)) else [desk]
    assert lacking == [] and walked > 5
