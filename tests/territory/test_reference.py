"""The reference data and how it gets into the database."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from energies.kernel.geo import in_barcelona
from energies.territory import facts, reference
from energies.territory.models import Barri, District


def test_there_are_ten_districts_and_seventy_three_barris(territory):
    assert District.objects.count() == 10
    assert Barri.objects.count() == 73
    assert [barri.code for barri in Barri.objects.all()] == [f"{code:02}" for code in range(1, 74)]


def test_each_district_has_its_barris(territory):
    sizes = {district.name: len(district.barris.all()) for district in District.objects.with_barris()}
    assert sizes["Ciutat Vella"] == 4
    assert sizes["les Corts"] == 3
    assert sizes["Nou Barris"] == 13
    assert sum(sizes.values()) == 73


def test_districts_and_their_barris_are_two_queries(territory, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert [barri.code for district in District.objects.with_barris() for barri in district.barris.all()]


def test_a_barri_keeps_its_official_facts(territory):
    raval = Barri.objects.get(pk="01")
    assert (raval.name, raval.title, raval.slug, str(raval.district)) == (
        "el Raval", "El Raval", "el-raval", "Ciutat Vella",
    )  # fmt: skip
    assert (raval.latitude, raval.longitude, raval.area_ha) == (41.379, 2.17044, 110)
    assert set(raval.neighbours.values_list("code", flat=True)) == {"02", "07", "10", "11", "12"}


def test_the_187_pairs_of_neighbours_are_symmetric_and_never_oneself():
    pairs = {(barri.code, other) for barri in facts.barris() for other in barri.neighbours}
    assert len(pairs) == 2 * 187
    assert all((other, one) in pairs and one != other for one, other in pairs)


def test_no_two_barris_share_a_hexagon_and_every_point_is_in_the_city():
    assert len({(barri.hex_q, barri.hex_r) for barri in facts.barris()}) == 73
    assert all(in_barcelona(barri.latitude, barri.longitude) for barri in facts.barris())


def test_names_carry_the_typographic_apostrophe():
    names = [place.name for place in (*facts.barris(), *facts.districts())]
    assert "l’Antiga Esquerra de l’Eixample" in names
    assert not [name for name in names if "'" in name]


def test_loading_again_mends_what_changed_and_doubles_nothing(territory):
    Barri.objects.filter(pk="01").update(name="el Xino")
    Barri.objects.get(pk="01").neighbours.set(["73"])
    reference.load()
    raval = Barri.objects.get(pk="01")
    assert raval.name == "el Raval"
    assert set(raval.neighbours.values_list("code", flat=True)) == {"02", "07", "10", "11", "12"}
    assert Barri.objects.count() == 73
    assert Barri.neighbours.through.objects.count() == 2 * 187


def test_the_command_loads_and_says_so(no_territory):
    told = StringIO()
    call_command("load_territory", stdout=told)
    assert (District.objects.count(), Barri.objects.count()) == (10, 73)
    assert Barri.neighbours.through.objects.count() == 2 * 187
    assert "Territory: 156/156" in told.getvalue()


def test_progress_grows_up_to_the_total(no_territory):
    steps = []
    reference.load(lambda done, total: steps.append((done, total)))
    assert steps == [(10, 156), (83, 156), (156, 156)]


@pytest.mark.parametrize("code", ["1", "A1", ""])
def test_a_code_that_is_not_two_digits_is_refused_in_words(db, code):
    with pytest.raises(ValidationError) as refusal:
        District(code=code, name="el Delta", slug="el-delta").validate_constraints()
    assert refusal.value.messages
