"""Facets on the list of projects: every number is true, every choice leads somewhere."""

from datetime import timedelta
from random import Random
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from energies.demo import bulk
from energies.search import check, index, registry
from projects.lists import ProjectList
from projects.models import Need, Project


def shown(answer):
    return sorted(project.name for project in answer.context["page"])


def choice(answer, facet, value):
    """Return the Choice offered for a value, or None."""
    groups = {group.name: group for group in answer.context["list"].groups}
    offered = [*groups[facet].choices, *groups[facet].rest] if facet in groups else []
    return next((one for one in offered if one.value == value), None)


def ask(query):
    return ProjectList(QueryDict(urlencode(query, doseq=True)))


@pytest.fixture
def city(territory, vocabulary):
    bulk.load(120)
    index.rebuild("project")


def test_every_number_is_what_a_click_yields(city):
    """Random choices; each number offered beside them against the length of the list as the database narrows it."""
    for seed in range(8):
        dice, query = Random(seed), {}
        for _step in range(seed % 4):
            group = dice.choice(list(ask(query).groups))
            query.setdefault(group.name, []).append(dice.choice([*group.choices, *group.rest]).value)
        projects = ask(query)
        for group in projects.groups:
            for one in [*group.choices, *group.rest]:
                clicked = {**query, group.name: [*query.get(group.name, []), one.value]}
                there = ask(clicked)
                assert there.count() == there.narrowed(Project.objects.all()).count(), clicked
                if not one.chosen:
                    assert there.count() == one.count + (projects.count() if one.more else 0), clicked


def test_the_map_tells_what_each_barri_would_leave(client, city):
    answer = client.get("/projectes/?view=map&theme=food")
    found = ask({"theme": "food", "barri": "el-raval"}).count()
    assert f"el Raval: {found} project" in answer.text.replace("\xa0", " ")
    assert "theme=food&amp;barri=el-raval" in answer.text


def test_what_cannot_narrow_is_not_offered(client, make_project):
    make_project("Un", stage="paused")
    make_project("Dos", stage="paused", themes=("care",))
    answer = client.get("/projectes/")
    assert choice(answer, "stage", "paused") is None
    assert choice(answer, "theme", "care").count == 1
    assert choice(answer, "theme", "sport") is None


def test_several_values_of_a_facet_widen_it_and_say_by_how_much(client, make_project):
    make_project("Un", themes=("food",))
    make_project("Dos", themes=("care",))
    make_project("Tres", themes=("care", "food"))
    answer = client.get("/projectes/?theme=food")
    assert shown(answer) == ["Tres", "Un"]
    assert (choice(answer, "theme", "care").count, choice(answer, "theme", "care").more) == (1, True)
    assert len(shown(client.get("/projectes/?theme=food&theme=care"))) == 3


def test_accessibility_asks_for_all_that_is_chosen(client, make_project):
    make_project("Abans", step_free="yes")
    make_project("Dos", step_free="yes", quiet_space="yes")
    answer = client.get("/projectes/?access=step_free")
    assert choice(answer, "access", "quiet_space").count == 1
    for order in ("fair", "name"):  # by the sets of the index, and by the database
        assert shown(client.get(f"/projectes/?access=step_free&access=quiet_space&order={order}")) == ["Dos"]


def test_a_need_stops_counting_the_day_after_its_last(client, make_project, monkeypatch):
    project = make_project("Un")
    make_project("Dos")
    project.needs.create(kind="hands", text="Mans", expires_on=timezone.localdate())
    assert choice(client.get("/projectes/"), "seeks", "hands").count == 1
    tomorrow = timezone.localdate() + timedelta(1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)
    answer = client.get("/projectes/?seeks=hands")
    assert shown(answer) == []
    assert choice(client.get("/projectes/"), "seeks", "hands") is None


def test_a_confirmation_brings_a_project_to_the_first_group(client, make_project):
    names = [f"Projecte {number}" for number in range(9)]
    for project in [make_project(name) for name in names][::3]:
        project.confirm()
    shown = [project.name for project in client.get("/projectes/").context["page"]]
    assert (sorted(shown[:3]), sorted(shown)) == (names[::3], names)


def test_the_facets_cost_two_queries_whatever_there_is(client, city):
    ways = ["", "?theme=food", "?theme=food&theme=care&barri=el-raval&seeks=hands&access=step_free"]
    costs = []
    for query in ways:
        client.get(f"/projectes/{query}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/projectes/{query}")
        costs.append(sum("search_facetvalue" in one["sql"] for one in queries))
    assert costs == [1, 1, 1]


@pytest.mark.parametrize("order", ["name", "new", "confirmed", "near"])
def test_every_order_holds_the_same_projects(city, order):
    near = {"near": "el-raval"} if order == "near" else {}
    projects = ask({"theme": "food", "order": order, **near})
    assert projects.order == order
    assert {one.pk for one in projects[0:300]} == {one.pk for one in ask({"theme": "food"})[0:300]}


def test_near_a_barri_itself_comes_first_then_its_neighbours(client, make_project):
    make_project("Lluny", barri="72")
    make_project("Veí", barri="02")
    make_project("Aquí", barri="01")
    answer = client.get("/projectes/?near=el-raval")
    assert [project.name for project in answer.context["page"]] == ["Aquí", "Veí", "Lluny"]


def test_near_a_point_tells_the_distance_of_those_who_tell_their_place(client, make_project):
    make_project("Aquí", latitude=41.3832, longitude=2.17)
    make_project("Discret", latitude=41.3801, longitude=2.17, exposure="barri")
    answer = client.get("/projectes/?near=41.3800123,2.1700456", follow=True)
    assert answer.redirect_chain == [("?near=41.380%2C2.170", 302)]
    distances = {project.name: getattr(project, "away", None) for project in answer.context["page"]}
    assert distances["Discret"] is None
    assert distances["Aquí"] == pytest.approx(355, abs=10)
    assert "350 m" in answer.text
    assert "41.3800123" not in answer.text


@pytest.mark.parametrize("query", ["near=0.0,0.0", "near=x", "order=x", "view=x", "theme=x&barri=%00", "near=%00x"])
def test_a_wrong_value_is_said_and_the_list_stands(client, make_project, query):
    make_project("Un")
    answer = client.get(f"/projectes/?{query}")
    assert shown(answer) == ["Un"]
    assert "no existeix" in answer.text


def test_unknown_parameters_do_not_count(client, make_project):
    make_project("Un")
    answer = client.get("/projectes/?utm_source=x&fbclid=1")
    assert shown(answer) == ["Un"]
    assert "no existeix" not in answer.text


def test_an_empty_list_says_what_to_leave_out(client, make_project):
    make_project("Un", barri="01", themes=("food",))
    answer = client.get("/projectes/?barri=el-raval&theme=sport")
    assert 'href="?barri=el-raval"' in answer.text.split("<h3>")[1]


def test_the_index_agrees_with_the_tables_and_says_when_not(city):
    projects = registry.get("project")
    assert check.faults(projects) == []
    Project.everything.filter(source_id="7").update(name="Escrit per darrere", stage="paused")
    Need.everything.all().delete()
    assert len(check.faults(projects)) >= 3


def test_the_page_can_ask_for_the_results_alone(client, make_project):
    make_project("Un")
    answer = client.get("/projectes/", headers={"X-Fragment": "results"})
    assert answer.text.lstrip().startswith("<div")
    assert "<html" not in answer.text
    assert "Un" in answer.text
    assert "X-Fragment" in answer.headers["Vary"]
