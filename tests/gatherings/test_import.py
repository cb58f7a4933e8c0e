"""Somebody's own calendar: what is in it is seen first, what is chosen is proposed, and nothing is public by itself."""

import contextlib
import re
import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from energies.accounts.models import User
from energies.curation.models import Submission
from energies.vocabulary.models import Theme
from gatherings.importing import fetch
from gatherings.importing import read as reader
from gatherings.importing import views as importing
from gatherings.importing.read import MOST, NotACalendar, read
from gatherings.models import Activity

FILES = Path(__file__).parent / "files"
PATH = "/el-meu-espai/calendari/"
EVENT = "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:{day}T180000\r\nDTEND:{day}T190000\r\nLOCATION:Ateneu\r\n{more}SUMMARY:{name}\r\nEND:VEVENT\r\n"


def day(number):
    return f"{timezone.localdate() + timedelta(days=number):%Y%m%d}"


def exported(name):
    """Return a file as a calendar program exports it; «@3» in it is the date in three days."""
    text = (FILES / f"{name}.ics").read_text()
    return re.sub(r"@(\d+)", lambda match: day(int(match[1])), text).replace("\n", "\r\n").encode()


def calendar(*events):
    rows = [
        EVENT.format(**{"uid": f"u{n}", "day": day(3), "more": "", "name": f"Acte {n}", **one})
        for n, one in enumerate(events)
    ]
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(rows)}END:VCALENDAR\r\n".encode()


@pytest.fixture
def entity(make_entity):
    return make_entity("Ateneu de mostra")


@pytest.fixture
def editor(client, entity):
    person = User.objects.create_user("nosaltres@exemple.cat", language="ca")
    entity.editors.add(person)
    client.force_login(person)
    return client


@pytest.fixture
def bring(entity, vocabulary):
    """Returns a function that gives a calendar to the page, as somebody who keeps the entity up would."""

    def post(client, data, **fields):
        file = SimpleUploadedFile("agenda.ics", data, "text/calendar")
        fields = {
            "organiser": f"entity.{entity.pk}",
            "axis": "activities",
            "kind": "meal",
            "barri": "01",
            "file": file,
            **fields,
        }
        return client.post(PATH, fields)

    return post


def tokens(page):
    return re.findall(r'name="row" value="([^"]+)"', page.text)


def test_what_google_exports_is_seen_before_anything_is_sent(editor, bring):
    page = bring(editor, exported("google")).text
    assert "Sopar de veïns" in page and "Festa major" in page
    assert "18" in page and "Ateneu de mostra, carrer Nou, 2" in page
    assert "El que no es farà" not in page and "El de fa anys" not in page
    assert not Submission.objects.exists()


def test_what_is_chosen_waits_for_the_team_and_what_lacks_an_hour_is_a_draft(
    editor, bring, client, django_capture_on_commit_callbacks
):
    chosen = tokens(bring(editor, exported("google")))
    with django_capture_on_commit_callbacks(execute=True):
        page = editor.post(f"{PATH}envia/", {"row": chosen}, follow=True).text
    assert "S’ha enviat 1 activitat" in page and "esborrany" in page
    supper, feast = Submission.objects.order_by("label")[::-1]
    assert (supper.state, feast.state) == ("pending", "draft")
    assert supper.values["summary"] == "Cadascú porta el seu plat." and supper.values["starts"] == "18:00"
    assert len(mail.outbox) == 1
    assert not Activity.everything.exists() and "Sopar de veïns" not in client.get("/agenda/").text


def test_approved_it_keeps_its_identifier_and_is_known_the_next_time(editor, bring, team):
    editor.post(f"{PATH}envia/", {"row": tokens(bring(editor, calendar({})))})
    assert "Ja hi és" in bring(editor, calendar({})).text, "it waits for the team"
    one = Submission.objects.get(state="pending")
    team.post(f"/gestio/{one.pk}/decideix/", {"act": "approve", "revision": 1})
    assert Activity.objects.get().uid == "u0" and Activity.objects.get().parties.get().entry.name == "Ateneu de mostra"
    page = bring(editor, calendar({}))
    assert "Ja hi és" in page.text and not tokens(page)


