"""The map as readers, keyboards and slow phones get it."""

import gzip
import time
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from energies.territory import facts
from energies.territory.hexmap import LEVELS, barri_map, city_map, level

RAVAL, CLOT = facts.barris()[0], facts.barris()[64]


def url_for(barri):
    return f"/barris/{barri.slug}/?tema=a&vista=mapa"


def draw(counts=None, **options):
    with translation.override("en"):
        return ElementTree.fromstring(city_map(counts or {}, url_for=url_for, **options))


def draw_around(barri, counts=None):
    with translation.override("en"):
        return ElementTree.fromstring(barri_map(barri, counts or {}, url_for=url_for))


def tiles(svg):
    return {tile.get("href").split("/")[2]: tile for tile in svg.iter("a")}


def test_every_barri_is_a_link_named_with_its_number():
    shown = tiles(draw({"01": 14, "03": 1}))
    assert len(shown) == 73
    assert shown["el-raval"].find("title").text == "el Raval: 14 projects"
    assert shown["la-barceloneta"].find("title").text == "la Barceloneta: 1 project"
    assert shown["el-clot"].find("title").text == "el Clot: 0 projects"
    assert shown["el-raval"].get("href") == "/barris/el-raval/?tema=a&vista=mapa"


def test_the_number_and_the_short_name_stand_in_the_hexagon():
    texts = [text.text for text in tiles(draw({"03": 7}))["la-barceloneta"].iter("text")]
    assert texts == ["Barce-", "loneta", "7"]


def test_the_keyboard_goes_by_district():
    groups = list(draw().iter("g"))
    assert [group.get("aria-label") for group in groups][1:4] == ["L’Eixample", "Sants-Montjuïc", "Les Corts"]
    assert [group.get("role") for group in groups] == ["group"] * 10
    hrefs = [tile.get("href").split("/")[2] for group in groups for tile in group]
    assert hrefs == [barri.slug for barri in facts.barris()]


def test_joints_come_before_the_tiles_so_that_no_label_is_covered():
    first = draw()[0]
    assert (first.tag, first.get("class")) == ("path", "joint")
    assert first.get("d").startswith("M")


def test_every_tile_lies_inside_the_frame_and_apart_from_the_others():
    svg = draw()
    left, top, width, height = map(float, svg.get("viewBox").split())
    places = [tuple(map(float, tile.get("transform")[10:-1].split())) for tile in svg.iter("a")]
    assert len(set(places)) == 73
    assert all(left + 37 <= x <= left + width - 37 and top + 37 <= y <= top + height - 37 for x, y in places)


def test_only_the_chosen_barri_is_current():
    shown = tiles(draw(current="01"))
    current = [slug for slug, tile in shown.items() if tile.get("aria-current")]
    assert current == ["el-raval"]
    assert shown["el-raval"].get("class") == "hex lv0 is-current"


def test_the_map_takes_the_name_it_is_given():
    assert draw(label="Barris amb <xarxes>").get("aria-label") == "Barris amb <xarxes>"
    assert "73" in draw().get("aria-label")


def test_an_address_cannot_break_out_of_its_attribute():
    svg = city_map({}, url_for=lambda barri: '"><script>')
    assert isinstance(svg, SafeString)
    assert "<script>" not in svg


@pytest.mark.parametrize(
    ("count", "step"),
    [(0, 0), (1, 1), (4, 1), (5, 2), (9, 2), (10, 3), (14, 3), (15, 4), (19, 4), (20, 5), (500, 5)],
)
def test_steps_of_the_scale(count, step):
    assert level(count) == step
    assert f'class="hex lv{step}"' in city_map({"01": count}, url_for=url_for)


@given(st.dictionaries(st.sampled_from([barri.code for barri in facts.barris()]), st.integers(0, 10**6)))
def test_any_numbers_make_a_well_formed_map_that_shows_them(counts):
    shown = {tile.get("href").split("/")[2]: tile for tile in draw(counts).iter("a")}
    for barri in facts.barris():
        assert list(shown[barri.slug].iter("text"))[-1].text == str(counts.get(barri.code, 0))


def test_the_map_is_light_and_quick():
    counts = {barri.code: number * 7 % 31 for number, barri in enumerate(facts.barris())}
    svg = city_map(counts, url_for=url_for)
    assert len(gzip.compress(svg.encode())) < 6_000
    assert "style=" not in svg
    start = time.perf_counter()
    for _round in range(20):
        city_map(counts, url_for=url_for)
    assert (time.perf_counter() - start) / 20 < 0.01


def test_the_small_map_marks_the_barri_and_its_real_neighbours():
    shown = tiles(draw_around(RAVAL, {"01": 31}))
    kinds = {slug: tile.get("class").split()[-1] for slug, tile in shown.items()}
    assert [slug for slug, kind in kinds.items() if kind == "is-current"] == ["el-raval"]
    assert {slug for slug, kind in kinds.items() if kind == "is-near"} == {
        "el-barri-gotic", "la-dreta-de-l-eixample", "sant-antoni", "el-poble-sec", "la-marina-del-prat-vermell",
    }  # fmt: skip
    assert kinds["hostafrancs"] == "is-far"
    assert "el-clot" not in kinds


def test_the_small_map_is_named_after_the_barri_and_has_no_empty_district():
    svg = draw_around(CLOT)
    assert svg.get("aria-label") == "El Clot and the barris around it"
    assert svg.find("path") is None
    assert all(len(group) for group in svg.iter("g"))


@pytest.mark.parametrize("barri", facts.barris(), ids=lambda barri: barri.slug)
def test_every_barri_has_a_small_map_with_all_its_neighbours(barri):
    kinds = [tile.get("class").split()[-1] for tile in draw_around(barri).iter("a")]
    assert kinds.count("is-near") == len(barri.neighbours)
    assert kinds.count("is-current") == 1


def test_the_legend_pairs_every_shade_with_words():
    with translation.override("en"):
        legend = ElementTree.fromstring(f"<div>{render_to_string('territory/_legend.html', {'levels': LEVELS})}</div>")
    words = ["".join(item.itertext()).strip() for item in legend.iter("li")]
    assert words == ["none yet", "1–4", "5–9", "10–14", "15–19", "20 or more"]
    assert [svg.get("class") for svg in legend.iter("svg")] == [f"hex lv{step}" for step in range(6)]


def test_the_list_says_the_same_as_the_map_by_district():
    districts = [(facts.districts()[1], [(RAVAL, 1, "/a/"), (CLOT, 12, "/b/")])]
    with translation.override("en"):
        page = ElementTree.fromstring(render_to_string("territory/_districts.html", {"districts": districts}))
    assert page.find(".//h3").text == "L’Eixample"
    assert [" ".join("".join(item.itertext()).split()) for item in page.iter("li")] == [
        "el Raval 1 project",
        "el Clot 12 projects",
    ]
    assert [link.get("href") for link in page.iter("a")] == ["/a/", "/b/"]


def test_short_names_fit_their_hexagon_in_a_wide_font():
    lines = [line for barri in facts.barris() for line in barri.short_label.split("|")]
    assert max(map(len, lines)) <= 9
    assert all(barri.short_label.count("|") <= 1 for barri in facts.barris())
