"""Settings refuse nonsense instead of guessing."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from energies.kernel import env


@pytest.mark.parametrize("value", ["http://exemple.cat", "exemple.cat", "https://exemple.cat/cami", "https://"])
def test_a_site_is_an_https_origin(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        env.site_url()


def test_a_site_loses_its_last_slash(monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://exemple.cat/")
    assert env.site_url() == "https://exemple.cat"


@pytest.mark.parametrize("value", ["maybe", "2", "sí"])
def test_a_flag_is_yes_or_no(monkeypatch, value):
    monkeypatch.setenv("FLAG", value)
    with pytest.raises(ImproperlyConfigured, match="FLAG"):
        env.flag("FLAG")


@pytest.mark.parametrize("value", ["-1", "ten", "11", "1.5"])
def test_a_number_stays_within_its_bounds(monkeypatch, value):
    monkeypatch.setenv("N", value)
    with pytest.raises(ImproperlyConfigured, match="N must be"):
        env.integer("N", 5, high=10)


def test_a_database_is_sqlite_or_postgresql(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert env.database(sqlite_file="x")["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p%40@h:5433/n?sslmode=require")
    database = env.database(sqlite_file="x")
    assert (database["PASSWORD"], database["PORT"], database["NAME"]) == ("p@", 5433, "n")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["pool"]
    monkeypatch.setenv("DATABASE_URL", "mysql://h/n")
    with pytest.raises(ImproperlyConfigured, match="postgres://"):
        env.database(sqlite_file="x")


def test_whoever_asks_a_database_that_is_away_waits_less_than_three_seconds(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://u@h/n")
    options = env.database(sqlite_file="x")["OPTIONS"]
    assert options["pool"]["timeout"] < 3 and options["connect_timeout"] < 3


def test_a_cache_is_redis_and_not_waited_for(monkeypatch):
    monkeypatch.setenv("CACHE_URL", "redis://h:6379/0")
    assert env.cache()["OPTIONS"]["SOCKET_TIMEOUT"] < 1
    monkeypatch.setenv("CACHE_URL", "memcached://h")
    with pytest.raises(ImproperlyConfigured, match="redis://"):
        env.cache()


def test_mail_goes_by_smtp_only(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtps://u:p@h")
    assert env.mailer()["OPTIONS"]["port"] == 465
    monkeypatch.setenv("EMAIL_URL", "pop://h")
    with pytest.raises(ImproperlyConfigured, match="smtp://"):
        env.mailer()
