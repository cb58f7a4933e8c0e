"""Those who organise an activity are told what others do with it: once, gathered, with what changed and why."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from energies.accounts.models import User
from energies.curation import drafts
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.operations import opt_out
from gatherings import organisers, places
from gatherings.models import Activity, Notice
from tests.gatherings.conftest import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering(make_gathering):
    one = make_gathering(stage="in_progress")
    for name in ("sala gran", "pati"):
        one.rooms.create(venue="Ateneu", name=name, barri_id="01")
    return one


@pytest.fixture
def keeper(make_entity):
    """Returns a function that gives an activity to an entity kept up by a new person."""

    def give(activity, email="anna@exemple.cat", **fields):
        person = User.objects.filter(email=email).first() or User.objects.create_user(email, language="ca")
        entity = make_entity(f"Entitat de {email}", **fields)
        entity.editors.add(person)
        activity.parties.add(entity.party)
        return person

    return give


@pytest.fixture
def later(django_capture_on_commit_callbacks):
    """Returns a function that tells what is due so many minutes from now, and returns the letters."""

    def tell(minutes=20):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            organisers.tell(timezone.now() + timedelta(minutes=minutes))
        return mail.outbox

    return tell


@pytest.fixture
def put(team, gathering):
    """Returns a function that places an activity with the menus of the board."""

    def post(activity, room="sala gran", starts="17:00", **more):
        data = {"room": gathering.rooms.get(name=room).pk, "day": gathering.starts_on.isoformat(), "starts": starts}
        return team.post(
            reverse("board_place", args=[gathering.number, activity.pk]), data | {"minutes": "90"} | more, follow=True
        )

    return post


@pytest.fixture
def take(team, gathering):
    """Returns a function that takes a step of the Trobada, as whoever has read what follows from it."""

    def post(step):
        answer = team.post(reverse("board_step", args=[gathering.number]), {"step": step, "sure": "1"})
        assert answer.status_code == 302, answer.context["question"]

    return post


def test_what_is_placed_in_a_row_is_one_letter_to_each_when_the_team_has_stopped(
    gathering, make_waiting, keeper, put, later
):
    some = [make_waiting(gathering, name) for name in ("Taller", "Debat", "Dinar")]
    for one in some:
        keeper(one)
    keeper(some[0], "biel@exemple.cat")
    put(some[0]), put(some[1], "pati"), put(some[2], starts="20:00"), put(some[0], starts="10:00")
    assert later(0) == [], "the team is at it"
    letters = {one.to[0]: one for one in later()}
    assert letters.keys() == {"anna@exemple.cat", "biel@exemple.cat"}
    anna, biel = letters["anna@exemple.cat"].body, letters["biel@exemple.cat"].body
    assert all(name in anna for name in ("Taller", "Debat", "Dinar")) and "Debat" not in biel
    assert "Ja té lloc al programa, que encara no és públic" in biel
    assert "Hora: de 10 a 11.30 h" in biel and "Lloc: Ateneu, sala gran" in biel and "17" not in biel
    assert "/activitats/" not in biel, "nobody sees its page yet"
    assert later() == later(120) == []


def test_after_an_hour_of_placing_it_waits_no_more(gathering, make_waiting, keeper, put, later):
    one = make_waiting(gathering)
    keeper(one)
    put(one)
    Notice.everything.update(at=timezone.now() - timedelta(minutes=59))
    put(one, starts="18:00")
    assert later(0) == []
    assert len(later(2)) == 1


def test_publishing_says_when_and_where_and_leads_to_the_page(
    gathering, make_waiting, keeper, put, take, later, client
):
    one = make_waiting(gathering)
    keeper(one)
    put(one)
    later()
    take("publish")
    (letter,) = later()
    assert "Ja és pública" in letter.body and "de 17 a 18.30 h" in letter.body
    page = re.search(r"https?://[^/\s]+(/activitats/\S+)", letter.body)[1]
    assert client.get(page).status_code == 200


def test_what_is_published_and_taken_back_before_anybody_was_told_is_not_said_to_be_public(
    gathering, make_waiting, keeper, put, take, later, django_capture_on_commit_callbacks
):
    told, untold = make_waiting(gathering), make_waiting(gathering, "Altra")
    keeper(told), keeper(untold, "biel@exemple.cat")
    put(told)
    later()
    put(untold, "pati")
    take("publish")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        take("unpublish")
    assert {one.to[0] for one in mail.outbox} == {"anna@exemple.cat", "biel@exemple.cat"}
    assert all("ja no és públic" in one.subject for one in mail.outbox)
    (letter,) = later()
    assert letter.to == ["biel@exemple.cat"], "anna knows where it is"
    assert "Ja té lloc al programa, que encara no és públic" in letter.body and "Ja és pública" not in letter.body
    take("publish")
    assert all("Ja és pública" in one.body for one in later()) and len(mail.outbox) == 2


@pytest.mark.parametrize("step", ["publish", "unpublish"])
def test_the_step_says_before_how_many_are_told_and_those_are_told(
    gathering, make_waiting, keeper, put, take, later, team, step, django_capture_on_commit_callbacks
):
    one = make_waiting(gathering)
    keeper(one), keeper(one, "biel@exemple.cat"), keeper(one, "cesc@exemple.cat")
    one.parties.last().entry.editors.add(User.objects.get(is_staff=True))
    opt_out.refuse(organisers.TOPIC, "cesc@exemple.cat")
    put(one)
    later()
    if step == "unpublish":
        take("publish")
        later()
    page = team.get(reverse("board_step", args=[gathering.number]), {"step": step})
    assert "2 persones que ho organitzen rebran un correu que ho diu." in page.text
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        take(step)
    letters = mail.outbox if step == "unpublish" else later()
    assert sorted(one.to[0] for one in letters) == ["anna@exemple.cat", "biel@exemple.cat"]
    assert all("List-Unsubscribe" in one.extra_headers for one in letters)


@pytest.fixture
def public(gathering, make_waiting, put, take, keeper):
    """An activity of anna's in a programme that is public; she has been told."""
    one = make_waiting(gathering)
    keeper(one)
    put(one)
    take("publish")
    Notice.everything.update(organisers_told_at=timezone.now())
    return Activity.objects.get(pk=one.pk)


