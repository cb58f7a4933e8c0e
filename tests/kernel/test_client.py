"""Who asks: the address that counts, behind proxies that are trusted and others, whatever the headers say."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from energies.kernel import env
from energies.kernel.client import ForwardedMiddleware, address_of

PROXY, OTHER_PROXY, VISITOR = "10.0.0.1", "192.0.2.7", "203.0.113.5"


@pytest.fixture
def trust(settings, monkeypatch):
    """Returns a function that trusts what TRUSTED_PROXIES would hold."""

    def set_proxies(text):
        monkeypatch.setenv("TRUSTED_PROXIES", text)
        settings.TRUSTED_PROXIES = env.proxies()

    set_proxies(f"10.0.0.0/8, {OTHER_PROXY},2001:db8:ffff::/48")
    return set_proxies


def asked(remote, forwarded=None):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return address_of(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


@pytest.mark.parametrize(
    ("remote", "forwarded", "counted"),
    [
        (VISITOR, None, VISITOR),
        (VISITOR, "198.51.100.1", VISITOR),  # forged: nobody's proxy says so
        (PROXY, VISITOR, VISITOR),
        (PROXY, f"198.51.100.1, {VISITOR}", VISITOR),  # forged further to the left
        (PROXY, f"127.0.0.1,10.9.9.9, {VISITOR}", VISITOR),  # even as one of ours
        (PROXY, f"198.51.100.1, {VISITOR}, {OTHER_PROXY}", VISITOR),
        (PROXY, f"{VISITOR},{OTHER_PROXY},10.1.1.1", VISITOR),
        (PROXY, None, PROXY),
        (PROXY, "", PROXY),
        (PROXY, "unknown", PROXY),
        (PROXY, f"{VISITOR}, no és res", PROXY),  # what the nearest proxy could not tell, nobody can
        (PROXY, f"{VISITOR}, unknown, {OTHER_PROXY}", OTHER_PROXY),
        (PROXY, "10.2.2.2, 10.3.3.3", "10.2.2.2"),  # somebody within
        (PROXY, f" {VISITOR}:51234 ", VISITOR),
        (PROXY, f"::ffff:{VISITOR}", VISITOR),
        (f"::ffff:{PROXY}", VISITOR, VISITOR),
        ("2001:db8:ffff::1", VISITOR, VISITOR),
        (PROXY, "2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64"),
        (PROXY, "[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", None, "fe80::/64"),
        (PROXY, ", ".join([PROXY] * 200), PROXY),
        ("", VISITOR, ""),
        ("gunicorn.sock", VISITOR, ""),
    ],
)
def test_the_address_is_that_of_the_first_who_is_not_trusted_from_the_right(trust, remote, forwarded, counted):
    assert asked(remote, forwarded) == counted


def test_one_home_with_many_ipv6_addresses_is_one_client_and_its_neighbour_another(trust):
    assert asked("2001:db8:1:2::1") == asked("2001:db8:1:2:ffff::9") != asked("2001:db8:1:3::1")


def test_a_unix_socket_is_trusted_when_it_is_named(trust):
    trust("unix")
    assert asked("", f"198.51.100.1, {VISITOR}") == VISITOR
    assert asked(PROXY, VISITOR) == PROXY


def test_without_proxies_nothing_that_is_told_is_believed(trust):
    trust("")
    assert asked("127.0.0.1", VISITOR) == "127.0.0.1"


@given(remote=st.text(max_size=40), forwarded=st.text(max_size=400))
def test_nothing_that_is_sent_breaks_it(remote, forwarded):
    assert isinstance(asked(remote, forwarded), str)
    assert isinstance(asked("127.0.0.1", forwarded), str)


@pytest.mark.parametrize("text", ["el-proxy", "10.0.0.1/99", "10.0.0.5/8", "*"])
def test_nonsense_in_the_variable_stops_the_start(monkeypatch, text):
    monkeypatch.setenv("TRUSTED_PROXIES", text)
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        env.proxies()


@pytest.mark.parametrize(
    ("remote", "told", "location"),
    [(PROXY, "https", None), (PROXY, "http", "https://"), (VISITOR, "https", "https://"), (VISITOR, None, "https://")],
)
def test_https_is_believed_from_a_proxy_and_from_nobody_else(client, db, settings, trust, remote, told, location):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    answer = client.get("/contacte/", REMOTE_ADDR=remote, headers={"X-Forwarded-Proto": told} if told else {})
    assert answer.status_code == (301 if location else 200)
    assert answer.get("Location", "").startswith(location or "")


def test_the_check_for_production_asks_for_the_proxies_to_be_named(settings, db):
    settings.DEMO, settings.TRUSTED_PROXIES = False, ()
    told = [one.id for one in run_checks(include_deployment_checks=True) if one.id.startswith("energies.")]
    assert told == ["energies.W001"]
    settings.TRUSTED_PROXIES = ("unix",)
    assert not [one.id for one in run_checks(include_deployment_checks=True) if one.id.startswith("energies.")]


def test_a_proxy_that_nobody_named_is_told_of_once(settings, trust, caplog):
    settings.DEMO = False
    middleware, seen = ForwardedMiddleware(lambda request: request), []
    for _time in range(3):
        request = RequestFactory().get("/", REMOTE_ADDR=VISITOR, HTTP_X_FORWARDED_FOR="198.51.100.1")
        seen.append(middleware(request).headers.get("X-Forwarded-For"))
    assert seen == [None] * 3 and caplog.text.count("TRUSTED_PROXIES") == 1


def test_another_host_is_never_believed(client, db, trust):
    answer = client.get("/robots.txt", REMOTE_ADDR=PROXY, headers={"X-Forwarded-Host": "dolent.exemple"})
    assert "dolent" not in answer.text
