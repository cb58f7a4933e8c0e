"""The seam: whatever is done to a public thing leaves a Change that says who, what, why and by which route."""

import pytest

from energies.curation.history import changes_of, record
from energies.curation.models import Change


def test_an_edit_leaves_what_was_and_what_is(make_project, staff_user):
    project = make_project("Hort")
    with record(project, by=staff_user, why="Ho demanen"):
        project.name = "Hort gran"
        project.save()
        project.needs.create(kind="hands", text="Mans")
    change = changes_of(project).get()
    assert (change.by, change.why, change.route, change.act) == (staff_user, "Ho demanen", "admin", "updated")
    assert {name for name, _before, _after in change.fields} >= {"name", "needs"}
    assert change.before["name"] == "Hort"
    assert change.after["needs"][0]["text"] == "Mans"


def test_a_new_thing_has_no_before(make_entity, staff_user):
    from projects.models import Entity

    entity = Entity(name="Ateneu", kind="informal")
    with record(entity, by=staff_user, route=Change.Route.IMPORT):
        entity.save()
    change = changes_of(entity).get()
    assert (change.act, change.before) == ("created", None)


def test_what_changes_nothing_leaves_nothing(make_project, staff_user):
    project = make_project()
    with record(project, by=staff_user):
        project.save()
    assert not changes_of(project).exists()


def test_a_failed_act_leaves_neither_the_edit_nor_a_change(make_project, staff_user):
    project = make_project("Hort")

    def fail():
        with record(project, by=staff_user):
            project.name = "Un altre"
            project.save()
            raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        fail()
    project.refresh_from_db()
    assert project.name == "Hort"
    assert not changes_of(project).exists()


@pytest.mark.parametrize("act", ["hide", "remove"])
def test_hiding_and_removing_say_why(make_project, staff_user, act):
    project = make_project()
    getattr(project, act)(by=staff_user, why="Ho demana el grup")
    change = changes_of(project).get()
    assert (change.act, change.why) == ({"hide": "hidden", "remove": "removed"}[act], "Ho demana el grup")
    assert project.state_reason == "Ho demana el grup"
