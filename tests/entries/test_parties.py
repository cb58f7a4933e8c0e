"""A party is made, hidden, shown and deleted with the entry that it is, whichever way that is written."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from energies.accounts.models import User
from energies.entries import parties, party_kinds
from energies.entries.models import Party
from networks.models import Membership, Network, Relation
from projects.models import Entity, Project

pytestmark = pytest.mark.django_db
NEEDED = {
    Project: {"summary": "Un hort.", "citywide": True},
    Entity: {"kind": "informal"},
    Network: {"summary": "Una xarxa.", "scope": "city"},
}
STATES = ["visible", "hidden", "removed"]


def made(kind, name="Llavors", **fields):
    return kind.everything.create(name=name, **NEEDED[kind] | fields)


def saved(one, state):
    one.state = state
    one.save()


def updated(one, state):
    type(one).everything.filter(pk=one.pk).update(state=state)


def updated_in_bulk(one, state):
    one.state = state
    type(one).everything.bulk_update([one], ["state"])


def written_by_itself(one, state):
    one.state = state
    one.save(update_fields=["state"])


@pytest.mark.parametrize("kind", NEEDED, ids=lambda kind: kind._meta.model_name)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("write", [saved, updated, updated_in_bulk, written_by_itself])
def test_a_party_shows_as_long_as_its_entry_whichever_way_that_is_written(kind, state, write):
    one, other = made(kind), made(kind, "Una altra")
    write(one, state)
    assert Party.everything.get(pk=one.party_id).state == state
    assert set(Party.objects.all()) == ({one.party, other.party} if state == "visible" else {other.party})
    write(one, "visible")
    assert Party.objects.filter(pk=one.party_id).exists()


def test_a_state_that_is_not_saved_is_not_told():
    one = made(Entity)
    one.state = "hidden"
    one.save(update_fields=["kind"])
    assert Party.objects.get().entry == one


@pytest.mark.parametrize("kind", NEEDED, ids=lambda kind: kind._meta.model_name)
def test_what_the_team_hides_shows_and_removes_goes_and_comes_as_a_party(kind, staff_user):
    one = made(kind)
    for act, shows in (("hide", False), ("show", True), ("remove", False)):
        getattr(one, act)(by=staff_user, why="prova")
        assert Party.objects.filter(pk=one.party_id).exists() is shows


def test_what_is_made_in_bulk_has_its_parties(territory):
    rows = [
        Project(name=f"Hort {number}", slug=f"hort-{number}", panot_seed=1, state=state, **NEEDED[Project])
        for number, state in enumerate(STATES)
    ]
    Project.everything.bulk_create(rows)
    assert {row.entry for row in Party.everything.all()} == set(Project.everything.all())
    assert [row.entry.name for row in Party.objects.all()] == ["Hort 0"]


def test_what_is_deleted_takes_its_party_and_what_points_at_it():
    for delete in (Entity.delete, lambda one: Entity.everything.filter(pk=one.pk).delete()):
        one, other = made(Entity), made(Entity, "Una altra")
        Relation.objects.create(kind="shares", from_party=one.party, to_party=other.party)
        delete(one)
        assert [row.entry for row in Party.everything.all()] == [other] and not Relation.everything.exists()
        other.delete()


def test_what_cannot_be_saved_leaves_no_party_and_can_be_saved_when_it_is_right():
    one = Entity(name="Llavors", kind="informal", since=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()
    assert not Party.everything.exists()
    one.since = 2015
    one.save()
    assert Party.objects.get().entry == one


def test_only_those_that_join_can_be_members_or_sides():
    network, other, entity = made(Network), made(Network, "Una altra"), made(Entity)
    for link in (
        Membership(network=network, party=other.party),
        Relation(kind="lends_space", from_party=entity.party, to_party=other.party),
    ):
        with pytest.raises(Exception, match="party"):
            link.full_clean()


def test_a_hidden_party_is_named_by_no_page_or_menu(staff_user, territory):
    entity, project = made(Entity, "Colla secreta"), made(Project)
    Relation.objects.create(kind="lends_space", from_party=entity.party, to_party=project.party)
    assert "Colla secreta" in Client().get(project.get_absolute_url()).text
    entity.hide(by=staff_user, why="prova")
    assert "Colla secreta" not in Client().get(project.get_absolute_url()).text
    assert parties.party(parties.ref(entity)) is None


@pytest.mark.parametrize("number", [3, 30])
def test_whom_somebody_answers_for_takes_one_question_however_many_they_are(number, django_assert_num_queries):
    person = User.objects.create_user("pau@exemple.cat")
    for each in range(number):
        made(Entity, f"Entitat {each:02}").editors.add(person)
        made(Project, f"Projecte {each:02}", contact_email="Pau@exemple.cat")
    made(Entity, "D’un altre").editors.add(User.objects.create_user("una@exemple.cat"))
    # And one for the texts of each kind.
    with django_assert_num_queries(1 + len(party_kinds.joining())):
        names = [one.name for one in parties.edited_by(person)]
    assert len(names) == 2 * number and names == sorted(names)