def test_a_move_says_only_what_changes_from_what_they_knew_and_why(public, put, later):
    put(public, starts="18:00", why="La sala s’ha inundat.")
    put(public, starts="19:00", why="Cal netejar-la.")
    (letter,) = later()
    assert "Hora: de 19 a 20.30 h (abans: de 17 a 18.30 h)" in letter.body
    assert "La sala s’ha inundat." in letter.body and "Cal netejar-la." in letter.body
    assert "Dia:" not in letter.body and "Lloc:" not in letter.body
    put(public, "pati", "19:00", why="Hi ha més ombra.")
    (letter,) = later()
    assert "Lloc: Ateneu, pati (abans: Ateneu, sala gran)" in letter.body
    assert "Hora:" not in letter.body and "inundat" not in letter.body


def test_what_ends_up_as_they_knew_it_is_no_news(public, put, later):
    put(public, starts="18:00", why="Plou.")
    put(public, starts="17:00", why="Ja no plou.")
    assert later() == []


def test_cancelled_and_restored(public, later, team, gathering):
    act = reverse("board_act", args=[gathering.number, public.pk])
    team.post(act, {"act": "cancel", "why": "No hi ha llum."})
    (letter,) = later()
    assert "No es farà." in letter.body and "No hi ha llum." in letter.body and "Havia de ser:" in letter.body
    team.post(act, {"act": "restore"})
    (letter,) = later()
    assert "Finalment es farà" in letter.body and "de 17 a 18.30 h" in letter.body and "llum" not in letter.body


def test_of_what_is_moved_and_then_cancelled_only_why_it_is_cancelled_is_told(public, put, later, team, gathering):
    put(public, starts="18:00", why="La sala s’ha inundat.")
    team.post(reverse("board_act", args=[gathering.number, public.pk]), {"act": "cancel", "why": "No hi ha llum."})
    (letter,) = later()
    assert "No es farà." in letter.body and "No hi ha llum." in letter.body and "inundat" not in letter.body


def test_what_they_know_to_be_cancelled_is_not_told_again_when_the_programme_is_made_public(
    gathering, make_waiting, keeper, put, take, later, staff_user
):
    one = make_waiting(gathering)
    keeper(one)
    put(one)
    Activity.everything.get(pk=one.pk).cancel(by=staff_user, why="No hi ha llum.")
    (letter,) = later()
    assert "No es farà." in letter.body
    take("publish")
    assert Notice.everything.filter(activity=one, organisers_told_at=None).exists()
    assert later() == []