def test_one_event_is_not_approved_twice(editor, bring, team):
    rows = tokens(bring(editor, calendar({})))
    editor.post(f"{PATH}envia/", {"row": rows})
    one = Submission.objects.get()
    Submission.objects.filter(pk=one.pk).update(state="withdrawn")
    editor.post(f"{PATH}envia/", {"row": rows})
    Submission.objects.filter(pk=one.pk).update(state="pending")
    for each in Submission.objects.order_by("pk"):
        team.post(f"/gestio/{each.pk}/decideix/", {"act": "approve", "revision": 1})
    assert Activity.objects.count() == 1
    assert "ja hi és" in Submission.objects.get(state="pending").problem


def test_what_outlook_exports_is_one_series_and_its_exception_apart(editor, bring):
    page = bring(editor, exported("outlook"))
    assert len(tokens(page)) == 2 and "Feina a l’hort, més tard" in page.text
    editor.post(f"{PATH}envia/", {"row": tokens(page)})
    told = sorted((one.values["day"], one.values["starts"], one.values["repeats"]) for one in Submission.objects.all())
    days = [(timezone.localdate() + timedelta(days=number)).isoformat() for number in (1, 15)]
    assert told == [(days[0], "18:00", "weekly"), (days[1], "19:00", "")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"res", "No és un calendari"),
        (b"", "buit"),
        (b"\xff\xfe\x00", "No és un calendari"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "cap acte"),
        (b"BEGIN:VCALENDAR\r\n" + b"x" * 1_100_000, "massa gran"),
        (calendar(*({} for _ in range(501))), "més de 500"),
        (calendar(*({"more": "RRULE:FREQ=DAILY\r\n"} for _ in range(41))), "per parts"),
    ],
)
def test_what_is_no_calendar_is_told_beside_the_field(editor, bring, data, words):
    answer = bring(editor, data)
    assert answer.status_code == 422 and words in answer.text
    assert 'id="id_file_error"' in answer.text and 'value="activities" selected' in answer.text


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"more": "RRULE:FREQ=SECONDLY\r\n"}, "escriu-lo a mà"),
        ({"more": "RRULE:FREQ=DAILY;BYMINUTE=1,2,3\r\n"}, "escriu-lo a mà"),
        ({"more": "RRULE:FREQ=DAILY;INTERVAL=0\r\n"}, "escriu-lo a mà"),
        ({"more": "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n"}, "escriu-lo a mà"),
        ({"name": "<<<<" * 300 + "b>" * 300}, "No té nom"),
        ({"name": ""}, "No té nom"),
    ],
)
def test_an_event_that_cannot_be_proposed_says_why_and_spoils_no_other(editor, bring, event, words):
    page = bring(editor, calendar(event, {"name": "El bo"}))
    assert page.status_code == 200 and words in page.text and len(tokens(page)) == 1


def test_so_many_events_that_they_do_not_fit_are_counted(editor, bring):
    page = bring(editor, calendar(*({} for _ in range(MOST + 20))))
    assert len(tokens(page)) == MOST and "N’hi ha 20 més" in page.text


def test_a_file_that_keeps_us_too_long_is_told_so(editor, bring, monkeypatch):
    monkeypatch.setattr(reader, "SECONDS", -1)
    answer = bring(editor, calendar({"more": "RRULE:FREQ=DAILY\r\n"}))
    assert answer.status_code == 422 and "per parts" in answer.text


def test_of_what_is_said_twice_the_first_is_taken(editor, bring):
    page = bring(editor, calendar({"name": "Un nom", "more": "SUMMARY:El primer\r\nLOCATION:Un altre lloc\r\n"}))
    assert "El primer" in page.text and "vText" not in page.text


@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_garbage_breaks_the_reader(rubbish, at):
    good = calendar({}, {"more": "RRULE:FREQ=WEEKLY\r\n"})
    try:
        read(good[:at] + rubbish + good[at:])
    except NotACalendar as error:
        assert str(error)


def test_nobody_brings_the_agenda_of_an_entity_that_is_not_theirs(editor, bring, make_entity):
    other = make_entity("D’uns altres")
    answer = bring(editor, calendar({}), organiser=f"entity.{other.pk}")
    assert answer.status_code == 422 and "D’uns altres" not in answer.text


