"""What is hidden is on no page, count or search by way of where it comes from; nor is what nobody has approved."""

import pytest
from django.test import Client

from gatherings.models import Origin
from networks.models import Network, Relation
from tests.networks.test_leaks import WORD, showing


@pytest.fixture
def world(make_gathering, make_project, make_entity):
    """(a quiet Trobada and a quiet entity, {name: what says WORD}); all tied by origins and a working group."""
    quiet, loud = make_gathering("Tranquil·la"), make_gathering(f"{WORD} trobada", number=9)
    entity, project = make_entity("Entitat tranquil·la"), make_project(f"{WORD} projecte")
    network = Network.objects.create(name=f"{WORD} xarxa", summary=WORD, scope="city")
    relation = Relation.objects.create(kind="shares", from_party=project.party, to_party=entity.party, words=WORD)
    for gathering in (quiet, loud):
        Origin.objects.create(gathering=gathering, kind="met", relation=relation)
        Origin.objects.create(gathering=gathering, kind="born", party=project.party)
        Origin.objects.create(gathering=gathering, kind="born", party=network.party)
    group = quiet.working_groups.create(name="Grup tranquil", network=network)
    group.parties.add(project.party)
    return (quiet, entity), {"project": project, "network": network, "gathering": loud}


@pytest.mark.parametrize("act", ["hide", "remove"])
def test_what_is_hidden_shows_nowhere(world, staff_user, act):
    quiet, loud = world
    assert {one.get_absolute_url() for one in quiet} <= showing(WORD, *quiet)
    for one in loud.values():
        getattr(one, act)(by=staff_user, why="prova")
    assert showing(WORD, *quiet) == set()
    assert "Què n’ha sortit" not in Client().get(quiet[0].get_absolute_url()).text


def test_a_hidden_trobada_leaves_no_word_on_what_came_out_of_it(make_gathering, make_project, make_entity, staff_user):
    gathering, project, entity = make_gathering(number=9), make_project(), make_entity()
    relation = Relation.objects.create(kind="shares", from_party=project.party, to_party=entity.party)
    network = Network.objects.create(name="Llavors", summary="x", scope="city")
    Origin.objects.create(gathering=gathering, kind="met", relation=relation)
    for thing in (project, network):
        Origin.objects.create(gathering=gathering, kind="born", party=thing.party)
    gathering.hide(by=staff_user, why="prova")
    for one in (project, entity, network):
        assert "novena Trobada" not in Client().get(one.get_absolute_url()).text


def test_a_relation_that_ended_is_not_among_what_came_out(make_gathering, make_project, make_entity, staff_user):
    gathering, project = make_gathering(), make_project()
    relation = Relation.objects.create(kind="shares", from_party=project.party, to_party=make_entity().party)
    Origin.objects.create(gathering=gathering, kind="met", relation=relation)
    relation.end_on(project.created_at.date(), by=staff_user)
    page = Client().get(gathering.get_absolute_url()).text
    assert project.name not in page and "Què n’ha sortit" not in page
