"""The true outline on the pages of a barri and of a project: which places it tells, and which it never does."""

from xml.etree import ElementTree

import pytest
from django.test.utils import CaptureQueriesContext

from energies.search import index
from energies.territory.models import Barri, Outline
from energies.territory.outlinemap import SIDE, outline_map
from tests.site import stylesheets

LATITUDE, LONGITUDE = 41.38, 2.17
PAGE = "/en/barris/el-raval/"
ATTRIBUTION = "Boundaries: Open Data BCN, Ajuntament de Barcelona"


def square(west, south):
    return [[[west, south], [west + 0.012, south], [west + 0.012, south + 0.01], [west, south + 0.01]]]


@pytest.fixture
def outlines(territory):
    """El Raval with a neighbour and a barri that is far away."""
    for code, west, south in (("01", 2.164, 41.375), ("02", 2.176, 41.375), ("73", 2.2, 41.41)):
        Outline.objects.create(barri_id=code, rings=square(west, south))


@pytest.fixture
def place(make_project):
    """Returns a function that makes a project in el Raval with an exact and public point."""

    def make(name="Hort de mostra", **fields):
        return make_project(name, **{"latitude": LATITUDE, "longitude": LONGITUDE, **fields})

    return make


def drawing(text):
    return ElementTree.fromstring(
        f'<svg class="outline"{text.split('<svg class="outline"')[1].split("</svg>")[0]}</svg>'
    )


def draw(client, path=PAGE):
    return drawing(client.get(path).text)


def test_its_page_links_its_looks_and_one_without_it_does_not(client, outlines, place):
    pages = [client.get(path).text for path in (PAGE, place().get_absolute_url(), "/en/barris/la-barceloneta/")]
    assert [("outline" in stylesheets.linked(page), stylesheets.not_linked(page)) for page in pages] == [
        (True, []), (True, []), (False, []),
    ]  # fmt: skip


def markers(svg):
    return [part for part in svg if part.get("class") == "outline__point"]


def titles(svg):
    return [marker.find("title").text for marker in markers(svg)]


def numbers(marker):
    return [int(text.text) for text in marker.iter("text")]


def place_of(marker):
    return tuple(map(float, marker.get("transform").removeprefix("translate(").removesuffix(")").split()))


def test_a_barri_is_drawn_with_its_neighbours_faint_around_it(client, outlines):
    svg = draw(client)
    assert [shape.get("class") for shape in svg.iter("path")] == ["outline__near", "outline__barri"]
    assert (svg.get("role"), svg.get("viewBox")) == ("group", f"0 0 {SIDE} {SIDE}")
    assert svg.get("aria-label") == "El Raval: its outline, with the barris around it"
    assert ATTRIBUTION in client.get(PAGE).text


def test_a_point_is_a_link_to_its_project(client, outlines, place):
    project = place()
    (marker,) = markers(draw(client, "/barris/el-raval/"))
    assert (marker.tag, marker.get("href")) == ("a", project.get_absolute_url())
    assert marker.find("title").text == "Hort de mostra"


def test_north_is_up_and_east_is_right(client, outlines, place):
    place("A", latitude=41.383, longitude=2.166)
    place("B", latitude=41.377, longitude=2.174)
    (left, upper), (right, lower) = map(place_of, markers(draw(client)))
    assert 0 < left < right < SIDE
    assert 0 < upper < lower < SIDE


def test_a_point_comes_to_lie_where_the_outline_says(outlines):
    raval = Barri.objects.get(pk="01")
    svg = ElementTree.fromstring(outline_map(raval, [(41.375 + 0.005, 2.164 + 0.006, "The middle", "/")]))
    assert place_of(markers(svg)[0]) == pytest.approx((SIDE / 2, SIDE / 2), abs=1)


def test_names_come_in_the_language_of_the_page(client, outlines, place):
    place().texts.create(lang="en", name="Sample garden")
    assert titles(draw(client)) == ["Sample garden"]
    assert titles(draw(client, "/barris/el-raval/")) == ["Hort de mostra"]


@pytest.mark.parametrize(
    "fields",
    [
        {"exposure": "barri"},
        {"exposure": "on_request"},
        {"latitude": None, "longitude": None},
        {"barri": "02"},
        {"barri": None, "citywide": True},
        {"latitude": 41.41, "longitude": 2.1},  # far from the barri: it would lie beyond the frame
    ],
)
def test_only_exact_points_of_the_barri_itself_are_drawn(client, outlines, place, fields):
    place(**fields)
    assert markers(draw(client)) == []


