"""What breaks is told to a person, once an hour at most, with nothing of whom it happened to."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from energies.operations import failures
from energies.operations.models import Failure

PRIVATE = "anna.secreta@exemple.cat"


@pytest.fixture
def broken(client, db, settings):
    """Returns a function that asks for the page that breaks."""
    settings.ROOT_URLCONF = "tests.operations.broken_urls"
    client.raise_request_exception = False
    return lambda: client.get("/trenca/", {"q": PRIVATE}, headers={"cookie": f"a={PRIVATE}"})


@pytest.fixture
def telling(django_capture_on_commit_callbacks):
    """Returns a function that does the job and lets the letters go."""

    def tell(now=None):
        with django_capture_on_commit_callbacks(execute=True):
            return failures.tell(now or timezone.now())

    return tell


def test_the_page_says_how_to_name_it_and_so_do_header_and_letter(broken, telling, settings):
    answer = broken()
    assert answer.status_code == 500
    name = answer["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{12}", name)
    assert name in answer.text
    telling()
    assert mail.outbox[0].to == [settings.STAFF_EMAIL]
    assert name in mail.outbox[0].body


def test_the_letter_says_where_and_how_often_and_nothing_that_was_typed(broken, telling):
    for _time in range(3):
        broken()
    assert telling() == 1
    letter = mail.outbox[0].body
    assert "builtins.ValueError" in letter
    assert "broken_urls.py" in letter
    assert "3 vegades" in letter
    assert "broken" in letter
    assert PRIVATE not in letter and PRIVATE not in str(Failure.objects.values())


def test_the_same_fault_is_one_and_goes_on_being_counted(broken):
    broken()
    broken()
    assert [one.count for one in Failure.objects.all()] == [2]


def test_there_is_a_letter_an_hour_at_most_and_a_day_between_two_about_the_same(broken, telling):
    now = timezone.now()
    broken()
    assert telling(now) == 1
    broken()
    logging.getLogger("energies.tick").error("Another %s", PRIVATE)
    assert telling(now + timedelta(minutes=30)) == 0
    assert telling(now + timedelta(hours=2)) == 1
    assert "energies.tick" in mail.outbox[1].body and "ValueError" not in mail.outbox[1].body
    assert telling(now + timedelta(hours=26)) == 1
    assert "ValueError" in mail.outbox[2].body
    assert PRIVATE not in mail.outbox[1].body


def test_nothing_wrong_nothing_said(telling, db):
    assert telling() == 0
    assert mail.outbox == []


def test_what_others_do_to_the_site_is_no_fault_of_it(client, db):
    client.get("/", headers={"host": "dolent.example"})
    assert client.get(reverse("home"), headers={"host": "dolent.example"}).status_code == 400
    assert not Failure.objects.exists()


def test_what_fails_within_a_transaction_that_is_rolled_back_is_kept(transactional_db):
    from django.db import transaction

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        logging.getLogger("energies").error("broken inside")
        raise ZeroDivisionError
    failures.store()
    assert Failure.objects.get().kind == "energies"


def test_it_is_forgotten_after_a_month(broken, telling):
    broken()
    telling()
    telling(timezone.now() + failures.KEPT + timedelta(days=1))
    assert not Failure.objects.exists()
