"""The history tells that a private address changed, and never which it is or was."""

import pytest

from energies.curation import history, team_changes
from energies.curation.difference import differences
from energies.curation.models import Change
from projects.models import Project

pytestmark = pytest.mark.django_db
OLD, NEW = "abans@exemple.cat", "ara@exemple.cat"


def told(change):
    return {label: (before, after) for label, before, after in differences(change)}["Correu per rebre missatges"]


@pytest.fixture
def project(make_project):
    return make_project(contact_email=OLD)


def turn(project, address):
    with history.record(project):
        project.contact_email = address
        project.save()
    return history.changes_of(project).first()


def test_an_address_that_comes_changes_or_goes_leaves_a_change_that_holds_none(project):
    another, gone, back = turn(project, NEW), turn(project, ""), turn(project, OLD)
    one, other = ["un que l’historial no guarda"], ["un altre que l’historial no guarda"]
    assert [told(change) for change in (another, gone, back)] == [(one, other), (one, ["—"]), (["—"], one)]
    assert "exemple.cat" not in str(list(Change.objects.values("before", "after")))


def test_an_address_that_stays_is_no_change(project):
    with history.record(project):
        project.save()
    assert not Change.objects.exists()
    with history.record(project):
        project.name = "Un altre nom"
        project.save()
    assert [name for name, _b, _a in Change.objects.get().fields if name == "contact_email"] == []


def test_of_an_entity_neither(make_entity):
    with history.record(make_entity("Amb correu", contact_email=OLD), act=Change.Act.CONFIRMED):
        pass
    assert Change.objects.get().after["contact_email"] == history.KEPT


def test_an_earlier_version_comes_back_with_the_address_of_now(project, staff_user):
    with history.record(project, by=staff_user, act=Change.Act.CONFIRMED):
        pass
    then = Change.objects.get()
    with history.record(project, by=staff_user):
        project.summary, project.contact_email = "Un altre resum.", NEW
        project.save()
    proposal = team_changes.restore(then, by=staff_user, language="ca")
    assert (proposal.values["summary"], proposal.values["contact_email"]) == ("Un hort entre veïns.", NEW)
    # Nor does a version that differs in its address alone differ in anything that can come back.
    Project.everything.filter(pk=project.pk).update(summary="Un hort entre veïns.")
    with pytest.raises(Exception, match="Ja és així"):
        team_changes.restore(then, by=staff_user, language="ca")