def test_a_hidden_project_has_no_point(client, outlines, place, staff_user):
    place().hide(by=staff_user, why="A complaint")
    answer = client.get(PAGE)
    assert markers(drawing(answer.text)) == []
    assert "Hort de mostra" not in answer.text


def test_thirty_in_one_house_are_one_marker_that_leads_to_the_list(client, outlines, place):
    for number in range(30):
        place(f"Taller {number}", longitude=LONGITUDE + number * 1e-6)
    (marker,) = markers(draw(client))
    assert numbers(marker) == [30]
    assert marker.find("title").text == "30 projects together"
    assert marker.get("href") == "/en/projects/?barri=el-raval"


def test_a_few_together_are_named(client, outlines, place):
    place("Cor")
    place("Dansa")
    (marker,) = markers(draw(client))
    assert marker.find("title").text == "2 projects together: Cor; Dansa"


def test_markers_never_cover_each_other_and_a_finger_finds_them(client, outlines, place):
    for number in range(40):
        place(f"Taller {number}", latitude=41.3755 + number % 7 * 0.0014, longitude=2.1645 + number * 0.00028)
    found = markers(draw(client))
    assert sum(sum(numbers(marker)) or 1 for marker in found) == 40
    places = [place_of(marker) for marker in found]
    radii = {max(float(circle.get("r")) for circle in marker.iter("circle")) for marker in found}
    assert min(radii) * 2 * 288 / SIDE >= 24  # drawn 288 px wide, on a screen of 320
    apart = min(
        ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 for x1, y1 in places for x2, y2 in places if (x1, y1) != (x2, y2)
    )
    assert apart >= 2 * max(radii)


def test_a_name_cannot_break_out_of_the_drawing(client, outlines, place):
    place('<script>"x"</script>')
    assert titles(draw(client)) == ['<script>"x"</script>']
    assert "<script>" not in outline_map(Barri.objects.get(pk="01"), [(LATITUDE, LONGITUDE, "A", '"><script>')])


def test_the_drawing_says_that_the_list_tells_the_same(client, outlines, place):
    place()
    told = client.get(PAGE).text.split("Where they are")[1].split("<svg")[0]
    assert "they are all in the list of projects" in told
    assert 'href="/en/projects/?barri=el-raval"' in told


def test_a_barri_without_projects_is_drawn_all_the_same(client, outlines, vocabulary):
    text = client.get(PAGE).text
    assert "Where it is" in text
    assert "Where they are" not in text
    assert markers(drawing(text)) == []


def test_more_points_cost_no_more_queries(client, outlines, place):
    from django.db import connection

    def cost():
        index.flush()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    for number in range(3):
        place(f"Hort {number}", longitude=2.165 + number * 0.0003)
    client.get(PAGE)
    few = cost()
    for number in range(3, 30):
        place(f"Hort {number}", longitude=2.165 + number * 0.0003)
    assert cost() == few


def test_a_project_shows_its_own_point_which_is_no_link(client, outlines, place):
    project = place()
    place("Un altre")
    answer = client.get(project.get_absolute_url())
    (marker,) = markers(drawing(answer.text))
    assert (marker.tag, marker.get("role"), marker.find("title").text) == ("g", "img", "Hort de mostra")
    assert 'class="hexmap__svg"' in answer.text


@pytest.mark.parametrize("exposure", ["barri", "on_request"])
def test_a_project_that_keeps_its_place_shows_its_barri_only(client, outlines, place, exposure):
    project = place(exposure=exposure)
    svg = draw(client, project.get_absolute_url())
    assert len(list(svg.iter("path"))) == 2
    assert markers(svg) == []


def test_a_project_of_the_whole_city_has_no_outline(client, outlines, place):
    project = place(barri=None, citywide=True, latitude=None, longitude=None)
    assert 'class="outline"' not in client.get(project.get_absolute_url()).text


@pytest.mark.parametrize("loaded", ["nothing", "another barri"])
def test_without_its_outline_nothing_is_drawn_nor_asked_for(client, place, loaded):
    if loaded != "nothing":
        Outline.objects.create(barri_id="02", rings=square(2.176, 41.375))
    project = place()
    for path in (PAGE, project.get_absolute_url()):
        text = client.get(path).text
        assert "outline" not in text.split("<main")[1]
        assert "Open Data BCN" not in text
        assert "Where they are" not in text


def test_points_are_not_looked_for_without_an_outline(territory):
    def points():
        raise AssertionError("asked for")
        yield

    assert outline_map(Barri.objects.get(pk="01"), points()) == ""