def test_a_list_cannot_be_made_up_nor_sent_by_somebody_else(editor, bring, client, make_entity):
    rows = tokens(bring(editor, calendar({})))
    assert "dona el calendari un altre cop" in editor.post(f"{PATH}envia/", {"row": "fals"}, follow=True).text
    other = User.objects.create_user("altra@exemple.cat", language="ca")
    make_entity("D’uns altres").editors.add(other)
    client.force_login(other)
    client.post(f"{PATH}envia/", {"row": rows})
    assert not Submission.objects.exists()


def test_who_answers_for_nothing_is_told_what_to_do_first(client, db, territory):
    assert client.get(PATH).status_code == 302
    client.force_login(User.objects.create_user("ningu@exemple.cat", language="ca"))
    assert "primer fes visible" in client.get(PATH, follow=True).text


def test_the_team_brings_the_calendar_of_an_entity_from_its_page(team, bring, entity):
    page = team.get(f"/gestio/fitxes/entity/{entity.pk}/").text
    assert f"{PATH}?organiser=entity.{entity.pk}" in page
    assert "Ateneu de mostra" in team.get(f"{PATH}?organiser=entity.{entity.pk}").text
    team.post(f"{PATH}envia/", {"row": tokens(bring(team, calendar({})))})
    one = Submission.objects.get()
    assert one.state == "pending" and one.values["organisers"] == [f"entity.{entity.pk}"]
    team.post(f"/gestio/{one.pk}/decideix/", {"act": "approve", "revision": 1})
    assert Activity.objects.get().parties.get().entry == entity


def test_an_address_is_asked_for_only_where_it_is_allowed(editor, bring, settings):
    assert 'name="url"' not in editor.get(PATH).text
    settings.ICS_URLS_ALLOWED = True
    assert 'name="url"' in editor.get(PATH).text


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://127.0.0.1/a.ics", None),
        ("https://[::1]/a.ics", None),
        ("https://[::ffff:10.0.0.1]/a.ics", None),
        ("https://169.254.169.254/latest/meta-data/", None),
        ("https://intern.exemple.cat/a.ics", "10.1.2.3"),
        ("https://mapat.exemple.cat/a.ics", "64:ff9b::a01:203"),
        ("webcal://intern.exemple.cat/a.ics", "192.168.1.1"),
        ("https://intern.exemple.cat/a.ics", "fec0::1"),
        ("https://intern.exemple.cat/a.ics", "::a00:1"),
    ],
)
def test_no_address_inside_our_network_is_read(editor, bring, settings, monkeypatch, url, address):
    settings.ICS_URLS_ALLOWED = True
    real = socket.getaddrinfo
    if address:
        monkeypatch.setattr(fetch.socket, "getaddrinfo", lambda _host, port, **options: real(address, port, **options))
    monkeypatch.setattr(fetch.socket, "create_connection", lambda *_args, **_options: pytest.fail("it connected"))
    answer = bring(editor, b"", file="", url=url)
    assert answer.status_code == 422 and "no és a la Internet pública" in answer.text


