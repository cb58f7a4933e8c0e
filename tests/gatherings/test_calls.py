"""Whom a change does not reach by letter: whoever makes it is told how many, and whom to call."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from energies.accounts.models import User
from gatherings import jobs, places
from gatherings.models import Activity
from tests.gatherings.conftest import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(make_gathering, make_activity, make_entity):
    """In a programme that is public: Aina comes with another by e-mail, la Padrina and l’Avi gave no e-mail."""
    gathering = make_gathering(stage="published")
    one = make_activity(
        gathering=gathering, starts_at=moment(gathering.starts_on), sign_up="required", capacity=20, minutes=90
    )
    one.parties.add(make_entity("Hort Nostre").party)
    person = User.objects.create_user("nosaltres@exemple.cat", language="ca")
    one.parties.get().entry.editors.add(person)
    places.confirm(places.sign_up(one, name="Aina", email="aina@exemple.cat", people=2))
    places.sign_up(one, by=person, name="Padrina", phone="600 000 000")
    places.sign_up(one, by=person, name="Avi", people=2)
    return Activity.objects.get(pk=one.pk)


def act(client, activity, **data):
    return client.post(reverse("board_act", args=[activity.gathering.number, activity.pk]), data, follow=True)


def test_who_cancels_reads_how_many_are_written_to_and_whom_to_call(team, activity):
    page = act(team, activity, act="cancel", why="Plou.").text
    assert "Ho escrivim a 1 adreça de qui s’hi va apuntar (2 persones en total)." in page
    assert "Ho escrivim a 1 adreça de qui l’organitza." in page
    assert "3 persones no van deixar cap correu: no els podem escriure." in page
    link = re.search(r'<a href="([^"]+)">Llista per trucar</a>', page)[1]
    calls = team.get(link)
    assert calls.status_code == 200
    assert "Padrina" in calls.text and "600 000 000" in calls.text and "no en va deixar" in calls.text
    assert "Aina" not in calls.text and "Plou." in calls.text


def test_and_those_letters_are_sent(team, activity, django_capture_on_commit_callbacks):
    act(team, activity, act="cancel", why="Plou.")
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.tell_changes(timezone.now()) == 1
    assert [one.to for one in mail.outbox if "Cancel" in one.subject] == [["aina@exemple.cat"]]


def test_who_moves_it_reads_it_too_and_who_puts_the_text_better_does_not(team, activity):
    room = activity.gathering.rooms.create(venue="Casal")
    data = {"room": room.pk, "day": activity.gathering.starts_on.isoformat(), "starts": "18:00", "minutes": "120"}
    address = reverse("board_place", args=[activity.gathering.number, activity.pk])
    assert "Llista per trucar" in team.post(address, data | {"why": "Plou."}, follow=True).text
    assert "Llista per trucar" not in team.post(address, data | {"why": "Res."}, follow=True).text, (
        "it is there already"
    )


def test_at_the_desk_too(team, activity):
    address = reverse("admin:gatherings_activity_changelist")
    data = {"action": "cancel_activities", "_selected_action": [activity.pk], "asked": "1", "reason": "Plou."}
    page = team.post(address, data, follow=True).text
    assert "3 persones no van deixar cap correu" in page and "Llista per trucar" in page


def test_a_message_says_how_many_it_reaches_and_whom_it_does_not(client, activity):
    client.force_login(User.objects.get(email="nosaltres@exemple.cat"))
    address = f"/el-meu-espai/activitats/{activity.pk}/missatge/"
    preview = client.post(address, {"text": "Porteu got."}).text
    assert "3 persones no van deixar cap correu" in preview
    page = client.post(address, {"text": "Porteu got.", "letters": "1"}, follow=True).text
    assert "S’ha enviat a 1 adreça (2 persones)." in page and "3 persones no van deixar cap correu" in page


def test_with_nobody_to_call_nothing_is_said_of_it(team, activity, client):
    for name in ("Padrina", "Avi"):
        places.cancel(activity.registrations.get(name=name))
    page = act(team, activity, act="cancel", why="Plou.").text
    assert "Ho escrivim a 1 adreça de qui s’hi va apuntar" in page and "Llista per trucar" not in page
    empty = team.get(reverse("sign_up_calls", args=[activity.pk])).text
    assert "tothom que s’hi ha apuntat va deixar un correu" in empty


def test_nobody_else_sees_the_list(client, activity):
    address = reverse("sign_up_calls", args=[activity.pk])
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("altra@exemple.cat"))
    assert client.get(address).status_code == 404
