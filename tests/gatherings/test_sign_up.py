"""Signing up without an account: a place is held, confirmed, waited for, offered, given back; never one too many."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from energies.kernel.transitions import TransitionNotAllowed
from gatherings import letters, places
from gatherings.models import Activity, Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(make_activity):
    """A supper in a week with room for ten."""
    return make_activity(sign_up="required", capacity=10)


@pytest.fixture
def sign_up(client, activity, django_capture_on_commit_callbacks):
    """Returns a function that fills in the form, and returns the answer."""

    def post(name="Aina", **data):
        data = {"name": name, "email": f"{name.lower()}@exemple.cat", "people": "1", "understood": "on"} | data
        with django_capture_on_commit_callbacks(execute=True):
            return client.post("/activitats/sopar-d-olla/apunta-t-hi/", data)

    return post


@pytest.fixture
def press(client, django_capture_on_commit_callbacks):
    """Returns a function that opens the page of the last letter to somebody and presses a button of it."""

    def post(name, act, **data):
        link = [
            re.search(r"http://\S+", one.body)[0] for one in mail.outbox if one.to == [f"{name.lower()}@exemple.cat"]
        ][-1]
        path = link.removeprefix("http://127.0.0.1:8000")
        assert client.get(path).status_code == 200
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(f"{path}acte/", {"act": act, "sure": "1", **data}, follow=True)

    return post


def states():
    return {one.name: one.state for one in Registration.objects.all()}


def taken():
    """Return how many people hold places, as counted and as the activity has it: always the same."""
    counted, kept = Registration.objects.holding().people(), Activity.everything.get().taken
    assert counted == kept
    return kept


def test_a_place_is_held_confirmed_by_link_and_given_back(client, sign_up, press, activity):
    assert "Queden 10 places" in client.get(activity.get_absolute_url()).text
    assert "Mira el correu" in sign_up(people="2").text
    assert states() == {"Aina": "unconfirmed"} and taken() == 2
    assert "Confirma el teu lloc" in mail.outbox[0].subject
    assert "T’hi esperem" in press("Aina", "confirm").text
    assert states() == {"Aina": "confirmed"} and "Tens lloc" in mail.outbox[1].subject
    assert "Queden 8 places" in client.get(activity.get_absolute_url()).text
    press("Aina", "cancel")
    assert states() == {"Aina": "cancelled"} and taken() == 0


def test_following_the_link_alone_changes_nothing(client, sign_up):
    sign_up()
    client.get(re.search(r"http://127.0.0.1:8000(\S+)", mail.outbox[0].body)[1])
    assert states() == {"Aina": "unconfirmed"}


def test_when_it_is_full_one_waits_and_is_told_how_many_are_ahead(client, sign_up, press, activity):
    sign_up("Aina", people="6"), sign_up("Biel", people="4")
    assert "Completa" in client.get(activity.get_absolute_url()).text
    sign_up("Cesc"), sign_up("Duna")
    assert states() == {"Aina": "unconfirmed", "Biel": "unconfirmed", "Cesc": "waiting", "Duna": "waiting"}
    assert "llista d’espera" in mail.outbox[-1].subject
    link = re.search(r"http://127.0.0.1:8000(\S+)", mail.outbox[-1].body)[1]
    assert "Tens 1 persona al davant" in client.get(link).text


def test_a_freed_place_is_offered_in_order_and_taken_by_a_button(sign_up, press):
    sign_up("Aina", people="6"), sign_up("Biel", people="4"), sign_up("Cesc", people="2"), sign_up("Duna", people="3")
    press("Biel", "cancel")
    assert states()["Cesc"] == "offered" and states()["Duna"] == "waiting" and taken() == 8
    assert "Hi ha lloc per a tu" in mail.outbox[-1].subject
    press("Cesc", "confirm")
    assert states()["Cesc"] == "confirmed" and taken() == 8


def test_nobody_who_comes_later_passes_those_who_wait(sign_up, press):
    sign_up("Aina", people="6"), sign_up("Biel", people="4"), sign_up("Cesc", people="6")
    sign_up("Duna", people="4")
    press("Biel", "cancel")
    sign_up("Elna", people="1")
    assert (states()["Cesc"], states()["Duna"], states()["Elna"]) == ("waiting", "offered", "waiting")


def test_a_group_that_does_not_fit_is_passed_three_times_and_no_more(activity):
    places.sign_up(activity, name="Tots", people=6), places.sign_up(activity, name="Quatre", people=4)
    places.sign_up(activity, name="Grup", people=6)
    for number in range(5):
        places.sign_up(activity, name=f"Sol {number}", people=1)
    places.cancel(Registration.objects.get(name="Quatre"))
    assert [one.name for one in Registration.objects.filter(state="offered")] == ["Sol 0", "Sol 1", "Sol 2"]
    assert Registration.objects.get(name="Grup").passed == 3 and taken() == 9
    places.cancel(Registration.objects.get(name="Tots"))
    assert Registration.objects.get(name="Grup").state == "offered", "seven are free, and it goes first"


def test_who_does_not_confirm_in_time_loses_the_place_and_it_goes_to_the_next(activity, monkeypatch):
    places.sign_up(activity, name="Lenta", email="lenta@exemple.cat", people=6)
    places.sign_up(activity, name="Tots", people=4), places.sign_up(activity, name="Ràpida", people=2)
    Registration.objects.filter(name="Lenta").update(held_until=timezone.now() - timedelta(minutes=1))
    assert places.free_late() == 1 and places.free_late() == 0
    assert states() == {"Lenta": "expired", "Tots": "unconfirmed", "Ràpida": "offered"} and taken() == 6
    with pytest.raises(TransitionNotAllowed):
        places.confirm(Registration.objects.get(name="Lenta"))


def test_a_place_is_held_no_longer_than_until_it_begins(sign_up, activity):
    begins = timezone.now() + timedelta(minutes=10)
    Activity.everything.update(starts_at=begins, ends_at=begins + timedelta(hours=2))
    sign_up()
    assert Registration.objects.get().held_until == begins


def test_the_agenda_is_narrowed_to_where_one_still_fits(client, activity, make_activity):
    make_activity("Sense límit")
    places.sign_up(activity, name="Tots", people=6), places.sign_up(activity, name="Més", people=4)
    page = client.get("/agenda/?places=on").text
    assert "Sense límit" in page and "Sopar d’olla" not in page and "Amb places lliures" in page


def test_places_kept_aside_are_nobodys(activity):
    Activity.everything.update(reserved=9)
    activity.refresh_from_db()
    assert places.sign_up(activity, name="Una").state == "unconfirmed"
    assert places.sign_up(activity, name="Altra").state == "waiting"


def test_one_comes_with_more_only_if_they_fit(sign_up, press):
    sign_up("Aina", people="2"), sign_up("Biel", people="5")
    press("Aina", "people", people="5")
    assert Registration.objects.get(name="Aina").people == 5 and taken() == 10
    assert "no hi caben" in press("Aina", "people", people="6").text
    press("Aina", "people", people="1")
    assert taken() == 6


def test_who_has_a_place_brings_nobody_past_those_who_wait(sign_up, press):
    sign_up("Aina", people="2"), sign_up("Biel", people="6"), sign_up("Cesc", people="2"), sign_up("Duna", people="6")
    press("Cesc", "cancel")
    assert states()["Duna"] == "waiting" and taken() == 8, "two are free, and six wait for them"
    assert "Hi ha gent que espera" in press("Aina", "people", people="4").text
    assert Registration.objects.get(name="Aina").people == 2 and taken() == 8
    press("Aina", "people", people="1")
    assert Registration.objects.get(name="Aina").people == 1, "giving places back is another thing"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "res"}, "email"),
        ({"people": "7"}, "people"),
        ({"people": "molts"}, "people"),
        ({"understood": ""}, "understood"),
        ({"needs": "childcare"}, "needs_agreed"),
        ({"needs_note": "Sóc al·lèrgica"}, "needs_agreed"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_beside_the_field(sign_up, wrong, field):
    answer = sign_up(**wrong)
    assert answer.status_code == 422 and f'id="id_{field}_error"' in answer.text
    assert not Registration.objects.exists() and not mail.outbox


def test_what_one_needs_is_kept_only_with_consent(sign_up):
    sign_up(needs=["sign_language"], needs_agreed="on")
    there = Registration.objects.get()
    assert there.needs == ["sign_language"] and there.needs_agreed_at
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.update(needs_agreed_at=None)


@pytest.mark.parametrize(
    "fields", [{"sign_up": "none"}, {"starts_at": -2}, {"status": "cancelled", "status_reason": "Plou"}]
)
def test_one_cannot_sign_up_for_what_needs_none_has_begun_or_is_cancelled(client, make_activity, fields):
    if "starts_at" in fields:
        fields = {"starts_at": timezone.now() - timedelta(hours=1)}
    activity = make_activity(**{"sign_up": "required"} | fields)
    answer = client.get(f"{activity.get_absolute_url()}apunta-t-hi/")
    assert answer.status_code == 409 and "No s’hi pot apuntar" in answer.text


def test_nobody_finds_a_registration_without_its_link(client, sign_up):
    sign_up()
    pk = Registration.objects.get().pk
    assert client.get(f"/inscripcio/{pk}/").status_code == 404
    assert client.get(f"/inscripcio/{letters.token_of(Registration(pk=pk))}x/").status_code == 404


def test_the_database_itself_sells_none_too_many(activity):
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.everything.update(taken=11)


def test_writing_the_activity_forgets_nobody_who_has_just_signed_up(activity):
    stale = Activity.objects.get()
    places.sign_up(activity, name="Aina", people=3)
    stale.summary = "Una altra frase."
    stale.save()
    assert taken() == 3


@pytest.mark.at_once
@pytest.mark.django_db(transaction=True)
def test_two_hundred_people_at_once_get_thirty_places(make_activity):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a SQLite database in memory is one connection’s alone: set TEST_SQLITE_FILE")
    activity = make_activity(sign_up="required", capacity=30)
    # As many at once as a process has connections (DATABASE_POOL), of which this thread holds one: it gives it back.
    connections.close_all()
    barrier, wrong = Barrier(8), []

    def run(number):
        barrier.wait()
        try:
            for each in range(25):
                places.sign_up(activity, name=f"{number}-{each}", email=f"p{number}-{each}@exemple.cat")
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [] and Registration.objects.count() == 200
    for one in Registration.objects.filter(state="unconfirmed"):
        places.confirm(one)
    confirmed = Registration.objects.filter(state="confirmed")
    waiting = Registration.objects.filter(state="waiting")
    assert (confirmed.count(), waiting.count(), taken()) == (30, 170, 30)
    assert max(confirmed.values_list("pk", flat=True)) < min(waiting.values_list("pk", flat=True)), "in order"


def test_all_one_signed_up_for_is_in_a_calendar_by_a_secret_link(client, sign_up, make_activity):
    sign_up(), sign_up("Biel")
    other = make_activity("Passejada", sign_up="open")
    places.sign_up(other, name="Aina", email="aina@exemple.cat")
    gone = make_activity("El que no", sign_up="open")
    places.cancel(places.sign_up(gone, name="Aina", email="aina@exemple.cat"))
    there = Registration.objects.get(activity__name="Sopar d’olla", name="Aina")
    path = f"/inscripcio/{letters.token_of(there)}/calendari.ics"
    assert "webcal://127.0.0.1:8000" + path in client.get(path.removesuffix("calendari.ics")).text
    data = client.get(path).text
    assert "SUMMARY:Sopar d’olla" in data and "SUMMARY:Passejada" in data and "El que no" not in data
    assert "Biel" not in data and "Aina" not in data and "exemple.cat" not in data
    assert client.get("/inscripcio/fals/calendari.ics").status_code == 404
