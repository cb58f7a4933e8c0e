"""How typed text is compared, and how Catalan writes the names of places."""

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from energies.kernel.text import at_place, fold, of_place, sentence_start, sort_key
from energies.territory import facts

# name, after «a», after «de»: written by hand, one by one.
BARRIS = """
el Raval | al Raval | del Raval
el Barri Gòtic | al Barri Gòtic | del Barri Gòtic
la Barceloneta | a la Barceloneta | de la Barceloneta
Sant Pere, Santa Caterina i la Ribera | a Sant Pere, Santa Caterina i la Ribera | de Sant Pere, Santa Caterina i la Ribera
el Fort Pienc | al Fort Pienc | del Fort Pienc
la Sagrada Família | a la Sagrada Família | de la Sagrada Família
la Dreta de l’Eixample | a la Dreta de l’Eixample | de la Dreta de l’Eixample
l’Antiga Esquerra de l’Eixample | a l’Antiga Esquerra de l’Eixample | de l’Antiga Esquerra de l’Eixample
la Nova Esquerra de l’Eixample | a la Nova Esquerra de l’Eixample | de la Nova Esquerra de l’Eixample
Sant Antoni | a Sant Antoni | de Sant Antoni
el Poble-sec | al Poble-sec | del Poble-sec
la Marina del Prat Vermell | a la Marina del Prat Vermell | de la Marina del Prat Vermell
la Marina de Port | a la Marina de Port | de la Marina de Port
la Font de la Guatlla | a la Font de la Guatlla | de la Font de la Guatlla
Hostafrancs | a Hostafrancs | d’Hostafrancs
la Bordeta | a la Bordeta | de la Bordeta
Sants - Badal | a Sants - Badal | de Sants - Badal
Sants | a Sants | de Sants
les Corts | a les Corts | de les Corts
la Maternitat i Sant Ramon | a la Maternitat i Sant Ramon | de la Maternitat i Sant Ramon
Pedralbes | a Pedralbes | de Pedralbes
Vallvidrera, el Tibidabo i les Planes | a Vallvidrera, el Tibidabo i les Planes | de Vallvidrera, el Tibidabo i les Planes
Sarrià | a Sarrià | de Sarrià
les Tres Torres | a les Tres Torres | de les Tres Torres
Sant Gervasi - la Bonanova | a Sant Gervasi - la Bonanova | de Sant Gervasi - la Bonanova
Sant Gervasi - Galvany | a Sant Gervasi - Galvany | de Sant Gervasi - Galvany
el Putxet i el Farró | al Putxet i el Farró | del Putxet i el Farró
Vallcarca i els Penitents | a Vallcarca i els Penitents | de Vallcarca i els Penitents
el Coll | al Coll | del Coll
la Salut | a la Salut | de la Salut
la Vila de Gràcia | a la Vila de Gràcia | de la Vila de Gràcia
el Camp d’en Grassot i Gràcia Nova | al Camp d’en Grassot i Gràcia Nova | del Camp d’en Grassot i Gràcia Nova
el Baix Guinardó | al Baix Guinardó | del Baix Guinardó
Can Baró | a Can Baró | de Can Baró
el Guinardó | al Guinardó | del Guinardó
la Font d’en Fargues | a la Font d’en Fargues | de la Font d’en Fargues
el Carmel | al Carmel | del Carmel
la Teixonera | a la Teixonera | de la Teixonera
Sant Genís dels Agudells | a Sant Genís dels Agudells | de Sant Genís dels Agudells
Montbau | a Montbau | de Montbau
la Vall d’Hebron | a la Vall d’Hebron | de la Vall d’Hebron
la Clota | a la Clota | de la Clota
Horta | a Horta | d’Horta
Vilapicina i la Torre Llobeta | a Vilapicina i la Torre Llobeta | de Vilapicina i la Torre Llobeta
Porta | a Porta | de Porta
el Turó de la Peira | al Turó de la Peira | del Turó de la Peira
Can Peguera | a Can Peguera | de Can Peguera
la Guineueta | a la Guineueta | de la Guineueta
Canyelles | a Canyelles | de Canyelles
les Roquetes | a les Roquetes | de les Roquetes
Verdun | a Verdun | de Verdun
la Prosperitat | a la Prosperitat | de la Prosperitat
la Trinitat Nova | a la Trinitat Nova | de la Trinitat Nova
Torre Baró | a Torre Baró | de Torre Baró
Ciutat Meridiana | a Ciutat Meridiana | de Ciutat Meridiana
Vallbona | a Vallbona | de Vallbona
la Trinitat Vella | a la Trinitat Vella | de la Trinitat Vella
Baró de Viver | a Baró de Viver | de Baró de Viver
el Bon Pastor | al Bon Pastor | del Bon Pastor
Sant Andreu | a Sant Andreu | de Sant Andreu
la Sagrera | a la Sagrera | de la Sagrera
el Congrés i els Indians | al Congrés i els Indians | del Congrés i els Indians
Navas | a Navas | de Navas
el Camp de l’Arpa del Clot | al Camp de l’Arpa del Clot | del Camp de l’Arpa del Clot
el Clot | al Clot | del Clot
el Parc i la Llacuna del Poblenou | al Parc i la Llacuna del Poblenou | del Parc i la Llacuna del Poblenou
la Vila Olímpica del Poblenou | a la Vila Olímpica del Poblenou | de la Vila Olímpica del Poblenou
el Poblenou | al Poblenou | del Poblenou
Diagonal Mar i el Front Marítim del Poblenou | a Diagonal Mar i el Front Marítim del Poblenou | de Diagonal Mar i el Front Marítim del Poblenou
el Besòs i el Maresme | al Besòs i el Maresme | del Besòs i el Maresme
Provençals del Poblenou | a Provençals del Poblenou | de Provençals del Poblenou
Sant Martí de Provençals | a Sant Martí de Provençals | de Sant Martí de Provençals
la Verneda i la Pau | a la Verneda i la Pau | de la Verneda i la Pau
"""
DISTRICTS = """
Ciutat Vella | a Ciutat Vella | de Ciutat Vella
l’Eixample | a l’Eixample | de l’Eixample
Sants-Montjuïc | a Sants-Montjuïc | de Sants-Montjuïc
les Corts | a les Corts | de les Corts
Sarrià-Sant Gervasi | a Sarrià-Sant Gervasi | de Sarrià-Sant Gervasi
Gràcia | a Gràcia | de Gràcia
Horta-Guinardó | a Horta-Guinardó | d’Horta-Guinardó
Nou Barris | a Nou Barris | de Nou Barris
Sant Andreu | a Sant Andreu | de Sant Andreu
Sant Martí | a Sant Martí | de Sant Martí
"""
OTHERS = """
els Indians | als Indians | dels Indians
l'Hospitalet | a l’Hospitalet | de l’Hospitalet
Àger | a Àger | d’Àger
Ús | a Ús | d’Ús
Iowa | a Iowa | de Iowa
Huelva | a Huelva | de Huelva
Lesseps | a Lesseps | de Lesseps
EL RAVAL | al RAVAL | del RAVAL
"""


