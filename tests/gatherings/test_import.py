"""Somebody's own calendar: what is in it is seen first, what is chosen is proposed, and nothing is public by itself."""

import contextlib
import re
import socket
import threading
import time
from datetime import timedelta
from http.client import HTTPException
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from energies.accounts.models import User
from energies.curation.models import Submission
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
    assert Activity.objects.get().uid == "u0" and Activity.objects.get().entities.get().name == "Ateneu de mostra"
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


def test_what_outlook_exports_comes_again_but_for_its_exceptions(editor, bring):
    page = bring(editor, exported("outlook"))
    assert len(tokens(page)) == 3 and "Feina a l’hort, més tard" in page.text
    editor.post(f"{PATH}envia/", {"row": tokens(page)})
    hours = sorted((one.values["day"], one.values["starts"]) for one in Submission.objects.all())
    days = [(timezone.localdate() + timedelta(days=number)).isoformat() for number in (1, 15, 22)]
    assert hours == [(days[0], "18:00"), (days[1], "19:00"), (days[2], "18:00")]


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
    assert Activity.objects.get().entities.get() == entity


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
    ours.settimeout(5)
    monkeypatch.setattr(fetch, "DEADLINE", 1)
    monkeypatch.setattr(fetch._Pinned, "connect", lambda self: setattr(self, "sock", ours))

    def drip():
        with contextlib.suppress(OSError):
            theirs.sendall(opening)
            for _ in range(60):
                theirs.sendall(b"x")
                time.sleep(0.1)

    server = threading.Thread(target=drip)
    server.start()
    begun = time.monotonic()
    with ours, theirs:
        with pytest.raises((NotACalendar, OSError, HTTPException)):
            fetch._get("exemple.cat", "/", "203.0.113.1")
        assert time.monotonic() - begun < 4
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
    assert "continua demà" in answer.text and "tornar a triar els fitxers" in answer.text
