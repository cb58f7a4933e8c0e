"""Whoever watches over the site learns whether it lives, whether it can serve, and what is wrong."""

from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from energies.operations import health

PATHS = ["/salut/viu/", "/salut/", "/salut/tot/"]


@contextmanager
def no_database():
    def away(*args):
        raise OperationalError("server closed the connection")

    with connection.execute_wrapper(away):
        yield


@pytest.fixture
def ailing(monkeypatch):
    """Returns a function that lets a check that is not vital say something."""
    monkeypatch.setattr(health, "_checks", dict(health._checks))
    return lambda words: health.register("queue", lambda: words)


@pytest.mark.parametrize("path", PATHS)
def test_all_is_well_and_says_which_release(client, db, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["release"] == settings.RELEASE
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PATHS)
def test_a_probe_of_the_machine_is_answered_by_number_without_https(client, db, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["exemple.cat"]
    assert client.get(path, headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/", headers={"host": "10.0.0.7:8000"}).status_code in (301, 400)


def test_without_a_database_it_lives_and_cannot_serve(client, db):
    with no_database():
        assert client.get("/salut/viu/").status_code == 200
        answer = client.get("/salut/")
    assert answer.status_code == 503
    assert answer.json()["status"] == "down"
    assert answer.json()["checks"]["database"] == "does not answer"


def test_a_full_disk_is_told(client, db, monkeypatch):
    monkeypatch.setattr(health, "FREE_BYTES", 10**18)
    answer = client.get("/salut/")
    assert answer.status_code == 503
    assert "MB free" in answer.json()["checks"]["disk"]


def test_what_is_not_vital_keeps_nobody_from_being_served_and_wakes_whoever_watches(client, db, ailing):
    ailing("the oldest letter waits since an hour")
    assert client.get("/salut/").status_code == 200
    assert client.get("/salut/").json()["status"] == "degraded"
    assert client.get("/salut/tot/").status_code == 503


def test_a_cache_that_is_away_is_told_and_serves_all_the_same(client, db, settings):
    settings.CACHES = settings.CACHES | {
        "pages": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    answer = client.get("/salut/")
    assert answer.status_code == 200
    assert answer.json()["checks"]["cache"] == "does not answer"


def test_it_tells_nothing_but_names_and_plain_sentences(client, db):
    told = client.get("/salut/").json()
    assert set(told) == {"status", "release", "checks"}
    assert {"database", "cache", "disk"} <= set(told["checks"])


def test_it_is_asked_by_get_and_head_alone(client, db):
    assert client.post("/salut/").status_code == 405
    assert client.head("/salut/").status_code == 200
    assert client.get("/salut/altra/").status_code == 404
