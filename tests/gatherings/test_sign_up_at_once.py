"""Two spellings of one address at the same instant: one place, one registration, and nobody is told but by letter."""

import pytest
from django.core import mail
from django.core.cache import cache

from gatherings import places
from gatherings.models import Activity, Registration
from tests.curation.test_at_once import a_database_that_threads_share, at_once  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.at_once]


def test_two_spellings_at_the_same_instant_take_one_place(make_activity):
    cache.clear()
    activity = make_activity(sign_up="required", capacity=50)

    def sign_up(email):
        return places.ask_for(activity, name="Pau", email=email)

    spellings = ["pau@cançó.cat", "pau@xn--can-4la4d.cat", "PAU@CANÇÓ.CAT", "Pau@cançó.cat"]
    assert at_once(*(lambda email=email: sign_up(email) for email in spellings)) == ["unconfirmed"] * 4
    assert Registration.objects.count() == Activity.everything.get().taken == 1
    subjects = sorted(letter.subject.split(":")[0] for letter in mail.outbox)
    assert subjects == ["Confirma el teu lloc"] + ["Ja t’hi havies apuntat"] * 3
