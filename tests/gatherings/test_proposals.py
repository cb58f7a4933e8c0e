"""Activities that entities propose: for the agenda, for the call of a Trobada, and changes to them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from energies.accounts.models import User
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.vocabulary.models import Language, Theme
from gatherings.models import Activity, Gathering, Notice

PATH = "/participa/registra/activitat/"


@pytest.fixture
def entity(make_entity, vocabulary):
    return make_entity("Hort Nostre")


@pytest.fixture
def author(client, entity):
    """Somebody signed in who keeps the entity up."""
    person = User.objects.create_user("nosaltres@exemple.cat", language="ca")
    entity.editors.add(person)
    client.force_login(person)
    return person


@pytest.fixture
def supper(entity):
    """What one types for a supper in ten days."""
    return {
        "name": "Sopar d’olla", "lang": "ca", "organisers": f"entity.{entity.pk}", "summary": "Cadascú porta el seu plat.",
        "axis": "activities", "kind": "meal", "themes": ["food"], "languages": ["ca"], "audience": "everybody",
        "day": (timezone.localdate() + timedelta(days=10)).isoformat(), "starts": "20.30", "ends": "23:00",
        "venue": "Hort de mostra", "barri": "01", "exposure": "exact", "free": "on", "sign_up": "none", "capacity": "40",
        "childcare": "yes", "understood": "on", "send": "1",
    }  # fmt: skip


@pytest.fixture
def calling(make_gathering):
    today = timezone.localdate()
    return make_gathering(
        stage="call_open",
        call_opens_on=today,
        call_closes_on=today + timedelta(days=5),
        call_notes="Digueu-nos la sala.",
    )


@pytest.fixture
def decide(staff_user, let_in):
    """Returns a function by which the team decides the proposal sent last."""
    team = let_in(Client(), staff_user)

    def post(act="approve", **data):
        one = Submission.objects.latest("pk")
        team.post(f"/gestio/{one.pk}/decideix/", {"act": act, "revision": one.revision, **data})
        return Submission.objects.get(pk=one.pk)

    return post


def test_approved_it_is_in_the_agenda_as_it_was_written(client, author, supper, decide):
    client.post(PATH, supper)
    sent = Submission.objects.get()
    assert sent.state == "pending" and "Sopar d’olla" not in client.get("/agenda/").text
    assert decide().state == "approved"
    assert "Sopar d’olla" in client.get("/agenda/").text
    activity = Activity.objects.get()
    assert activity.themes.get() == Theme.objects.get(key="food")
    assert activity.languages.get() == Language.objects.get(key="ca")
    there = get("activity").values_of(activity)
    told = {name: value for name, value in sent.values.items() if name in there}
    assert told == {name: there[name] for name in told} and {"starts", "venue", "organisers", "childcare"} <= set(told)


def test_for_a_call_one_says_how_long_and_reads_what_the_call_asks(client, author, supper, calling, decide):
    page = client.get(f"{PATH}?gathering={calling.number}").text
    assert "Digueu-nos la sala." in page and f'<option value="{calling.pk}" selected' in page
    answer = client.post(PATH, supper | {"gathering": calling.pk})
    assert answer.status_code == 422 and "Digues quant dura" in answer.text
    client.post(PATH, supper | {"gathering": calling.pk, "minutes": "90", "availability": "Dissabte no"})
    assert decide().state == "approved"
    activity = Activity.everything.get()
    assert (activity.gathering, activity.minutes, activity.starts_at) == (calling, 90, None)
    assert not activity.published and client.get(activity.get_absolute_url()).status_code == 404


def test_what_was_sent_in_time_is_approved_after_the_call_has_closed(client, author, supper, calling, decide):
    client.post(PATH, supper | {"gathering": calling.pk, "minutes": "90"})
    Gathering.objects.update(stage="in_progress")
    assert decide().state == "approved" and Activity.everything.get().gathering == calling


def test_nothing_is_sent_to_a_call_that_is_closed(client, author, supper, calling):
    Gathering.objects.update(stage="in_progress")
    answer = client.post(PATH, supper | {"gathering": calling.pk, "minutes": "90"})
    assert answer.status_code == 422 and "ja està tancada" in answer.text and "Sopar d’olla" in answer.text
    assert not Submission.objects.exclude(state="draft").exists()


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"venue": ""}, "venue", "Digues on és"),
        ({"starts": ""}, "starts", "Digues quan comença"),
        ({"starts": "a la tarda"}, "starts", "Escriu una hora"),
        ({"day": "2020-01-01"}, "day", "Aquell dia ja ha passat"),
        ({"last_day": "2020-01-01"}, "last_day", "No pot acabar abans de començar"),
        ({"price": "5 €"}, "price", "una de les dues coses"),
        ({"free": ""}, "price", "una de les dues coses"),
        ({"sign_up": "external"}, "sign_up_url", "Escriu on cal apuntar-se"),
        ({"capacity": "molta"}, "capacity", "Escriu un número"),
        ({"organisers": []}, "organisers", "Tria qui l’organitza"),
        ({"organisers": "entity.999"}, "organisers", ""),
        ({"summary": "x" * 161}, "summary", "160"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_beside_the_field_and_nothing_typed_is_lost(client, author, supper, wrong, field, words):
    answer = client.post(PATH, supper | wrong)
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert words in " ".join(answer.context["form"].errors[field])
    assert "Sopar d’olla" in answer.text and "Per enviar-ho, arregla això" in answer.text


def test_an_organiser_moves_it_and_everybody_reads_why(client, author, supper, decide):
    client.post(PATH, supper)
    decide()
    activity = Activity.objects.get()
    client.post(f"/el-meu-espai/canvia/activity/{activity.pk}/")
    draft = Submission.objects.get(state="draft")
    moved = {"starts": "21:00", "status_reason": "Acabem més tard de plegar."}
    client.post(f"/el-meu-espai/propostes/{draft.pk}/edita/", supper | moved)
    assert decide().state == "approved"
    assert Notice.objects.get().act == "moved" and Activity.objects.get().is_moved
    assert "Acabem més tard de plegar." in client.get(activity.get_absolute_url()).text


def test_an_organiser_cancels_it_saying_why(client, author, supper, decide):
    client.post(PATH, supper)
    decide()
    activity = Activity.objects.get()
    client.post(f"/el-meu-espai/canvia/activity/{activity.pk}/")
    draft = Submission.objects.get(state="draft")
    edit = f"/el-meu-espai/propostes/{draft.pk}/edita/"
    answer = client.post(edit, supper | {"cancelled": "on"})
    assert answer.status_code == 422 and "Digues per què" in answer.text
    client.post(edit, supper | {"cancelled": "on", "status_reason": "No hi serem."})
    assert decide().state == "approved"
    assert Activity.objects.get().is_cancelled and "No hi serem." in client.get("/activitats/sopar-d-olla/").text


def test_nobody_changes_what_they_do_not_organise(client, author, make_activity, make_entity):
    other = make_activity("D’uns altres")
    other.parties.add(make_entity("Uns altres").party)
    assert client.post(f"/el-meu-espai/canvia/activity/{other.pk}/").status_code == 404


def test_whoever_proposes_it_says_that_children_may_come_and_an_adult_is_asked_to_agree(client, author, supper, decide):
    client.post(PATH, supper | {"for_children": "on", "sign_up": "required"})
    assert decide().state == "approved"
    page = Client().get(f"{Activity.objects.get().get_absolute_url()}apunta-t-hi/").text
    assert "adulta" in page


@pytest.mark.parametrize(("ends", "by_night"), [("02:00", True), ("23:30", False)])
def test_the_review_says_of_a_night_that_it_ends_the_next_day(
    client, author, supper, staff_user, let_in, ends, by_night
):
    client.post(PATH, supper | {"starts": "22:00", "ends": ends, **({"next_day": "on"} if by_night else {})})
    page = let_in(Client(), staff_user).get(f"/gestio/{Submission.objects.get(state='pending').pk}/").text
    assert ("Acaba l’endemà" in page) is by_night