def test_who_did_it_themselves_is_not_told_and_the_others_are(public, later, keeper):
    other = keeper(public, "biel@exemple.cat")
    public.move(by=other, why="No hi cabem.", starts_at=in_days(40), ends_at=in_days(40, "20:00"))
    assert [one.to for one in later()] == [["anna@exemple.cat"]]


def test_who_did_the_last_thing_knows_what_came_before(public, later, staff_user):
    anna = User.objects.get(email="anna@exemple.cat")
    public.move(by=staff_user, why="Plou.", starts_at=in_days(40), ends_at=in_days(40, "20:00"))
    public.move(by=anna, why="No ens va bé.", starts_at=in_days(41), ends_at=in_days(41, "20:00"))
    assert later() == []


def test_who_proposed_it_is_told_even_if_they_keep_nothing_up(public, later, staff_user):
    author = User.objects.create_user("cesc@exemple.cat", language="es")
    made = drafts.start(get("activity"), author, "es")
    made.save()
    of_it = {"content_type": ContentType.objects.get_for_model(Activity), "object_id": public.pk, "revision": 1}
    now = timezone.now()
    decided = {"state": "approved", "submitted_at": now, "decided_at": now, "decided_by": staff_user}
    Submission.objects.filter(pk=made.pk).update(**of_it, **decided)
    public.cancel(by=staff_user, why="Plou.")
    letters = {one.to[0]: one.body for one in later()}
    assert "No se hará" in letters["cesc@exemple.cat"] and "anna@exemple.cat" in letters


def test_whoever_nobody_keeps_up_is_reached_at_its_own_address(public, later, make_entity, staff_user):
    public.parties.set([make_entity("Sense compte", contact_email="bustia@exemple.cat").party])
    public.cancel(by=staff_user, why="Plou.")
    assert [one.to for one in later()] == [["bustia@exemple.cat"]]


def test_who_wants_no_more_of_them_gets_none(public, later, staff_user, client):
    public.move(by=staff_user, why="Plou.", venue="Casal")
    (letter,) = later()
    way_out = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert way_out in letter.body
    assert client.post(urlsplit(way_out).path).status_code == 200
    assert opt_out.has_refused(organisers.TOPIC, "anna@exemple.cat")
    public.cancel(by=staff_user, why="Plou.")
    assert later() == []


def test_what_begins_within_a_day_waits_for_nothing(make_activity, keeper, later, staff_user):
    soon = make_activity(starts_at=timezone.now() + timedelta(hours=5))
    keeper(soon)
    soon.cancel(by=staff_user, why="Plou.")
    assert len(later(0)) == 1


def test_what_is_over_and_what_is_only_put_better_is_told_to_nobody(make_activity, keeper, over, later, staff_user):
    gone, put_better = make_activity(), make_activity("Altra")
    keeper(gone), keeper(put_better)
    over(gone)
    gone.refresh_from_db()
    gone.cancel(by=staff_user, why="No es va fer.")
    put_better.summary = "Una frase més clara."
    put_better.save()
    assert later() == []


def test_only_who_may_see_the_list_is_told_whom_to_call(public, later, staff_user, client):
    Activity.everything.filter(pk=public.pk).update(sign_up="required", capacity=20)
    public.refresh_from_db()
    with transaction.atomic():
        places.sign_up(public, by=staff_user, name="Padrina", phone="600 000 000", people=2)
    public.cancel(by=staff_user, why="Plou.")
    (letter,) = later()
    assert "2 persones que s’hi van apuntar no van deixar cap correu" in letter.body
    path = re.search(r"https?://[^/\s]+(/el-meu-espai/activitats/\S+)", letter.body)[1]
    client.force_login(User.objects.get(email="anna@exemple.cat"))
    page = client.get(path)
    assert page.status_code == 200 and "Padrina" in page.text and "600 000 000" in page.text


def test_two_ticks_at_once_tell_once(public, later, staff_user):
    public.move(by=staff_user, why="Plou.", venue="Casal")
    due = organisers._due(timezone.now() + timedelta(hours=2))
    assert len(later(120)) == 1
    assert sum(organisers._tell(pks, timezone.now()) for pks in due) == 0
