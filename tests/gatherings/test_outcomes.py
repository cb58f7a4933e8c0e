"""What a Trobada left: shown on its page and the barri's once its return is published, with how it goes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from energies.curation.history import changes_of
from energies.kernel.transitions import TransitionNotAllowed
from gatherings.models import Outcome
from tests.projects.test_admin import form_of

pytestmark = pytest.mark.django_db


def test_the_trobada_and_the_barri_say_what_it_left_and_who_carries_it(client, returned, make_outcome):
    make_outcome(due_on="2027-03-01")
    for path in (returned.get_absolute_url(), "/barris/el-raval/"):
        page = client.get(path).text
        assert "Un acord per compartir sales" in page and "Per començar" in page and "Ateneu de mostra" in page
        assert "1 de març de 2027" in page


@pytest.mark.parametrize("stage", ["closed", "under_way"])
def test_nothing_shows_before_the_return_is_published(client, returned, make_outcome, stage):
    make_outcome()
    returned.stage = stage
    returned.save()
    for path in (returned.get_absolute_url(), "/barris/el-raval/"):
        assert "Un acord per compartir sales" not in client.get(path).text


def test_a_hidden_trobada_takes_what_it_left_with_it(client, returned, make_outcome, staff_user):
    make_outcome()
    returned.hide(by=staff_user, why="prova")
    assert "Un acord" not in client.get("/barris/el-raval/").text


def test_how_it_goes_is_kept_and_told(client, returned, make_outcome, staff_user):
    outcome = make_outcome()
    outcome.change_state("under_way", by=staff_user, note="Ens hem trobat dos cops.", months=3)
    outcome.change_state("done", by=staff_user, note="Signat.", months=6)
    page = client.get(returned.get_absolute_url()).text
    assert "Fet" in page and "Ens hem trobat dos cops." in page and "3 mesos després" in page and "Signat." in page


def test_given_up_says_why(make_outcome):
    outcome = make_outcome()
    with pytest.raises(TransitionNotAllowed):
        outcome.change_state("dropped")
    outcome.change_state("dropped", note="Ningú no hi tenia temps.")
    assert Outcome.objects.get().reason == "Ningú no hi tenia temps."


@pytest.mark.parametrize("fields", [{"text": ""}, {"state": "dropped"}], ids=["no text", "given up without a reason"])
def test_an_outcome_holds_together(returned, fields):
    one = Outcome(**{"gathering": returned, "kind": "agreement", "axis": "debate", "text": "x", **fields})
    with pytest.raises(ValidationError):
        one.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


@pytest.mark.parametrize("number", [3, 30])
def test_many_cost_no_more_queries(client, returned, make_outcome, number, django_assert_max_num_queries):
    for each in range(number):
        make_outcome(f"Acord {each}").change_state("under_way")
    with django_assert_max_num_queries(35):
        client.get(returned.get_absolute_url())


def test_the_team_says_in_the_admin_how_it_stands_and_each_turn_is_kept(team, make_outcome):
    outcome = make_outcome()
    address = reverse("admin:gatherings_outcome_change", args=[outcome.pk])
    team.post(address, form_of(team, address))
    said = {"state": "stopped", "reason": "Falta qui tingui les claus."}
    assert team.post(address, form_of(team, address) | said).status_code == 302
    assert [step.state for step in outcome.steps.order_by("pk")] == ["to_start", "stopped"]
    assert Outcome.objects.get().reason == "Falta qui tingui les claus."
    answer = team.post(address, form_of(team, address) | {"state": "done"})
    assert answer.status_code == 200 and "deixa el motiu en blanc" in answer.text
    assert changes_of(outcome).count() >= 1
