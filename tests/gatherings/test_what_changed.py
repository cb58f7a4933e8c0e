"""A change says what changed of day, hour and place, from what the reader knew, and only that."""

from datetime import date

import pytest
from django.core import mail
from django.utils import timezone, translation

from gatherings import jobs, places
from gatherings.differences import WhenWhere, differences
from gatherings.models import Activity
from tests.gatherings.conftest import in_days, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(make_activity):
    return make_activity(sign_up="required", capacity=10)


@pytest.fixture
def letters(activity, django_capture_on_commit_callbacks):
    """Returns a function that tells Aina what changed since the last time, and returns the letters."""
    with django_capture_on_commit_callbacks(execute=True):
        places.confirm(places.sign_up(activity, name="Aina", email="aina@exemple.cat"))

    def tell():
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            jobs.tell_changes(timezone.now())
        return mail.outbox

    return tell


def fresh(activity):
    return Activity.objects.get(pk=activity.pk)


def test_only_the_hour(activity, letters, staff_user):
    fresh(activity).move(by=staff_user, why="Plou.", starts_at=in_days(7, "19:00"), ends_at=in_days(7, "21:00"))
    (letter,) = letters()
    assert "- Hora: de 19 a 21 h (abans: de 18 a 20 h)" in letter.body and "Plou." in letter.body
    assert "Dia:" not in letter.body and "Lloc:" not in letter.body


def test_only_the_place(activity, letters, staff_user):
    fresh(activity).move(by=staff_user, why="Hi ha goteres.", venue="Casal", room_name="pati")
    (letter,) = letters()
    assert "- Lloc: Casal, pati (abans: Ateneu de mostra)" in letter.body
    assert "Dia:" not in letter.body and "Hora:" not in letter.body


def test_moved_twice_it_is_told_from_what_they_were_told_last(activity, letters, staff_user):
    fresh(activity).move(by=staff_user, why="Plou.", venue="Casal")
    fresh(activity).move(by=staff_user, why="És petit.", venue="Plaça")
    (letter,) = letters()
    assert "Lloc: Plaça (abans: Ateneu de mostra)" in letter.body and "Casal" not in letter.body
    fresh(activity).move(by=staff_user, why="Fa vent.", venue="Biblioteca")
    (letter,) = letters()
    assert "Lloc: Biblioteca (abans: Plaça)" in letter.body and "Plou." not in letter.body


def test_back_where_they_knew_it_there_is_nothing_to_tell(activity, letters, staff_user):
    fresh(activity).move(by=staff_user, why="Plou.", venue="Casal")
    fresh(activity).move(by=staff_user, why="Ja no plou.", venue="Ateneu de mostra")
    assert letters() == [] and letters() == []


def test_cancelled_and_restored_before_anybody_was_told_is_no_news(activity, letters, staff_user):
    fresh(activity).cancel(by=staff_user, why="Plou.")
    fresh(activity).restore(by=staff_user)
    assert letters() == []


def test_a_barri_alone_is_a_place_too(activity, letters, staff_user):
    fresh(activity).move(by=staff_user, why="És l’altre Ateneu.", barri_id="02")
    (letter,) = letters()
    assert "Lloc: Ateneu de mostra, el Barri Gòtic (abans: Ateneu de mostra, el Raval)" in letter.body


def test_its_page_its_trobada_and_calendars_say_the_same(client, make_gathering, make_activity, staff_user):
    gathering = make_gathering(stage="published")
    one = make_activity(gathering=gathering, starts_at=moment(gathering.starts_on))
    one.move(
        by=staff_user,
        why="Plou.",
        starts_at=moment(gathering.starts_on, "19:00"),
        ends_at=moment(gathering.starts_on, "21:00"),
    )
    words = "Hora: de 19 a 21 h (abans: de 18 a 20 h)"
    page = client.get(one.get_absolute_url()).text
    assert page.count(words) == 2, "at the top, and in what has changed"
    assert words in client.get(gathering.get_absolute_url() + "canvis/").text
    calendar = client.get(one.get_absolute_url().rstrip("/") + ".ics").text.replace("\r\n ", "")
    assert words.replace(",", "\\,") in calendar and "Plou." in calendar
    assert "Lloc:" not in page + calendar


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ((7, "18:00", "20:00"), (8, "18:00", "20:00"), ["Dia"]),
        ((7, "18:00", "20:00"), (8, "19:00", "20:00"), ["Dia", "Hora"]),
        ((7, "18:00", "20:00"), (7, "18:00", "20:30"), ["Hora"]),
        ((7, "18:00", "20:00", 7), (7, "18:00", "20:00", 8), ["Hora"]),
        (None, (7, "18:00", "20:00"), ["Dia", "Hora"]),
        ((7, "18:00", "20:00"), None, ["Dia i hora"]),
        (None, None, []),
    ],
)
def test_each_thing_is_told_only_if_it_differs(before, now, told):
    def at(said):
        """(day, hours at both ends, day of the end) in days from now; one that is left out is that of the beginning."""
        if said is None:
            return WhenWhere(None, None, "Ateneu")
        return WhenWhere(in_days(said[0], said[1]), in_days(said[-1] if said[3:] else said[0], said[2]), "Ateneu")

    with translation.override("ca"):
        assert [one.label for one in differences(at(before), at(now))] == told


def test_a_day_alone_is_no_new_hour_on_the_nights_on_which_the_clocks_change():
    summer, winter = date(2026, 10, 24), date(2026, 10, 25)
    was, now = (WhenWhere(moment(day), moment(day, "20:00"), "") for day in (summer, winter))
    with translation.override("en"):
        assert [one.label for one in differences(was, now)] == ["Day"]
