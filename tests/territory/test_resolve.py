"""Which barri or district a table means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energies.kernel.geo import distance_m
from energies.territory import facts, names
from energies.territory.models import Barri, District
from energies.territory.names import UnknownBarri, UnknownDistrict, barri_code, district_code

SPELLINGS = [
    ("1", "01"), ("01", "01"), ("001", "01"), (1, "01"), ("8.0", "08"), (8.0, "08"), ("8,0", "08"), ("\ufeff08", "08"),
    ("el Raval", "01"), ("Raval", "01"), ("EL RAVAL", "01"), ("el-raval", "01"), ("Barri del Raval", "01"),
    ("\ufeffel\u00a0 Raval ", "01"), ("el&nbsp;Raval", "01"), ("Barri Gotic", "02"), ("barrio gótico", "02"),
    ("Sant Pere, Santa Caterina i La Ribera", "04"), ("St. Pere, Sta. Caterina i la Ribera", "04"),
    ("Fort Pienc", "05"), ("Sagrada Familia", "06"),
    ("la Dreta de Eixample", "07"), ("la Dreta de l'Eixample", "07"), ("DRETA DE L EIXAMPLE", "07"),
    ("Antiga Esquerra Eixample", "08"), ("l´Antiga Esquerra de l`Eixample", "08"),
    ("el Poble Sec", "11"), ("Poblesec", "11"), ("Poble-sec", "11"), ("Montjuïc", "11"),
    ("Zona Franca", "12"), ("Sants-Badal", "17"), ("Sants - Badal", "17"), ("Sants – Badal", "17"),
    ("Sants", "18"), ("Les Corts", "19"), ("la Maternitat &amp; Sant Ramon", "20"),
    ("Sant Gervasi-Galvany", "26"), ("Sant Gervasi - la Bonanova", "25"), ("St. Gervasi - Bonanova", "25"),
    ("el Putget i Farró", "27"), ("Camp d'en Grassot", "32"), ("Vall d'Hebron", "41"), ("Horta", "43"),
    ("Verdum", "51"), ("Sant Andreu", "60"), ("Sant Andreu de Palomar", "60"), ("Congrés-Indians", "62"),
    ("Poblenou", "68"), ("Poble Nou", "68"), ("Diagonal Mar", "69"), ("el Besòs", "70"),
]  # fmt: skip
UNKNOWN = ["0", "00", "74", "99", "100", "-1", "1.5", "", " ", "\ufeff", None, "None", "nan", "el", "de la", "Badalona"]
AMBIGUOUS = ["Gràcia", "Sant Gervasi", "la Marina", "la Verneda", "Sant Martí", "Eixample"]


@pytest.mark.parametrize(("text", "code"), SPELLINGS)
def test_spellings_of_a_barri(text, code):
    assert barri_code(text) == code


@pytest.mark.parametrize("barri", facts.barris(), ids=lambda barri: barri.slug)
def test_every_barri_by_code_name_slug_and_shouting(barri):
    for text in (barri.code, int(barri.code), barri.name, barri.name.replace("’", "'"), barri.slug, barri.name.upper()):
        assert barri_code(text) == barri.code


@pytest.mark.parametrize("text", UNKNOWN + AMBIGUOUS)
def test_what_is_no_barri_is_an_explicit_failure(text):
    with pytest.raises(UnknownBarri) as failure:
        barri_code(text)
    assert isinstance(failure.value, LookupError)
    assert str(failure.value)


def test_the_failure_says_what_was_asked_and_not_all_of_a_novel():
    with pytest.raises(UnknownBarri) as failure:
        barri_code("Badalona " * 2000)
    assert "Badalona" in str(failure.value)
    assert len(str(failure.value)) < 200


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2", "02"), (10.0, "10"), ("Eixample", "02"), ("l'Eixample", "02"), ("EIXAMPLE", "02"), ("Les Corts", "04"),
        ("Sarrià-St Gervasi", "05"), ("Sarria - Sant Gervasi", "05"), ("Districte de Gràcia", "06"),
        ("Sants - Montjuic", "03"), ("Horta Guinardo", "07"), ("Nou Barris", "08"), ("San Martín", "10"),
    ],
)  # fmt: skip
def test_spellings_of_a_district(text, code):
    assert district_code(text) == code


@pytest.mark.parametrize("text", ["00", "11", "", None, "None", "el Raval"])
def test_what_is_no_district_is_an_explicit_failure(text):
    with pytest.raises(UnknownDistrict):
        district_code(text)


@pytest.mark.parametrize("level", ["barri", "district"])
def test_an_alias_adds_something_and_never_means_two_places(level):
    places = facts.barris() if level == "barri" else facts.districts()
    official = {names._key(place.name) for place in places}
    keys = [names._key(alias.alias) for alias in facts.aliases(level)]
    assert len(keys) == len(set(keys))
    assert not official & set(keys)
    assert {alias.code for alias in facts.aliases(level)} <= {place.code for place in places}
    assert len(official) == len(places)


@given(st.text())
def test_any_text_is_a_barri_or_a_clear_failure(text):
    try:
        assert barri_code(text) in {barri.code for barri in facts.barris()}
    except UnknownBarri as failure:
        assert str(failure)


def test_managers_resolve_to_objects(territory):
    assert Barri.objects.resolve("POBLE SEC").name == "el Poble-sec"
    assert District.objects.resolve("Les Corts").name == "les Corts"
    with pytest.raises(UnknownBarri):
        Barri.objects.resolve("00")


def test_the_nearest_barri_and_how_far_it_is(territory):
    barri, metres = Barri.objects.nearest_to(41.3795, 2.1700)
    assert barri.name == "el Raval"
    assert metres == pytest.approx(distance_m(41.3795, 2.1700, barri.latitude, barri.longitude))
    _barri, far = Barri.objects.nearest_to(0, 0)
    assert far > 4_000_000


def test_the_nearest_barri_of_many_points_costs_one_query(territory, django_assert_num_queries):
    barris = Barri.objects.all()
    with django_assert_num_queries(1):
        assert {barris.nearest_to(barri.latitude, barri.longitude)[0] for barri in facts.barris()} == set(barris)


def test_without_barris_nothing_is_near(no_territory):
    with pytest.raises(Barri.DoesNotExist):
        Barri.objects.nearest_to(41.4, 2.17)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        # As the city's list of cultural facilities writes Codi_Barri and Nom_Barri.
        ("11", "el Poble Sec"),
        ("17", "Sants - Badal"),
        ("32", "el Camp d'en Grassot i Gràcia Nova"),
        ("64", "el Camp de l'Arpa del Clot"),
        ("69", "Diagonal Mar i el Front Marítim del Poblenou"),
    ],
)
def test_the_citys_own_table_agrees_with_itself(code, name):
    assert barri_code(name) == barri_code(code) == code
