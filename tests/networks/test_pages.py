"""The directory of networks, the page of each, and what databases refuse."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from networks.models import Membership, Network, Relation


def names(answer):
    return sorted(one.name for one in answer.context["page"])


def test_the_directory_narrows_by_place_theme_and_joining(client, make_network):
    from energies.vocabulary.models import Theme

    make_network("Ciutat")
    make_network("Raval", scope="barri", barri_id="01", joining="closed").themes.add(Theme.objects.get(key="food"))
    make_network("Nou Barris", scope="district", district_id="08")
    assert names(client.get("/xarxes/?barri=el-raval")) == ["Raval"]
    assert names(client.get("/xarxes/?district=nou-barris")) == ["Nou Barris"]
    assert names(client.get("/xarxes/?district=ciutat-vella")) == ["Raval"]
    assert names(client.get("/xarxes/?theme=food")) == ["Raval"]
    assert names(client.get("/xarxes/?joining=open")) == ["Ciutat", "Nou Barris"]
    assert names(client.get("/xarxes/?scope=city&scope=barri")) == ["Ciutat", "Raval"]
    assert "no existeix" in client.get("/xarxes/?theme=res").text


def test_words_find_a_network_here_and_in_the_search(client, make_network):
    make_network("Llavors i Compost", description="Intercanvi de planter")
    assert names(client.get("/xarxes/?q=planters")) == ["Llavors i Compost"]
    assert "Llavors i Compost" in client.get("/cerca/?q=compost").text
    assert client.get("/cerca/suggeriments/?q=llav").json()["groups"][0]["items"][0]["name"] == "Llavors i Compost"


def test_an_empty_directory_says_what_to_do(client, territory, vocabulary):
    assert "/participa/registra/xarxa/" in client.get("/xarxes/").text
    assert "No hi ha" not in client.get("/xarxes/?view=map").text


def test_an_ended_network_stays_as_memory(client, make_network):
    network = make_network(since=2009, until=2017)
    page = client.get(network.get_absolute_url()).text
    assert "Queda aquí com a memòria" in page and "2009–2017" in page and "Demana d’entrar-hi" not in page


def test_the_page_says_who_coordinates_and_since_when(client, make_network, make_project):
    network = make_network(meets="Els dilluns", how_to_join="Vine")
    network.memberships.create(party=make_project("Hort").party, role="coordinator", since="2020-03-01")
    page = client.get(network.get_absolute_url()).text
    assert "la coordina" in page and "març del 2020" in page and "Els dilluns" in page and "Vine" in page


@pytest.mark.parametrize("path", ["/xarxes/", "/xarxes/?view=map", "/xarxes/llavors-i-compost/"])
def test_more_networks_and_members_cost_no_more_queries(client, make_network, make_project, path):
    network = make_network()

    def add(numbers):
        for number in numbers:
            other = make_network(f"Xarxa {number}")
            project = make_project(f"Projecte {number}")
            other.memberships.create(party=project.party)
            network.memberships.create(party=project.party)

    def cost():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    add(range(3))
    few = cost()
    add(range(3, 23))
    assert cost() == few


def test_pages_of_networks_are_there_in_three_languages(client, make_network):
    network = make_network()
    network.texts.create(lang="en", name="Seeds and Compost", summary="Gardens that share seeds.")
    page = client.get("/en/networks/llavors-i-compost/").text
    assert "Seeds and Compost" in page and "Gardens that share seeds." in page
    assert client.get("/es/redes/llavors-i-compost/").status_code == 200


def test_a_renamed_network_keeps_its_old_address(client, make_network):
    network = make_network("Vella")
    network.name = "Nova"
    network.save()
    assert client.get("/xarxes/vella/")["Location"] == "/xarxes/nova/"


@pytest.mark.parametrize(
    "fields",
    [{"scope": "barri"}, {"scope": "city", "district_id": "08"}, {"since": 2020, "until": 2010}, {"summary": ""}],
)
def test_the_database_refuses_what_the_form_refuses(make_network, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_network(**fields)
    network = Network(name="Xarxa", **{"scope": "city", "summary": "Una frase.", **fields})
    with pytest.raises(ValidationError):
        network.full_clean(exclude=["slug", "sort_name", "panot_seed"])


def test_the_database_refuses_half_links_and_doubles(make_network, make_project, make_entity):
    network, project, entity = make_network(), make_project(), make_entity()
    network.memberships.create(party=project.party)
    Relation.objects.create(kind="shares", from_party=project.party, to_party=entity.party)
    wrong = [
        lambda: network.memberships.create(),
        lambda: network.memberships.create(party=project.party),
        lambda: Relation.objects.create(kind="shares", from_party=project.party),
        lambda: Relation.objects.create(kind="shares", from_party=project.party, to_party=project.party),
        lambda: Relation.objects.create(kind="shares", from_party=project.party, to_party=entity.party),
    ]
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_who_left_may_come_back(make_network, make_project):
    network, project = make_network(), make_project()
    network.memberships.create(party=project.party, since="2015-01-01", until="2016-01-01")
    network.memberships.create(party=project.party, since="2020-01-01")
    assert Membership.objects.current().count() == 1 and Membership.objects.count() == 2


def test_a_card_counts_who_belongs_now_and_may_be_seen(client, make_network, make_project, make_entity, staff_user):
    network, hidden = make_network(), make_project("Amagat")
    for member in (make_project("Un"), hidden):
        network.memberships.create(party=member.party)
    network.memberships.create(party=make_entity().party, until="2020-01-01")
    hidden.hide(by=staff_user, why="prova")
    assert "1 membre<" in client.get("/xarxes/").text


def test_the_directory_gives_only_what_changes_when_asked_for_that(client, make_network):
    make_network()
    part = client.get("/xarxes/?joining=open", headers={"X-Fragment": "results"})
    assert part.text.strip().startswith('<div class="split') and "Llavors i Compost" in part.text
    assert "X-Fragment" in part["Vary"]


def test_the_page_shows_what_members_look_for_and_offer_now(client, make_network, make_project, staff_user):
    network, member, former, hidden = make_network(), *(make_project(name) for name in ("Un", "Dos", "Tres"))
    for project in (member, former, hidden):
        network.memberships.create(party=project.party, until="2020-01-01" if project == former else None)
        project.needs.create(kind="hands", text=f"Mans per a {project}")
        project.offers.create(kind="space", text=f"Sala de {project}")
    hidden.hide(by=staff_user, why="prova")
    page = client.get(network.get_absolute_url()).text
    assert "Mans per a Un" in page and "Sala de Un" in page
    assert not any(words in page for words in ("Mans per a Dos", "Mans per a Tres", "Sala de Dos", "Sala de Tres"))


def test_a_page_says_how_many_ties_it_leaves_out(client, make_entity, monkeypatch):
    monkeypatch.setattr("networks.sections.MOST", 2)
    centre = make_entity("Centre")
    for number in range(5):
        centre.party.relations_from.create(kind="lends_space", to_party=make_entity(f"Entitat {number}").party)
    page = client.get(centre.get_absolute_url()).text
    assert page.count("Cedeix espai a") == 2 and "I 3 més." in page
