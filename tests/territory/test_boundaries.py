"""The city's boundaries: read in both its coordinate systems, made light, and never torn apart."""

import json
from collections import Counter
from io import StringIO
from itertools import pairwise
from math import pi, sin
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from energies.kernel.geo import distance_m, on_plane, utm31_to_wgs84
from energies.territory import facts, outlines
from energies.territory.boundaries import UnreadableBoundaries, read
from energies.territory.models import Barri, Outline
from energies.territory.simplify import Borders, weigh

UTM = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25831"}}
DEGREES = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
COLUMNS = 9
LEFT, BOTTOM, SIZE = 421_500, 4_576_000, 1_400
SQUARE = [(2.16, 41.38), (2.17, 41.38), (2.17, 41.39), (2.16, 41.39), (2.16, 41.38)]


def wiggly(start, end, points):
    """A line in metres that winds and trembles between two corners, always the same for the same two."""
    random, (x1, y1), (x2, y2) = Random(f"{start}{end}"), start, end
    turns = [(random.uniform(-40, 40) / wave, pi * wave) for wave in range(1, 12)]
    line = [start]
    for t in (step / points for step in range(1, points)):
        stray = sum(size * sin(wave * t) for size, wave in turns) + random.uniform(-0.5, 0.5)
        across = (stray if abs(x2 - x1) < abs(y2 - y1) else 0, stray if abs(x2 - x1) >= abs(y2 - y1) else 0)
        line.append((x1 + (x2 - x1) * t + across[0], y1 + (y2 - y1) * t + across[1]))
    return [*line, end]


def side(start, end, points):
    return wiggly(start, end, points) if start < end else wiggly(end, start, points)[::-1]


def corner(column, row):
    random = Random(f"{column} {row}")
    return (
        LEFT + SIZE * column + random.uniform(-250, 250),
        BOTTOM + SIZE * row + random.uniform(-250, 250),
    )


def cell(number, points):
    """The closed ring of one place of a grid, in metres; neighbours have the very same points between them."""
    column, row = number % COLUMNS, number // COLUMNS
    corners = [corner(column + right, row + up) for right, up in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]
    ring = [corners[0]]
    for start, end in pairwise(corners):
        ring += side(start, end, points)[1:]
    return ring


def to_degrees(ring):
    return [utm31_to_wgs84(x, y)[::-1] for x, y in ring]


