"""What cannot be taken back is asked about first, on a page that says what will follow and changes nothing."""

import pytest
from django.urls import reverse

from energies.curation.models import Submission
from gatherings import letters, places
from gatherings.follow_up import deciding
from gatherings.follow_up.forms import form_of
from gatherings.models import Activity, FollowUp, Gathering, Registration
from tests.fuzz.pages import Page
from tests.gatherings.conftest import in_days

pytestmark = pytest.mark.django_db
ROWS = (Activity, FollowUp, Gathering, Registration, Submission)


def rows():
    return [sorted(map(repr, model._base_manager.values_list())) for model in ROWS]


def ask_then_do(client, path, **data):
    """Post an act; check that it is asked about and nothing has changed; send the page’s form, and return its text."""
    before = rows()
    asked = client.post(path, data)
    assert asked.status_code == 200 and "Què passarà" in asked.text and rows() == before
    (form,) = [one for one in Page(path, asked.text).forms if "sure" in one.inputs]
    assert form.action == path
    sent = {name: one.values for name, one in form.inputs.items()}
    assert client.post(path, sent).status_code == 302 and rows() != before
    return asked.text


def test_giving_ones_place_back(client, comes):
    one = comes("Aina")
    path = reverse("registration_act", args=[letters.token_of(one)])
    text = ask_then_do(client, path, act="cancel")
    assert "si algú s’espera" in text and Registration.objects.get().state == "cancelled"


def test_giving_back_the_place_of_somebody_who_telephoned(host, make_activity, supper):
    activity = make_activity("Taller", sign_up="required", capacity=2)
    activity.parties.set(supper.parties.all())
    one = places.sign_up(activity, name="Biel", email="biel@exemple.cat")
    places.confirm(one)
    text = ask_then_do(host, reverse("sign_up_act", args=[activity.pk, one.pk]), act="cancel", page="1")
    assert "Biel" in text and Registration.objects.get(pk=one.pk).state == "cancelled"


def test_adding_to_a_programme_that_is_public(team, make_gathering, make_waiting):
    gathering = make_gathering(stage="published")
    late = make_waiting(gathering, starts_at=in_days(30))
    text = ask_then_do(team, reverse("board_act", args=[gathering.number, late.pk]), act="publish")
    assert late.name in text.replace("&#x27;", "'") and Activity.objects.filter(pk=late.pk).exists()


@pytest.mark.parametrize(
    ("act", "words"), [("approve", "1 acord canviarà d’estat"), ("decline", "No es publicarà res")]
)
def test_what_is_done_with_an_answer(team, asked, reply, act, words):
    form = reply("done", gain="Una sala oberta")
    deciding.answer(asked, _values(asked, form))
    asked.refresh_from_db()
    path = reverse("follow_up_decide", args=[asked.gathering.number, asked.pk])
    assert words in ask_then_do(team, path, act=act, seen=asked.seen)


def _values(asked, data):
    form = form_of(asked, data)
    assert form.is_valid(), form.errors
    return form.values()
