"""Requests that are refused get words and a 4xx, and one short line of log; faults of ours keep their traceback."""

import io
import logging

import html5lib
import pytest

from energies.kernel.log_filters import OursFilter, ShortFilter

pytestmark = pytest.mark.django_db

FORM, TOKEN = "application/x-www-form-urlencoded", "a" * 32
BIG = "x" * 3_000_000
REFUSED = {
    "another's host": ("GET", {"HTTP_HOST": "un-altre.exemple"}, 400, "no és la del lloc"),
    "a form too long": ("POST", {"data": f"text={BIG}"}, 413, "massa llarg"),
    "too many fields": ("POST", {"data": "&".join(f"a{n}=1" for n in range(1001))}, 413, "més parts"),
    "parts that cannot be read": (
        "POST", {"data": "x", "content_type": "multipart/form-data; boundary="}, 400, "no ha arribat sencer",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("kept", [0, 60])
def test_what_is_refused_gets_words_and_one_line_of_log(ask, settings, records, what, kept):
    settings.PAGE_CACHE_SECONDS = kept
    method, request, status, words = REFUSED[what]
    if method == "POST":
        # With the cookie of a form, what is sent is read.
        request = {"content_type": FORM, "HTTP_COOKIE": f"csrftoken={TOKEN}"} | request
    got, _headers, body = ask(method, "/contacte/", **request)
    assert got == status and words in body.decode()
    html5lib.HTMLParser(strict=True).parse(body.decode())
    one_short_line(records)


class BrokenOff(io.BytesIO):
    def read(self, *_size):
        raise OSError("the client went away")

    readline = read


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("token", [{}, {"HTTP_X_CSRFTOKEN": TOKEN}])
def test_a_body_that_breaks_off_is_said_in_words_too(ask, records, kind, token):
    environ = {"wsgi.input": BrokenOff(), "CONTENT_LENGTH": "100", "CONTENT_TYPE": kind} | token
    status, _headers, body = ask("POST", "/es/contacto/", HTTP_COOKIE=f"csrftoken={TOKEN}", **environ)
    assert status in (400, 403, 422) and "<h1" in body.decode() and 'lang="es"' in body.decode()
    assert len(records) <= 1 and all("\n" not in logging.Formatter().format(one) for one in records)


@pytest.fixture
def records():
    """What people read in the log, as the console's handler lets it through."""
    kept = []
    handler = logging.Handler()
    handler.emit = kept.append
    handler.addFilter(ShortFilter())
    logging.getLogger().addHandler(handler)
    yield kept
    logging.getLogger().removeHandler(handler)


def one_short_line(records):
    assert len(records) == 1, records
    text = logging.Formatter().format(records[0])
    assert "\n" not in text and len(text) < 450 and records[0].levelno == logging.WARNING
    # Refusals of the form's own check have no exception, and are no error either.
    assert records[0].name == "django.security.csrf" or OursFilter().filter(records[0]) is False


def test_a_fault_of_ours_keeps_its_traceback(ask, records, monkeypatch):
    monkeypatch.setattr("energies.site.views.count_by_barri", lambda: 1 / 0)
    status, _headers, _body = ask("GET", "/")
    assert status == 500
    assert "Traceback" in logging.Formatter().format(records[0]) and OursFilter().filter(records[0]) is True


def test_that_we_cannot_serve_is_no_fault_to_be_told_of(records, client, db, monkeypatch):
    monkeypatch.setattr("energies.site.errors.AwayMiddleware.until", float("inf"))
    answer = client.get("/en/")
    assert answer.status_code == 503 and "back in a moment" in answer.text
    (record,) = records
    assert record.levelno == logging.ERROR and OursFilter().filter(record) is False
