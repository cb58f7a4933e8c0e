"""Drawings: the same for the same ties, made when they are written, never showing what is not public."""

import csv
import gzip
import io
import json
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from energies.territory.models import Barri
from networks.graph import city, layout
from networks.graph.around import MOST, around
from networks.models import Drawing, Membership, Network, Relation

WORD = "Xilòfon"


@pytest.fixture
def ties(make_network, make_project, make_entity, django_capture_on_commit_callbacks):
    """A network of two projects that share things, one of them in another network, and a hidden third."""
    with django_capture_on_commit_callbacks(execute=True):
        network, other = make_network(), make_network("Altra")
        one, two, hidden = make_project("Un"), make_project("Dos"), make_project(WORD)
        for project in (one, two, hidden):
            network.memberships.create(party=project.party)
        other.memberships.create(party=one.party)
        Relation.objects.create(kind="shares", from_party=one.party, to_party=two.party)
        Relation.objects.create(kind="lends_space", from_party=hidden.party, to_party=one.party)
    return network, one, two, hidden


def test_the_same_graph_is_drawn_the_same():
    refs = [f"project.{n}" for n in range(12)]
    pairs = [(refs[n], refs[(n * 5 + 1) % 12]) for n in range(12)]
    first = layout.places(refs, pairs, core=refs[0])
    assert first == layout.places(refs, pairs, core=refs[0])
    assert all(0 <= x <= layout.WIDTH and 0 <= y <= layout.HEIGHT for x, y in first.values())
    # Known places: another machine or version that drew it otherwise would make every stored drawing move.
    assert len(set(first.values())) == 12


def test_what_is_written_is_drawn_and_shown_with_the_same_as_a_list(client, ties):
    network, one, *_ = ties
    page = client.get(network.get_absolute_url()).text
    assert "<svg" in page.split("graph__svg")[0][-40:] and "1. Llavors i Compost" in page
    assert "comparteix recursos amb 3. Dos" in page
    assert Drawing.objects.filter(key=f"project.{one.pk}").exists()
    assert Drawing.objects.filter(key="barri.01").exists()


def test_a_drawing_that_does_not_fit_is_left_out_and_the_list_stays(client, ties):
    network, *_ = ties
    Drawing.objects.update(digest="vell")
    page = client.get(network.get_absolute_url()).text
    assert "graph__svg" not in page and "comparteix recursos amb 3. Dos" in page
    with pytest.raises(CommandError, match="graph --rebuild"):
        call_command("graph", check=True, verbosity=0)
    call_command("graph", rebuild=True, verbosity=0)
    call_command("graph", check=True, verbosity=0)
    assert "graph__svg" in client.get(network.get_absolute_url()).text


@pytest.mark.parametrize("act", ["hide", "remove"])
def test_what_is_hidden_leaves_drawings_lists_and_exports(
    client, ties, staff_user, act, django_capture_on_commit_callbacks
):
    network, one, _two, hidden = ties
    pages = [network.get_absolute_url(), one.get_absolute_url(), "/barris/el-raval/", "/xarxes/?view=map"]
    exports = [f"/xarxes/graf.{form}" for form in ("json", "csv", "graphml")]
    for path in [*pages, *exports]:
        assert WORD in json.dumps(client.get(path).text, ensure_ascii=False), path
    with django_capture_on_commit_callbacks(execute=True):
        getattr(hidden, act)(by=staff_user, why="prova")
    for path in [*pages, *exports]:
        assert WORD not in client.get(path).text, path
    assert not [drawing for drawing in Drawing.objects.all() if f"project.{hidden.pk}" in drawing.places]
    assert around(network).is_drawn


def test_a_hidden_network_shows_nowhere(client, ties, staff_user, django_capture_on_commit_callbacks):
    network, one, *_ = ties
    with django_capture_on_commit_callbacks(execute=True):
        network.hide(by=staff_user, why="prova")
    for path in ["/xarxes/", "/xarxes/?view=map", one.get_absolute_url(), "/barris/el-raval/", "/cerca/?q=compos",
                 "/sitemap-networks.xml", "/xarxes/graf.json", "/xarxes/graf.csv"]:  # fmt: skip
        page = client.get(path).text
        assert "Llavors i Compost" not in page and "llavors-i-compost" not in page, path
    assert client.get(network.get_absolute_url()).status_code == 404


def test_a_big_network_is_drawn_in_part_and_says_so(client, make_network, make_project):
    network = make_network()
    for number in range(MOST + 5):
        network.memberships.create(party=make_project(f"Projecte {number:02}").party)
    graph = around(network)
    assert len(graph.nodes) == MOST and graph.left_out == 6
    assert "6 més que no caben" in client.get(network.get_absolute_url()).text


def test_nothing_tied_draws_nothing(make_project):
    assert around(make_project()) is None
    assert around(Barri.objects.get(code="73")) is None


def test_the_city_letters_who_builds_bridges_in_order_of_name(ties):
    drawn = city.flowers(Network.objects.all())
    assert [flower.network.name for flower in drawn.flowers] == ["Altra", "Llavors i Compost"]
    ((letter, party, networks),) = drawn.bridges
    assert (letter, party.name, {one.name for one in networks}) == ("A", "Un", {"Altra", "Llavors i Compost"})
    assert [city.letter_of(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_petals_never_lie_one_upon_another():
    places = [(round(x), round(y)) for x, y in city.first_places(60)]
    assert len(set(places)) == 60 and (0, 0) not in places


def test_two_thousand_nodes_weigh_less_than_150_kb(client, make_network, make_entity):
    networks = [make_network(f"Xarxa {number:03}") for number in range(100)]
    entity = make_entity()
    type(entity).everything.bulk_create(
        type(entity)(name=f"Entitat {n}", kind="informal", slug=f"e-{n}", sort_name=f"e {n}", panot_seed=n)
        for n in range(1900)
    )
    members = type(entity).everything.exclude(pk=entity.pk)
    Membership.everything.bulk_create(
        Membership(network=networks[at % 100], party=member.party) for at, member in enumerate(members)
    )
    page = client.get("/xarxes/?view=map").content
    assert page.count(b'class="petal ') == 1900
    assert len(gzip.compress(page)) < 150_000


def test_exports_are_read_by_others(client, ties, make_entity):
    make_entity("=1+1").party.relations_from.create(kind="shares", to_party=ties[1].party)
    nodes = json.loads(client.get("/xarxes/graf.json").content)["nodes"]
    assert {"kind": "project", "name": "Un"}.items() <= next(one for one in nodes if one["name"] == "Un").items()
    root = ElementTree.fromstring(client.get("/xarxes/graf.graphml").content)
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    edges = root.findall(".//g:edge", space)
    assert len(edges) == 7 and len(root.findall(".//g:node", space)) == len(nodes)
    known = {node.get("id") for node in root.findall(".//g:node", space)}
    assert all(edge.get("source") in known and edge.get("target") in known for edge in edges)
    table = client.get("/xarxes/graf.csv").content
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert len(rows) == 7 and "'=1+1" in {row["target_name"] for row in rows}
    assert client.get("/xarxes/graf.exe").status_code == 404


def test_kinds_of_tie_are_told_by_a_letter_and_not_by_colour_alone(client, ties):
    with translation.override("ca"):
        kinds = {kind: letter for kind, letter, _words in around(ties[1]).kinds}
    assert kinds["shares"] == "R" and kinds["lends_space"] == "E"
