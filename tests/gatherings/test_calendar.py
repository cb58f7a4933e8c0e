"""Calendars: what three independent parsers read, over the clock change, and nothing personal."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import vobject
from django.utils import timezone

from energies.vocabulary.models import Theme
from tests.gatherings.conftest import in_days

MADRID, UTC = ZoneInfo("Europe/Madrid"), ZoneInfo("UTC")
pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    """Returns a function that gets a feed as bytes."""

    def get(path="/agenda/agenda.ics"):
        answer = client.get(path)
        assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
        return answer.content

    return get


def events(data):
    return icalendar.Calendar.from_ical(data).walk("VEVENT")


@pytest.mark.parametrize(
    ("day", "hour_in_utc"), [("2026-10-24", 18), ("2026-10-25", 19), ("2027-03-27", 19), ("2027-03-28", 18)]
)
def test_hours_hold_over_the_clock_change_for_three_parsers(read, make_activity, day, hour_in_utc):
    starts_at = timezone.make_aware(datetime.fromisoformat(f"{day} 20:00"))
    data = read(make_activity(starts_at=starts_at).get_absolute_url().rstrip("/") + ".ics")
    (event,) = events(data)
    assert event["DTSTART"].params["TZID"] == "Europe/Madrid" and event.start.hour == 20
    assert event.start.astimezone(UTC).hour == hour_in_utc
    (found,) = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).at(date.fromisoformat(day))
    assert found.start.astimezone(UTC).hour == hour_in_utc
    start = vobject.readOne(data.decode()).vevent.dtstart.value
    assert start.astimezone(UTC).hour == hour_in_utc


def test_past_midnight_it_ends_the_next_day(read, make_activity):
    activity = make_activity(starts_at=in_days(3, "23:00"), ends_at=in_days(4, "02:00"))
    (event,) = events(read())
    assert (event.start, event.end) == (activity.starts_at, activity.ends_at)


def test_it_carries_its_own_time_zone_folded_lines_and_crlf(read, make_activity):
    make_activity("Una activitat amb un nom molt i molt llarg, amb accents à è í ò ú, " + "i més " * 8)
    data = read()
    assert b"BEGIN:VTIMEZONE" in data and b"TZID:Europe/Madrid" in data
    assert all(len(line) <= 75 for line in data.split(b"\r\n")) and b"\n" not in data.replace(b"\r\n", b"")


def test_a_change_moves_the_sequence_and_keeps_the_uid(read, make_activity, staff_user):
    activity = make_activity()
    (before,) = events(read())
    activity.move(by=staff_user, why="Plou.", venue="Casal")
    (moved,) = events(read())
    assert before["UID"] == moved["UID"] == activity.uid
    assert int(moved["SEQUENCE"]) > int(before["SEQUENCE"]) and "Plou." in moved["DESCRIPTION"]
    assert moved["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt
    activity.cancel(by=staff_user, why="Tampoc.")
    (cancelled,) = events(read())
    assert (moved["STATUS"], cancelled["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert cancelled["SUMMARY"] == "Cancel·lada: Sopar d’olla" and int(cancelled["SEQUENCE"]) > int(moved["SEQUENCE"])


def test_it_says_where_and_leads_back_and_nothing_personal(read, make_activity, make_entity):
    activity = make_activity(
        address="Carrer Nou, 1", latitude=41.38, longitude=2.17, contact_email="privat@exemple.cat"
    )
    activity.parties.add(make_entity(contact_email="privada@exemple.cat").party)
    activity.themes.add(Theme.objects.get(key="food"))
    make_activity("Secreta", address="Carrer Amagat, 3", latitude=41.39, longitude=2.18, exposure="barri")
    data = read()
    by_name = {str(one["SUMMARY"]): one for one in events(data)}
    event = by_name["Sopar d’olla"]
    assert event["LOCATION"] == "Ateneu de mostra, Carrer Nou, 1, el Raval"
    assert event["GEO"].to_ical() == "41.38;2.17" and str(event["URL"]).endswith("/activitats/sopar-d-olla/")
    assert event.categories == ["activitats", "àpat", "Alimentació i horts"]
    assert "GEO" not in by_name["Secreta"] and b"Amagat" not in data and b"exemple.cat" not in data


def test_feeds_narrow_as_the_page_does(read, make_activity, make_entity, make_project, make_gathering, client):
    entity, gathering = make_entity(), make_gathering(stage="published")
    project = make_project()
    project.entities.add(entity)
    mine = make_activity("Seva", axis="debate")
    mine.parties.add(entity.party)
    mine.themes.add(Theme.objects.get(key="food"))
    make_activity("Del projecte", barri_id="18").parties.add(project.party)
    make_activity("De la Trobada", gathering=gathering, barri_id="18")
    make_activity("De fa mesos", starts_at=in_days(-90))

    def said(path):
        return [str(one["SUMMARY"]) for one in events(read(path))]

    assert said("/agenda/agenda.ics") == ["Seva", "Del projecte", "De la Trobada"]
    assert said("/agenda/agenda.ics?axis=debate") == said("/agenda/agenda.ics?theme=food") == ["Seva"]
    assert said("/agenda/agenda.ics?when=past") == ["De fa mesos"]
    assert said(f"/agenda/de/entity/{entity.slug}.ics") == ["Seva", "Del projecte"]
    assert said(f"/agenda/de/project/{project.slug}.ics") == ["Del projecte"]
    assert said("/agenda/barri/el-raval.ics") == ["Seva"]
    assert said(f"/trobades/{gathering.slug}/programa.ics") == ["De la Trobada"]
    for wrong in ("/agenda/barri/atlantida.ics", "/agenda/de/user/1.ics", "/agenda/de/entity/cap.ics"):
        assert client.get(wrong).status_code == 404


def test_who_follows_a_feed_does_not_lose_what_passed_in_the_last_two_months(read, make_activity, make_entity):
    entity = make_entity()
    for name, day in (("D’ara", 3), ("De fa poc", -59), ("De fa massa", -61)):
        make_activity(name, starts_at=in_days(day)).parties.add(entity.party)
    for feed in (
        "/agenda/agenda.ics",
        "/agenda/agenda.ics?axis=activities",
        "/agenda/barri/el-raval.ics",
        f"/agenda/de/entity/{entity.slug}.ics",
    ):
        assert [str(one["SUMMARY"]) for one in events(read(feed))] == ["De fa poc", "D’ara"], feed


def test_a_narrowed_calendar_says_what_it_holds(read, make_activity):
    make_activity()
    calendar = icalendar.Calendar.from_ical(read("/en/agenda/agenda.ics?axis=activities&free=on"))
    assert calendar["X-WR-CALNAME"] == "Community agenda of Barcelona · activities · Free of charge"


def test_who_follows_a_calendar_keeps_it_when_the_entity_changes_its_name(client, make_entity, make_activity):
    entity = make_entity("Ateneu vell")
    make_activity().parties.add(entity.party)
    entity.name = "Ateneu nou"
    entity.save()
    answer = client.get("/agenda/de/entity/ateneu-vell.ics", follow=True)
    assert answer.redirect_chain == [("/agenda/de/entity/ateneu-nou.ics", 301)]
    assert [str(one["SUMMARY"]) for one in events(answer.content)] == ["Sopar d’olla"]


def test_what_is_hidden_or_waits_for_its_programme_is_in_no_calendar(
    read, client, make_gathering, make_waiting, make_activity, staff_user
):
    gathering = make_gathering()
    waiting = make_waiting(gathering, starts_at=in_days(30))
    hidden = make_activity("Amagada")
    hidden.hide(by=staff_user, why="Prova.")
    for path in ("/agenda/agenda.ics", f"/trobades/{gathering.slug}/programa.ics", "/agenda/barri/el-raval.ics"):
        assert not events(read(path))
    for one in (waiting, hidden):
        assert client.get(f"/activitats/{one.slug}.ics").status_code == 404


def test_who_has_it_as_it_stands_gets_no_more_than_that(client, make_activity, staff_user):
    activity = make_activity()
    first = client.get("/agenda/agenda.ics")
    same = client.get("/agenda/agenda.ics", headers={"If-None-Match": first["ETag"]})
    assert same.status_code == 304 and not same.content
    activity.cancel(by=staff_user, why="Plou.")
    assert client.get("/agenda/agenda.ics", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("number", [3, 30])
def test_a_feed_asks_the_same_of_the_database_however_long(
    client, make_activity, django_assert_max_num_queries, number
):
    for _ in range(number):
        make_activity().themes.add(Theme.objects.get(key="food"))
    with django_assert_max_num_queries(4):
        assert len(events(client.get("/agenda/agenda.ics").content)) == number


def test_a_page_offers_the_calendars_people_use(client, make_activity):
    activity = make_activity()
    page = client.get(activity.get_absolute_url()).text
    assert f"dates={activity.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}%2F" in page and "outlook.live.com" in page
    assert 'href="webcal://127.0.0.1:8000/activitats/sopar-d-olla.ics"' in page
    assert 'href="/activitats/sopar-d-olla.ics"' in page


def test_what_is_over_or_cancelled_goes_into_no_calendar(client, make_activity, staff_user):
    cancelled, over = make_activity(), make_activity("Fet", starts_at=in_days(-3))
    cancelled.cancel(by=staff_user, why="Plou.")
    for one in (cancelled, over):
        assert "calendar.google.com" not in client.get(one.get_absolute_url()).text


def test_the_agenda_is_followed_as_it_is_narrowed(client, make_activity):
    make_activity()
    page = client.get("/agenda/?axis=debate&view=month&page=1").text
    assert 'href="/agenda/agenda.ics?axis=debate"' in page
