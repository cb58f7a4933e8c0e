"""What every answer says to browsers, what HEAD leaves out, and requests that are refused in words."""

from datetime import datetime, timedelta

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from energies.site.reference import load as load_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(make_project):
    load_pages()
    return make_project()


def plain_addresses():
    for name in sorted(key for key in get_resolver().reverse_dict if isinstance(key, str)):
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue


def test_head_has_the_head_of_get_and_no_body_that_a_server_would_complain_of(ask, site):
    paths = [*plain_addresses(), site.get_absolute_url(), "/no-hi-es/", "/salut/viu/", "/static/css/site.css"]
    compared = 0
    for path in paths:
        status, headers, body = ask("HEAD", path)
        assert body == b"", path
        if status == 200 and "Set-Cookie" not in headers:
            got, of_get, whole = ask("GET", path)
            assert got == 200
            if "Content-Length" in of_get:
                assert headers["Content-Length"] == str(len(whole)), path
                compared += 1
    assert compared > 20


def test_every_answer_closes_to_browsers_what_no_page_needs(client, site):
    for path in ("/", "/contacte/", "/no-hi-es/", "/robots.txt", "/agenda/agenda.ics", "/equip/", "/salut/viu/"):
        answer = client.get(path)
        if path != "/salut/viu/":  # for programs alone
            assert answer["Cross-Origin-Resource-Policy"] == "same-origin", path
            policy = dict(one.split("=") for one in answer["Permissions-Policy"].split(", "))
            assert policy["geolocation"] == "(self)" and policy["camera"] == policy["microphone"] == "()"
    assert client.get("/")["Cross-Origin-Opener-Policy"] == "same-origin"


def test_where_to_tell_of_a_weakness_is_told_as_rfc_9116_wants(client, settings):
    settings.STAFF_EMAIL = "Equip <equip@exemple.cat>"
    answer = client.get("/.well-known/security.txt")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    fields = [line.split(": ", 1) for line in answer.text.splitlines()]
    told = dict(fields[::-1])
    assert told["Contact"] == "mailto:equip@exemple.cat"
    assert told["Preferred-Languages"] == "ca, es, en"
    assert told["Canonical"] == "http://testserver/.well-known/security.txt"
    assert [name for name, _value in fields].count("Expires") == 1
    left = datetime.fromisoformat(told["Expires"]) - timezone.now()
    assert timedelta(days=170) < left < timedelta(days=365)