def feature(rings, kind="Polygon", **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": rings}}


def collection(*features, **members):
    return {"type": "FeatureCollection", "features": list(features), **members}


def city(points=12, change=lambda ring: ring, **members):
    """All the barris as places of a grid, four times ``points`` to a barri."""
    rings = [change(cell(number, points)) for number in range(len(facts.barris()))]
    named = zip(facts.barris(), rings, strict=True)
    return collection(*(feature([ring], BARRI=barri.code, NOM=barri.name) for barri, ring in named), **members)


def parse(tree):
    return read(json.dumps(tree).encode())


@pytest.fixture
def load(tmp_path, territory):
    """Returns a function that runs the command on a tree or a text, and gives what it says in English."""

    def run(content):
        file, told = tmp_path / "barris.geojson", StringIO()
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        with translation.override("en"):
            call_command("load_boundaries", str(file), stdout=told)
        return told.getvalue()

    return run


def segments(areas):
    """How many areas have each piece of border, whichever way they go along it."""
    return Counter(
        frozenset(pair)
        for rings in areas.values()
        for ring in rings
        for pair in zip(ring, ring[1:] + ring[:1], strict=True)
    )


def loops(pieces):
    """How many closed lines the pieces make; fails when three meet anywhere."""
    reached = {}
    for one, other in pieces:
        reached.setdefault(one, set()).add(other)
        reached.setdefault(other, set()).add(one)
    assert {len(others) for others in reached.values()} == {2}
    count = 0
    while reached:
        count, todo = count + 1, [next(iter(reached))]
        while todo:
            todo += reached.pop(todo.pop(), ())
    return count


# From PROJ 9 (pyproj): EPSG:25831 to EPSG:4326.
@pytest.mark.parametrize(
    ("easting", "northing", "latitude", "longitude"),
    [
        (430164.372950341, 4581940.39758424, 41.385961128814905, 2.164739528552828),
        (420000, 4575000, 41.322506363961764, 2.044099983236391),
        (435500.5, 4591234.25, 41.470114060218116, 2.2275642775112257),
        (426000, 4593500, 41.48970008903952, 2.1135219819192685),
        (500000, 4580000, 41.371514231057404, 3),
    ],
)
def test_metres_become_degrees_to_a_centimetre(easting, northing, latitude, longitude):
    assert distance_m(*utm31_to_wgs84(easting, northing), latitude, longitude) < 0.01


def test_the_plane_is_true_to_scale_in_all_the_city():
    for barri in facts.barris():
        (x1, y1), (x2, y2) = on_plane(41.4, 2.15), on_plane(barri.latitude, barri.longitude)
        metres = distance_m(41.4, 2.15, barri.latitude, barri.longitude)
        assert ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 == pytest.approx(metres, rel=0.0015)


@pytest.mark.parametrize("members", [{}, {"crs": UTM}, {"crs": None}])
def test_both_coordinate_systems_give_the_same_boundaries(members):
    degrees = city(change=to_degrees)
    assert parse(city(**members)) == parse(degrees) == parse({**degrees, "crs": DEGREES})


@pytest.mark.parametrize(
    "properties",
    [
        {"BARRI": "01", "NOM": "the Old Town"},
        {"codi_barri": 1},
        {"Codi_Barri": "1.0", "Nom_Barri": "el Raval"},
        {"NOM": "El Raval"},
        {"nom_barri": "el Raval", "BARRI": "-", "AREA": 110},
        {"C_Barri": "", "N_Barri": "Raval"},
    ],
)
def test_the_barri_is_told_by_any_of_the_city_s_names_for_it(properties):
    assert list(parse(collection(feature([SQUARE], **properties)))) == ["01"]


def test_in_the_file_of_every_kind_of_unit_only_barris_count():
    section = feature([[(2.1, 41.4), (2.11, 41.4), (2.11, 41.41), (2.1, 41.4)]], BARRI="01", TIPUS_UA="SEC_CENS")
    district = feature([SQUARE], BARRI="-", NOM="Ciutat Vella", TIPUS_UA="DISTRICTE")
    barri = feature([SQUARE], BARRI="01", NOM="el Raval", TIPUS_UA="BARRI")
    assert parse(collection(section, district, barri)) == parse(collection(barri))


def test_points_are_rounded_to_a_metre_and_never_repeated():
    ring = [(2.160000001, 41.38), (2.16, 41.380000001), (2.17, 41.38, 12.5), (2.17, 41.39), (2.160000001, 41.38)]
    assert parse(collection(feature([ring], BARRI="1"))) == {"01": [[(2.17, 41.38), (2.17, 41.39), (2.16, 41.38)]]}


def test_a_line_loses_first_what_matters_least():
    line = [(0, 0), (1, 1), (2, 0), (3, 5), (4, 0)]
    low, high = weigh(line)[1], weigh(line)[3]
    assert weigh(line)[0] == weigh(line)[-1] == float("inf")
    assert low == 1
    assert high > weigh(line)[2] >= low


def test_a_point_weighs_no_less_than_one_that_went_before_it():
    # Once (1, 4) has gone, (2, 0) is the tip of a triangle of 1 alone: whoever draws it draws (1, 4) too.
    assert weigh([(0, 1), (1, 4), (2, 0), (3, 2), (4, 0)])[1:-1] == [3.5, 3.5, 2]


def test_a_straight_line_is_free_to_go():
    assert weigh([(0, 0), (1, 0), (2, 0), (3, 0)])[1:-1] == [0, 0]


@pytest.mark.parametrize("tolerance", [0, 50, 500, 5_000, 50_000])
def test_neighbours_share_their_borders_at_any_tolerance(tolerance):
    before = parse(city())
    after = Borders(before).at(tolerance)
    shared = segments(after)
    assert set(shared.values()) == {1, 2}
    assert loops([tuple(piece) for piece, times in shared.items() if times == 1]) == 1  # the edge of the city: no gap
    assert len(shared) <= len(segments(before))
    assert all(set(ring) <= set(before[code][0]) for code, (ring,) in after.items())


def test_the_corners_where_three_barris_meet_stay():
    corners = {tuple(round(number, 5) for number in to_degrees([corner(column, 3)])[0]) for column in range(1, COLUMNS)}
    coarsest = Borders(parse(city())).at(10**9)
    assert corners <= {point for rings in coarsest.values() for ring in rings for point in ring}


def test_an_island_keeps_fitting_in_its_hole():
    outer = to_degrees(cell(0, 20))
    island = [(x * 0.3 + 2.06, y * 0.3 + 41.335) for x, y in ((x - outer[0][0], y - outer[0][1]) for x, y in outer)]
    turned = island[7:-1] + island[:7]
    tree = collection(
        feature([outer, island], BARRI="01"), feature([[turned[::-1] + turned[-1:]]], "MultiPolygon", BARRI="02")
    )
    boundaries = parse(tree)
    for tolerance in (0, 20, 500):
        drawn = Borders(boundaries).at(tolerance)
        assert set(drawn["01"][1]) == set(drawn["02"][0])
        assert 3 <= len(drawn["02"][0]) <= len(boundaries["02"][0])
    assert len(drawn["02"][0]) < len(boundaries["02"][0]) / 2


def test_a_scrap_smaller_than_the_tolerance_goes_and_the_barri_stays():
    scrap = [(2.2, 41.4), (2.2001, 41.4), (2.2001, 41.4001), (2.2, 41.4)]
    drawn = Borders(parse(collection(feature([[SQUARE], [scrap]], "MultiPolygon", BARRI="01"))))
    assert [len(drawn.at(tolerance)["01"]) for tolerance in (0, 1_000)] == [2, 1]


def test_all_the_city_in_full_detail_becomes_light(load):
    load(city(points=600, crs=UTM))
    drawn = {outline.barri_id: outline.rings for outline in Outline.objects.all()}
    assert len(drawn) == 73
    weight = sum(len(outlines.path(rings)) for rings in drawn.values())
    assert 15_000 < weight < 30_000
    pieces = segments({code: [[tuple(point) for point in ring] for ring in rings] for code, rings in drawn.items()})
    assert loops([tuple(piece) for piece, times in pieces.items() if times == 1]) == 1


def test_what_fits_as_it_is_keeps_every_point():
    boundaries = parse(city(points=3))
    assert segments(outlines.fit(boundaries)) == segments(boundaries)


def test_a_tighter_limit_means_a_coarser_drawing_and_no_room_at_all_an_error():
    boundaries = parse(city())
    roomy, tight = (
        sum(len(outlines.path(rings)) for rings in outlines.fit(boundaries, limit=limit).values())
        for limit in (20_000, 8_000)
    )
    assert tight < 8_000 < roomy < 20_000
    with pytest.raises(UnreadableBoundaries):
        outlines.fit(boundaries, limit=500)


def test_a_path_is_drawn_in_metres_from_the_north_west():
    assert outlines.path([[(2.046, 41.473), (2.047, 41.473), (2.047, 41.472)]]) == "M0 0l83 0 0 111z"


def test_loading_says_how_far_it_is_and_what_is_missing(load):
    told = load(collection(*city()["features"][1:]))
    assert "Barris read: 72/72" in told
    assert "Borders simplified:" in told
    assert "72 outlines loaded." in told
    assert "Not in the file: el Raval." in told
    assert "Not in the file" not in load(city())


def test_loading_again_replaces_all_that_was_there(load):
    load(city())
    before = dict(Outline.objects.values_list("barri", "rings"))
    load(city())
    assert dict(Outline.objects.values_list("barri", "rings")) == before
    load(collection(feature([SQUARE], BARRI="05")))
    assert list(Outline.objects.values_list("barri", flat=True)) == ["05"]


def geometry(**changes):
    return collection({"type": "Feature", "properties": {"BARRI": "01"}, "geometry": changes})


def ring_of(*positions):
    return collection(feature([positions], BARRI="01"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("BARRI;NOM\n01;el Raval", "not JSON"),
        ("", "not JSON"),
        ("[" * 200_000, "not JSON"),
        ([{"codi_barri": 1, "geometria_wgs84": "POLYGON ((2.1 41.3, 2.2 41.3, 2.2 41.4))"}], "FeatureCollection"),
        ({"type": "Topology"}, "FeatureCollection"),
        ({"type": "FeatureCollection"}, "FeatureCollection"),
        (collection("el Raval"), "not a GeoJSON Feature"),
        (collection(), "no barri"),
        (collection(feature([SQUARE], BARRI="99")), "Feature number 1: “99”"),
        (collection(feature([SQUARE], NOM="Badalona")), "“Badalona”"),
        (collection(feature([SQUARE], AREA=3)), "barri is missing"),
        (collection({"type": "Feature", "properties": None}), "barri is missing"),
        (collection(*[feature([SQUARE], BARRI="01", NOM="el Raval")] * 2), "el Raval is twice"),
        (collection(feature([SQUARE], BARRI="01"), crs={"properties": {"name": "EPSG:23031"}}), "EPSG:23031"),
        (collection(feature([SQUARE], BARRI="01"), crs="?"), "coordinate system"),
        (geometry(type="Point", coordinates=[2.1, 41.4]), "“Point”"),
        (collection({"type": "Feature", "properties": {"BARRI": "01"}, "geometry": None}), "only Polygon"),
        (geometry(type="Polygon"), "cannot be read"),
        (geometry(type="Polygon", coordinates=[SQUARE[0]]), "cannot be read"),
        (ring_of(("2.1", "41.4"), ("2.2", "41.4")), "cannot be read"),
        (ring_of((2.1, 41.4), (2.1,), (2.15, 41.4)), "cannot be read"),
        (ring_of(), "is empty"),
        (ring_of((2.1, 41.4), (2.11, 41.4), (2.1, 41.4)), "is empty"),
        (ring_of(*((y, x) for x, y in SQUARE)), "not in Barcelona"),
        (ring_of((2.8, 41.98), (2.9, 41.98), (2.9, 41.9)), "2.8, 41.98 is not in Barcelona"),
        (ring_of((float("nan"), 41.4), (2.1, 41.4), (2.1, 41.45)), "not in Barcelona"),
        (ring_of((10**400, 10**400), (2.1, 41.4), (2.1, 41.45)), "not in Barcelona"),
        (ring_of((430_000, 1e300), (430_100, 4_581_000), (430_200, 4_582_000)), "not in Barcelona"),
        (collection(feature([SQUARE], BARRI="01"), crs=UTM), "not in Barcelona"),
        (collection(feature([cell(3, 2)], BARRI="01"), crs=DEGREES), "not in Barcelona"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(load, content, words):
    load(city())
    before = dict(Outline.objects.values_list("barri", "rings"))
    if isinstance(content, dict) and content.get("features"):
        content = {**content, "features": [feature([SQUARE], BARRI="73")] + content["features"]}
        words = words.replace("number 1:", "number 2:")
    with pytest.raises(CommandError) as failure:
        load(content if isinstance(content, str) else json.dumps(content))
    assert words in str(failure.value)
    assert dict(Outline.objects.values_list("barri", "rings")) == before


def test_a_file_that_is_not_there_is_said():
    with translation.override("en"), pytest.raises(CommandError) as failure:
        call_command("load_boundaries", "/nowhere/barris.geojson")
    assert "/nowhere/barris.geojson" in str(failure.value)


def test_without_barris_the_command_says_what_to_do_first(load):
    Barri.objects.all().delete()
    with pytest.raises(CommandError) as failure:
        load(city())
    assert "load_territory" in str(failure.value)


@pytest.mark.parametrize("rings", [[], [[]], [[[2.1, 41.4], [2.2, 41.4]]]])
def test_an_outline_without_a_ring_is_refused_by_the_model_and_by_the_database(territory, rings):
    outline = Outline(barri_id="01", rings=rings)
    with pytest.raises(ValidationError):
        outline.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        outline.save()


def test_the_outlines_around_a_barri_are_its_own_and_its_neighbours(load, django_assert_num_queries):
    load(city())
    raval = Barri.objects.get(pk="01")
    with django_assert_num_queries(1):
        around = {outline.barri_id for outline in Outline.objects.around(raval)}
    assert around == {"01", "02", "07", "10", "11", "12"}
