"""The secrets of second factors rest sealed, open with any key of the settings, and can be sealed anew."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from energies.accounts import sealing
from energies.accounts.checks import secrets_open
from energies.accounts.private_allauth import TOTP, RecoveryCodes
from energies.kernel import env

pytestmark = pytest.mark.django_db
KEY = "JBSWY3DPEHPK3PXP"
OLD, NEW = "o" * 40, "n" * 40


def rows():
    """Return what the table holds, as whoever copies the database reads it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator ORDER BY id")
        return [data if isinstance(data, str) else json.dumps(data) for (data,) in cursor.fetchall()]


@pytest.fixture
def factors(staff_user, settings):
    """An app and codes of the team's, as a person sets them up; returns the codes."""
    settings.SECRETS_KEYS = [OLD]
    TOTP.activate(staff_user, KEY)
    return RecoveryCodes.activate(staff_user).generate_codes()


def test_the_table_holds_no_seed(factors):
    app, codes = rows()
    seed = sealing.unseal(json.loads(codes)["seed"])
    assert KEY not in app and seed not in codes
    assert all(code not in codes for code in factors)
    assert json.loads(app)["secret"].startswith(sealing.MARK) and json.loads(codes)["seed"].startswith(sealing.MARK)
    assert sealing.unseal(json.loads(app)["secret"]) == KEY


def test_another_key_opens_nothing(factors, settings):
    settings.SECRETS_KEYS = [NEW]
    with pytest.raises(sealing.CannotOpen):
        Authenticator.objects.get(type="recovery_codes").wrap().generate_codes()


def test_a_new_key_goes_before_the_old_one_and_then_alone(factors, settings, capsys):
    settings.SECRETS_KEYS = [NEW, OLD]
    assert Authenticator.objects.get(type="recovery_codes").wrap().generate_codes() == factors
    before = rows()
    call_command("second_factor", reencrypt=True)
    assert capsys.readouterr().out.endswith(": 2.\n") and not set(before) & set(rows())
    settings.SECRETS_KEYS = [NEW]
    assert Authenticator.objects.get(type="recovery_codes").wrap().generate_codes() == factors


def test_reencrypting_without_the_key_changes_nothing_and_says_why(factors, settings):
    settings.SECRETS_KEYS, before = [NEW], rows()
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("second_factor", reencrypt=True)
    assert rows() == before


def test_a_release_that_lost_the_key_stops_before_it_migrates(factors, settings):
    assert secrets_open(["default"]) == []
    settings.SECRETS_KEYS = [NEW]
    (error,) = secrets_open(["default"])
    assert error.id == "accounts.E001" and "SECRETS_KEY" in error.hint


def test_a_short_key_stops_the_start(monkeypatch):
    monkeypatch.setenv("SECRETS_KEY", f"{OLD}, {NEW}")
    assert env.keys("SECRETS_KEY") == [OLD, NEW]
    monkeypatch.setenv("SECRETS_KEY", f"{OLD},curta")
    with pytest.raises(ImproperlyConfigured, match="32 signs or more"):
        env.keys("SECRETS_KEY")