@pytest.mark.parametrize("opening", [b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "])
def test_a_server_that_gives_a_byte_now_and_then_does_not_keep_us(monkeypatch, opening):
    ours, theirs = socket.socketpair()
    ours.settimeout(30)
    monkeypatch.setattr(fetch, "DEADLINE", 1)
    monkeypatch.setattr(fetch._Pinned, "connect", lambda self: setattr(self, "sock", ours))

    def drip():
        with contextlib.suppress(OSError):
            theirs.sendall(opening)
            for _tenth in range(600):
                theirs.sendall(b"x")
                time.sleep(0.1)

    server = threading.Thread(target=drip)
    server.start()
    begun = time.monotonic()
    with ours, theirs, pytest.raises((NotACalendar, OSError, HTTPException)):
        fetch._get("exemple.cat", "/", "203.0.113.1")
    assert time.monotonic() - begun < 30  # of the minute for which it would go on
    server.join()


@pytest.mark.parametrize(
    "url",
    [
        "http://exemple.cat/a.ics",
        "file:///etc/passwd",
        "https://u:p@exemple.cat/",
        "https://exemple.cat:22/",
        "https://[",
        "res",
    ],
)
def test_only_public_https_addresses_are_read(editor, bring, settings, url):
    settings.ICS_URLS_ALLOWED = True
    answer = bring(editor, b"", file="", url=url)
    assert answer.status_code == 422 and "https://" in answer.text and 'id="id_url_error"' in answer.text


def test_a_project_and_its_entity_of_one_name_say_which_they_are(editor, entity, make_project):
    make_project("Ateneu de mostra").entities.add(entity)
    page = editor.get(PATH).text
    assert "Ateneu de mostra (entitat)" in page and "Ateneu de mostra (projecte)" in page


def test_calendars_without_end_wait_until_tomorrow_and_the_file_has_to_be_chosen_again(editor, bring, monkeypatch):
    monkeypatch.setitem(importing.A_DAY.__dict__, "most", 1)
    assert bring(editor, calendar({})).status_code == 200
    answer = bring(editor, calendar({}))
    assert answer.status_code == 429 and answer["Retry-After"]
    assert "continua demà" in answer.text and '<input type="file" name="file"' in answer.text


def sole(*events, head="", **fields):
    """Return the Founds of a calendar of these events, each the lines between BEGIN and END."""
    rows = "".join(
        f"BEGIN:VEVENT\r\nUID:u{n}\r\nSUMMARY:Acte {n}\r\n{event}END:VEVENT\r\n" for n, event in enumerate(events)
    )
    return read(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{rows}END:VCALENDAR\r\n".encode(), **fields)[0]


def madrid(number, hour="180000"):
    return f";TZID=Europe/Madrid:{day(number)}T{hour}"


def iso(number):
    return (timezone.localdate() + timedelta(days=number)).isoformat()


class TestWhatIsDoubtful:
    """Each is told, and none is ticked before somebody has looked at it."""

    @pytest.mark.parametrize(
        ("event", "words"),
        [
            (f"DTSTART{madrid(3)}\r\n", "No diu quan s’acaba"),
            (f"DTSTART{madrid(3)}\r\nDTEND{madrid(3)}\r\n", "No diu quan s’acaba"),
            (f"DTSTART{madrid(3)}\r\nDTEND{madrid(3, '170000')}\r\n", "s’acaba abans de començar"),
            (f"DTSTART;VALUE=DATE:{day(3)}\r\nDTEND;VALUE=DATE:{day(6)}\r\n", "És de tot el dia"),
            (f"DTSTART{madrid(-1)}\r\nDTEND{madrid(4)}\r\n", "Ja ha començat"),
            (f"DTSTART{madrid(3)}\r\nDURATION:PT1H\r\nCLASS:PRIVATE\r\n", "és privada"),
            (f"DTSTART{madrid(3)}\r\nDURATION:PT1H\r\nCLASS:confidential\r\n", "és privada"),
            (f"DTSTART{madrid(3)}\r\nDURATION:PT1H\r\nSTATUS:TENTATIVE\r\n", "provisional"),
            (f"DTSTART{madrid(3)}\r\nDURATION:PT1H\r\nGEO:41.98;2.82\r\n", "fora de Barcelona"),
            (
                f"DTSTART{madrid(3)}\r\nDURATION:PT1H\r\nLOCATION:Plaça Major\\, 1\\, 08221 Terrassa\r\n",
                "fora de Barcelona",
            ),
            (
                f"DTSTART{madrid(3)}\r\nDURATION:PT1H\r\nLOCATION:Teatre\\, BADALONA (Barcelona)\r\n",
                "fora de Barcelona",
            ),
        ],
    )
    def test_it_is_said_and_not_ticked(self, editor, bring, event, words):
        data = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:u\r\nSUMMARY:Acte\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n"
        page = " ".join(bring(editor, data.encode()).text.split())
        assert words in page and 'name="row"' in page and "checked>" not in page
        assert "1 no està marcat" in page

    def test_what_says_no_place_is_ticked_only_when_they_all_have_one(self, editor, bring):
        rows = calendar({}).replace(b"LOCATION:Ateneu\r\n", b"")
        page = " ".join(bring(editor, rows).text.split())
        assert "No diu on és" in page and 'name="row"' in page and "checked>" not in page
        page = " ".join(bring(editor, rows, venue="Ateneu gran").text.split())
        assert "No diu on és" not in page and "checked>" in page

    @pytest.mark.parametrize(
        "place",
        [
            "Carrer de Badalona\\, 3",
            "Carrer Nou\\, 2\\, 08004 Barcelona",
            "Carrer Nou\\, 2\\, 08004 Barcelona (apartat 17001)",
            "Casal de Sant Andreu",
        ],
    )
    def test_a_street_of_the_city_called_as_a_town_is_not(self, editor, bring, place):
        (one,) = sole(f"DTSTART{madrid(3)}\r\nDURATION:PT1H\r\nLOCATION:{place}\r\nGEO:41.40;2.17\r\nCLASS:PUBLIC\r\n")
        assert one.doubts == ()
        assert "checked>" in " ".join(bring(editor, calendar({})).text.split())

    def test_a_day_has_not_begun_while_it_lasts(self):
        (one,) = sole(f"DTSTART;VALUE=DATE:{day(0)}\r\nDTEND;VALUE=DATE:{day(1)}\r\n")
        assert not any("Ja ha començat" in words for words in one.doubts)

    def test_an_hour_alone_is_no_night_and_becomes_a_draft(self, editor, bring):
        (one,) = sole(f"DTSTART{madrid(3, '190000')}\r\n")
        assert (one.day, one.starts, one.ends, one.last_day) == (iso(3), "19:00", "", "")
        data = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:u\r\nSUMMARY:Acte\r\nDTSTART{madrid(3)}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        editor.post(f"{PATH}envia/", {"row": tokens(bring(editor, data.encode()))})
        assert Submission.objects.get().state == "draft"

    def test_what_takes_a_night_or_a_day_and_says_so_keeps_it(self):
        night, whole = sole(
            f"DTSTART{madrid(3, '220000')}\r\nDTEND{madrid(4, '020000')}\r\n",
            f"DTSTART{madrid(5)}\r\nDTEND{madrid(6)}\r\n",
        )
        assert (night.starts, night.ends, night.last_day, night.doubts) == ("22:00", "02:00", "", ())
        assert (whole.starts, whole.ends, whole.last_day, whole.doubts) == ("18:00", "18:00", iso(6), ())

    def test_days_are_counted_without_the_one_after(self):
        (one,) = sole(f"DTSTART;VALUE=DATE:{day(3)}\r\nDTEND;VALUE=DATE:{day(6)}\r\n")
        assert (one.day, one.last_day, one.starts) == (iso(3), iso(5), "")

    def test_what_looks_like_one_that_is_here_is_told_and_not_ticked(self, editor, bring, entity, make_activity):
        start = timezone.make_aware(datetime.fromisoformat(f"{iso(3)}T18:00"))
        make_activity("ACTE 0", starts_at=start)
        theirs = make_activity("Amb un altre nom", starts_at=start + timedelta(days=1))
        theirs.parties.add(entity.party)
        page = " ".join(bring(editor, calendar({}, {"day": day(4)}, {"day": day(5)})).text.split())
        assert "S’assembla a una que ja hi és: ACTE 0" in page and "ja hi és: Amb un altre nom" in page
        assert page.count("checked>") == 1

    def test_and_what_waits_for_the_team_too(self, editor, bring):
        editor.post(f"{PATH}envia/", {"row": tokens(bring(editor, calendar({"uid": "a"})))})
        page = bring(editor, calendar({"uid": "b"})).text
        assert "S’assembla a una que ja hi és: Acte 0" in page and "checked>" not in page


class TestWhatComesAgain:
    def weekly(self, number=3, rule="FREQ=WEEKLY;COUNT=6", more=""):
        return (
            f"DTSTART{madrid(number)}\r\nDTEND{madrid(number, '200000')}\r\nLOCATION:Ateneu\r\nRRULE:{rule}\r\n{more}"
        )

    def as_file(self, event, *more):
        rows = "".join(f"BEGIN:VEVENT\r\nUID:u\r\nSUMMARY:Ioga\r\n{one}END:VEVENT\r\n" for one in (event, *more))
        return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{rows}END:VCALENDAR\r\n".encode()

    def test_is_one_proposal_and_once_approved_one_series(self, editor, bring, team):
        data = self.as_file(self.weekly(more=f"EXDATE{madrid(17)}\r\n"))
        page = bring(editor, data)
        assert len(tokens(page)) == 1 and "5 vegades" in page.text
        editor.post(f"{PATH}envia/", {"row": tokens(page)})
        one = Submission.objects.get()
        assert one.state == "pending" and one.values["repeats"] == "weekly"
        team.post(f"/gestio/{one.pk}/decideix/", {"act": "approve", "revision": 1})
        made = list(Activity.objects.order_by("starts_at"))
        days = [timezone.localtime(each.starts_at).date().isoformat() for each in made]
        assert days == [iso(number) for number in (3, 10, 24, 31, 38)] and len({each.series_id for each in made}) == 1
        again = bring(editor, data)
        assert "Ja hi és" in again.text and not tokens(again) and Activity.everything.count() == 5

    def test_a_time_that_was_moved_stands_apart_and_one_cancelled_is_left_out(self):
        moved = f"RECURRENCE-ID{madrid(10)}\r\nDTSTART{madrid(11, '190000')}\r\nDTEND{madrid(11, '210000')}\r\n"
        gone = (
            f"RECURRENCE-ID{madrid(17)}\r\nDTSTART{madrid(17)}\r\nDTEND{madrid(17, '200000')}\r\nSTATUS:CANCELLED\r\n"
        )
        alone, series = sorted(read(self.as_file(self.weekly(), moved, gone))[0], key=lambda one: one.times)
        assert (alone.day, alone.starts, alone.repeats) == (iso(11), "19:00", "")
        assert (series.times, series.repeat_until) == (4, iso(38))
        out = [f"{timezone.localdate() + timedelta(days=number):%d/%m/%Y}" for number in (10, 17)]
        assert series.except_days == ", ".join(out)

    def test_every_two_weeks_and_two_days_a_week(self):
        (one,) = sole(self.weekly(rule="FREQ=WEEKLY;INTERVAL=2;COUNT=4"))
        assert (one.repeats, one.times, one.except_days) == ("fortnightly", 4, "")
        two = sole(self.weekly(rule="FREQ=DAILY;COUNT=14"))
        assert [(each.repeats, each.times) for each in two] == [("weekly", 2)] * 7
        assert len({each.uid for each in two}) == 7

    def test_a_rule_that_the_form_does_not_know_is_told_time_by_time(self):
        found = sole(self.weekly(rule="FREQ=WEEKLY;INTERVAL=3;COUNT=3"))
        assert [(one.day, one.repeats) for one in found] == [(iso(number), "") for number in (3, 24, 45)]

    def test_what_goes_on_in_the_calendar_says_until_when_it_is_proposed(self, editor, bring):
        page = bring(editor, self.as_file(self.weekly(rule="FREQ=WEEKLY")))
        assert "Al calendari continua" in page.text and "checked>" in " ".join(page.text.split())
        (one,) = sole(self.weekly())
        assert one.notes == ()

    def test_what_was_brought_time_by_time_before_is_told(self, editor, bring, make_activity):
        one = make_activity(starts_at=timezone.now() + timedelta(days=200))
        start = timezone.make_aware(datetime.fromisoformat(f"{iso(10)}T18:00"))
        Activity.everything.filter(pk=one.pk).update(uid=f"u/{start.astimezone(UTC):%Y%m%dT%H%MZ}")
        page = bring(editor, self.as_file(self.weekly())).text
        assert "Alguns dels seus dies ja hi són" in page and "checked>" not in page

    @pytest.mark.parametrize("until", ["COUNT=20", "UNTIL=20270115T170000Z"])
    def test_an_hour_in_utc_of_a_calendar_of_madrid_is_the_same_in_december(self, monkeypatch, until):
        monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 9, 1, 9, tzinfo=UTC))
        event = f"DTSTART:20260903T170000Z\r\nDTEND:20260903T183000Z\r\nRRULE:FREQ=WEEKLY;{until}\r\n"
        (one,) = sole(event, head="X-WR-TIMEZONE:Europe/Madrid\r\n")
        assert (one.day, one.starts, one.ends, one.times) == ("2026-09-03", "19:00", "20:30", 20) and not one.doubts
        # Without the zone it is what the standard says, and somebody has to look.
        summer, winter = sole(event)
        assert (summer.starts, winter.starts) == ("19:00", "18:00")
        assert all("A l’estiu i a l’hivern" in " ".join(each.doubts) for each in (summer, winter))


def test_html_becomes_text_with_its_links_and_paragraphs():
    (one,) = sole(
        f"DTSTART{madrid(3)}\r\nDURATION:PT1H\r\nDESCRIPTION:<b>Porta</b> got<br>i "
        '<a href="https://exemple.cat/apunta">apunta’t</a><p>Gràcies&nbsp\\;a tothom</p><ul><li>pa</li><li>vi</li></ul>'
        "<script>alert(1)</script>\r\n"
    )
    assert one.description == "Porta got\ni apunta’t (https://exemple.cat/apunta)\n\nGràcies a tothom\n\n- pa\n- vi"


@pytest.mark.parametrize("text", ["De 3 < 6 anys & més", "Línia\\nde sota", "5 > 4\\, oi?"])
def test_what_is_no_html_stays_as_it_was_written(text):
    (one,) = sole(f"DTSTART{madrid(3)}\r\nDURATION:PT1H\r\nDESCRIPTION:{text}\r\n")
    assert one.description == text.replace("\\n", "\n").replace("\\,", ",")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_files_are_read_in_the_encodings_in_which_programs_write_them(encoding):
    rows = calendar({"name": "Castanyada — l’alzinar", "more": "DESCRIPTION:Pa amb tomàquet i cançó\r\n"}).decode()
    (one,) = read(rows.encode(encoding))[0]
    assert (one.name, one.description) == ("Castanyada — l’alzinar", "Pa amb tomàquet i cançó")


def test_a_letter_cut_by_the_fold_of_a_line_is_whole_again():
    rows = calendar({"name": "Cançó"}).replace("ç".encode(), b"\xc3\r\n \xa7")
    assert read(rows)[0][0].name == "Cançó"


def test_events_without_identifier_are_known_the_next_time(editor, bring):
    rows = calendar({}, {"day": day(4)}).replace(b"UID:u0\r\n", b"").replace(b"UID:u1\r\n", b"")
    editor.post(f"{PATH}envia/", {"row": tokens(bring(editor, rows))})
    page = bring(editor, rows)
    assert page.text.count("Ja hi és") == 2 and not tokens(page)


def test_what_the_events_share_is_said_once_for_all(editor, bring):
    shared = {"venue": "Ateneu gran", "audience": "citizens", "childcare": "yes", "step_free": "no"}
    rows = calendar({}, {"day": day(4)}).replace(b"LOCATION:Ateneu\r\n", b"", 1)
    themes = Theme.objects.first().key
    editor.post(f"{PATH}envia/", {"row": tokens(bring(editor, rows, **shared | {"themes": [themes]}))})
    first, second = Submission.objects.order_by("pk")
    assert (first.values["venue"], second.values["venue"]) == ("Ateneu gran", "Ateneu")
    for one in (first, second):
        assert one.values["themes"] == [themes] and one.values["audience"] == "citizens"
        assert (one.values["childcare"], one.values["step_free"], one.values["food"]) == ("yes", "no", "unknown")


@pytest.mark.parametrize("field", ["audience", "themes", "childcare"])
def test_nonsense_in_what_they_share_is_told(editor, bring, field):
    assert bring(editor, calendar({}), **{field: "res"}).status_code == 422


def test_the_look_at_a_calendar_costs_the_same_for_three_events_and_for_thirty(editor, bring):
    def queries(number):
        with CaptureQueriesContext(connection) as made:
            assert len(tokens(bring(editor, calendar(*({"day": day(3 + each)} for each in range(number)))))) == number
        return len(made)

    queries(3)
    assert queries(3) == queries(30)


def test_it_says_how_many_events_are_left_out_and_why(editor, bring):
    backwards = calendar({"day": day(-5)}).replace(b"T190000", b"T170000")
    whole = calendar({}, {"day": day(-3)}, {"day": day(300)}, {"more": "STATUS:CANCELLED\r\n"}, {"day": day(-9)})
    event = backwards[backwards.index(b"BEGIN:VEVENT") : backwards.index(b"END:VCALENDAR")].replace(b"UID:u0", b"UID:b")
    page = " ".join(bring(editor, whole.replace(b"END:VCALENDAR", event + b"END:VCALENDAR")).text.split())
    assert page.count('name="row"') == 1
    assert "3 actes queden fora: ja han passat." in page
    assert "1 acte queda fora: falten més de sis mesos." in page and "1 acte queda fora: està anul·lat." in page
    assert "queden fora" not in bring(editor, calendar({})).text
