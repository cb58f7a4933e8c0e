"""How what a Trobada left goes on: moments in order, what is still to come, and nothing of who is hidden."""

from datetime import date

import pytest

from gatherings import when
from gatherings.models import Gain

pytestmark = pytest.mark.django_db


@pytest.fixture
def gain(returned, make_entity):
    def make(text="Bancs a l’ombra.", **fields):
        fields = {"months": 3, "barri_id": "01", **fields}
        if "party" not in fields:
            fields["party"] = make_entity("Casal").party
        return Gain.everything.create(gathering=returned, text=text, **fields)

    return make


def test_moments_are_told_in_order_and_the_next_one_is_announced(client, returned, make_outcome, gain):
    outcome = make_outcome()
    outcome.change_state("under_way", note="Dos cops.", months=3)
    gain()
    page = client.get(returned.get_absolute_url()).text
    assert page.index("Als 3 mesos") < page.index("Als 6 mesos") < page.index("Al cap d’un any")
    assert page.count("preguntarem com va") == 2 and "Ateneu de mostra" in page.partition("preguntarem com va")[2]


def test_what_was_asked_and_nobody_answered_yet_is_said(client, returned, make_outcome):
    make_outcome()
    assert "Encara no en sabem res" in client.get(returned.get_absolute_url()).text


def test_what_is_said_in_another_language_is_marked(client, returned, make_outcome, gain):
    make_outcome().change_state("under_way", note="Vamos bien.", months=3, lang="es")
    gain("Una sombra.", lang="es")
    page = client.get(returned.get_absolute_url()).text
    assert (
        '<p lang="es" dir="auto">Vamos bien.</p>' in page
        and '<div lang="es" dir="auto"><p>Una sombra.</p></div>' in page
    )


def test_a_barri_reads_its_own_and_what_is_of_all(client, returned, make_outcome, gain):
    returned.barris.add("11")
    make_outcome("Acord del Raval").change_state("under_way", months=3)
    gain("Només al Raval.")
    gain("A tot arreu.", barri_id=None)
    raval, poble_sec = client.get("/barris/el-raval/").text, client.get("/barris/el-poble-sec/").text
    assert "Acord del Raval" in raval and "Només al Raval." in raval and "A tot arreu." in raval
    assert "Acord del Raval" not in poble_sec and "Només al Raval." not in poble_sec and "A tot arreu." in poble_sec


@pytest.mark.parametrize("what", ["party", "gathering", "stage"])
def test_nothing_of_who_is_hidden_shows(client, returned, gain, make_entity, staff_user, what):
    entity = make_entity("Casal")
    gain(party=entity.party)
    if what == "stage":
        returned.stage = "closed"
        returned.save()
    else:
        {"party": entity, "gathering": returned}[what].hide(by=staff_user, why="prova")
    for path in (returned.get_absolute_url(), "/barris/el-raval/", "/trobades/que-han-deixat/"):
        assert "Bancs a l’ombra." not in client.get(path).text


@pytest.mark.parametrize(("path", "most"), [("/trobades/espais-que-cuiden/", 24), ("/barris/el-raval/", 36)])
@pytest.mark.parametrize("number", [3, 30])
def test_many_cost_no_more_queries(
    client, make_outcome, gain, make_entity, path, most, number, django_assert_max_num_queries
):
    for each in range(number):
        make_outcome(f"Acord {each}").change_state("under_way", months=3, note="Va.")
        gain(f"Guany {each}", party=make_entity(f"Casal {each}").party)
    client.get("/barris/porta/")  # the map of the city is made once
    with django_assert_max_num_queries(most):
        client.get(path)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2031, 5, 1), "al maig de 2031"),
        (date(2031, 4, 1), "a l’abril de 2031"),
        (date(2031, 8, 1), "a l’agost de 2031"),
    ],
)
def test_a_month_takes_its_preposition(day, words):
    assert when.in_month(day) == words