def table(text):
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]


@pytest.mark.parametrize(("name", "at", "of"), table(BARRIS) + table(DISTRICTS) + table(OTHERS))
def test_a_place_after_a_and_de(name, at, of):
    assert (at_place(name), of_place(name)) == (at, of)


def test_the_tables_above_name_every_barri_and_district():
    assert [name for name, _at, _of in table(BARRIS)] == [barri.name for barri in facts.barris()]
    assert [name for name, _at, _of in table(DISTRICTS)] == [district.name for district in facts.districts()]


@pytest.mark.parametrize(
    ("name", "opening"),
    [("el Raval", "El Raval"), ("l’Antiga Esquerra", "L’Antiga Esquerra"), ("Sants", "Sants"), ("", "")],
)
def test_a_sentence_opens_with_a_capital(name, opening):
    assert sentence_start(name) == opening


def test_names_are_filed_without_their_article():
    names = ["la Salut", "l’Antiga Esquerra", "Àger", "el Raval", "Lesseps", "les Corts", "els Indians"]
    assert sorted(names, key=sort_key) == [
        "Àger", "l’Antiga Esquerra", "les Corts", "els Indians", "Lesseps", "el Raval", "la Salut",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Educació Comunitària", "educacio comunitaria"),
        ("COL·LECTIU", "col.lectiu"),
        ("co\u0140lectiu", "collectiu"),
        ("l’Eixample", "l'eixample"),
        ("Poble-sec", "Poble  sec"),
        ("\ufeffel\u00a0Raval ", "EL RAVAL"),
        ("Sants – Badal", "sants-badal"),
        ("hort (urbà)", "hort urba"),
    ],
)
def test_spellings_that_are_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("hort", "horts"), ("cel·la", "cela"), ("हिन्दी", "हन्द")])
def test_spellings_that_differ(one, other):
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_the_fold_has_no_capitals_and_no_stray_spaces(text):
    folded = fold(text)
    assert folded == folded.casefold() == " ".join(folded.split())


@given(st.text())
def test_any_text_survives_as_a_place(text):
    assert at_place(text).startswith("a")
    assert of_place(text).startswith("d")


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ca", "al Raval, del Raval; a l’Eixample, de l’Eixample"),
        ("es", "en el Raval, del Raval; en l’Eixample, de l’Eixample"),
        ("en", "in el Raval, of el Raval; in l’Eixample, of l’Eixample"),
    ],
)
def test_templates_write_places_in_the_readers_language(language, written):
    template = Template(
        "{% load places %}{{ one|at_place }}, {{ one|of_place }}; {{ other|at_place }}, {{ other|of_place }}"
    )
    with translation.override(language):
        assert template.render(Context({"one": "el Raval", "other": "l’Eixample"})) == written
