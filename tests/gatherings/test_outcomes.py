"""What a Trobada left: shown on its page and the barri's once its return is published, with how it goes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gatherings.models import Outcome
from gatherings.steps import WrongStep
from tests.gatherings.conftest import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering(make_gathering):
    one = make_gathering(stage="returned", starts_on=in_days(-100).date())
    one.barris.add("01")
    return one


@pytest.fixture
def make_outcome(gathering, make_entity):
    def make(text="Un acord per compartir sales", **fields):
        fields = {"kind": "agreement", "axis": "territory", "barri_id": "01", **fields}
        one = Outcome.everything.create(gathering=gathering, text=text, **fields)
        one.entities.add(make_entity("Ateneu de mostra"))
        return one

    return make


def test_the_trobada_and_the_barri_say_what_it_left_and_who_carries_it(client, gathering, make_outcome):
    make_outcome(due_on="2027-03-01")
    for path in (gathering.get_absolute_url(), "/barris/el-raval/"):
        page = client.get(path).text
        assert "Un acord per compartir sales" in page and "Per començar" in page and "Ateneu de mostra" in page
        assert "1 de març de 2027" in page


@pytest.mark.parametrize("stage", ["closed", "under_way"])
def test_nothing_shows_before_the_return_is_published(client, gathering, make_outcome, stage):
    make_outcome()
    gathering.stage = stage
    gathering.save()
    for path in (gathering.get_absolute_url(), "/barris/el-raval/"):
        assert "Un acord per compartir sales" not in client.get(path).text


def test_a_hidden_trobada_takes_what_it_left_with_it(client, gathering, make_outcome, staff_user):
    make_outcome()
    gathering.hide(by=staff_user, why="prova")
    assert "Un acord" not in client.get("/barris/el-raval/").text


def test_how_it_goes_is_kept_and_told(client, gathering, make_outcome, staff_user):
    outcome = make_outcome()
    outcome.turn("under_way", by=staff_user, note="Ens hem trobat dos cops.", months=3)
    outcome.turn("done", by=staff_user, note="Signat.", months=6)
    page = client.get(gathering.get_absolute_url()).text
    assert "Fet" in page and "Ens hem trobat dos cops." in page and "3 mesos després" in page and "Signat." in page


def test_given_up_says_why(make_outcome):
    outcome = make_outcome()
    with pytest.raises(WrongStep):
        outcome.turn("dropped")
    outcome.turn("dropped", note="Ningú no hi tenia temps.")
    assert Outcome.objects.get().reason == "Ningú no hi tenia temps."


@pytest.mark.parametrize("fields", [{"text": ""}, {"state": "dropped"}], ids=["no text", "given up without a reason"])
def test_an_outcome_holds_together(gathering, fields):
    one = Outcome(**{"gathering": gathering, "kind": "agreement", "axis": "debate", "text": "x", **fields})
    with pytest.raises(ValidationError):
        one.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


@pytest.mark.parametrize("number", [3, 30])
def test_many_cost_no_more_queries(client, gathering, make_outcome, number, django_assert_max_num_queries):
    for each in range(number):
        make_outcome(f"Acord {each}").turn("under_way")
    with django_assert_max_num_queries(35):
        client.get(gathering.get_absolute_url())
