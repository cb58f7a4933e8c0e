"""The lists: what they filter, how they page, what they cost, and what they answer to nonsense."""

import gzip

import pytest
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def names(answer):
    return [project.name for project in answer.context["page"]]


def test_a_list_narrows_by_barri_district_and_theme(client, make_project):
    make_project("Raval", barri="01")
    make_project("Gòtic", barri="02", themes=("care",))
    make_project("Sants", barri="18")
    assert names(client.get("/projectes/?barri=el-raval")) == ["Raval"]
    assert sorted(names(client.get("/projectes/?district=ciutat-vella"))) == ["Gòtic", "Raval"]
    assert names(client.get("/projectes/?district=ciutat-vella&theme=care")) == ["Gòtic"]


def test_a_project_is_found_in_its_other_barris_once(client, make_project):
    project = make_project(barri="01")
    project.other_barris.add("02", "03")
    assert names(client.get("/projectes/?barri=el-barri-gotic")) == ["Hort de mostra"]
    assert names(client.get("/projectes/?district=ciutat-vella")) == ["Hort de mostra"]


def test_a_filter_in_force_can_be_removed(client, make_project):
    make_project()
    text = client.get("/projectes/?barri=el-raval&theme=food").text
    assert 'href="?theme=food"' in text
    assert 'href="?barri=el-raval"' in text


def test_a_wrong_value_is_said_and_the_rest_works(client, make_project):
    make_project("Raval", barri="01")
    make_project("Gòtic", barri="02")
    answer = client.get("/projectes/?barri=atlantida&theme=food&theme=res&district=ciutat-vella")
    assert sorted(names(answer)) == ["Gòtic", "Raval"]
    assert "no existeix" in answer.text


def test_an_empty_list_says_what_to_do(client, territory, vocabulary):
    answer = client.get("/projectes/?barri=vallbona")
    assert answer.status_code == 200
    assert "/participa/" in answer.text.split("<main")[1]


def test_lists_hold_24_and_lead_on_with_the_filters(client, make_project):
    for number in range(25):
        make_project(f"Hort {number}")
    first = client.get("/projectes/?barri=el-raval")
    assert len(first.context["page"]) == 24
    assert 'href="?barri=el-raval&amp;page=2"' in first.text
    assert len(client.get("/projectes/?page=2").context["page"]) == 1


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "1e3", "٣", "9" * 40, "1%0A"])
def test_a_page_that_is_not_there_is_a_clear_404(client, make_project, page):
    make_project()
    answer = client.get(f"/projectes/?page={page}")
    assert answer.status_code == 404
    assert "no té cap pàgina" in answer.text


PAGES = [
    "/",
    "/projectes/",
    "/projectes/?barri=el-raval&theme=food",
    "/projectes/projecte-0/",
    "/entitats/",
    "/entitats/casa-comuna/",
    "/barris/",
    "/barris/el-raval/",
    "/districtes/ciutat-vella/",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_costs_the_same_queries_for_3_and_30_rows(client, make_project, make_entity, path):
    from django.db import connection

    home = make_entity("Casa comuna")

    def fill(numbers):
        for number in numbers:
            project = make_project(f"Projecte {number}", themes=("food", "care"))
            project.entities.add(home, make_entity(f"Entitat {number}"))
            project.other_barris.add("02")
            project.needs.create(kind="hands", text="Mans")
            project.texts.create(lang="en", name="Project", summary="Yes")
            project.confirm()

    fill(range(3))
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        assert client.get(path).status_code == 200
    fill(range(3, 30))
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)


def test_a_full_list_weighs_little(client, make_project):
    for number in range(24):
        make_project(f"Projecte comunitari número {number}", summary="Una frase d’unes quantes paraules. " * 4)
    assert len(gzip.compress(client.get("/projectes/").content)) <= 25 * 1024


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["/projectes/", "/entitats/", "/contacte/", "/es/proyectos/"]),
    name=st.sampled_from(["barri", "district", "theme", "kind", "order", "page", "about", "q"]),
    value=st.one_of(
        st.text(max_size=60), st.just("\x00"), st.just("x" * 10_000), st.just("é" * 500), st.just("' OR 1=1")
    ),
)
def test_no_parameter_breaks_a_page(client, territory, vocabulary, path, name, value):
    assert client.get(path, {name: value}).status_code in {200, 400, 404}


@pytest.mark.parametrize(
    "query", ["%ff%fe", "barri=%ff", "theme=%00", "barri[]=1&barri=el-raval", "&&&=", "page=%E2%82"]
)
def test_no_encoding_breaks_a_page(client, territory, vocabulary, query):
    assert client.get(f"/projectes/?{query}").status_code in {200, 400, 404}
