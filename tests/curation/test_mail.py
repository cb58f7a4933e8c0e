"""Letters reach a real mail server once each, also when it was down while they were written."""

from email.header import decode_header, make_header

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bin.throwaway_postgres import free_port
from energies.curation import review
from energies.kernel import mail
from projects.models import Project
from tests.smtp import Postbox, listening

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings):
    """A context manager during which an SMTP server listens where letters are sent; it yields its Postbox."""
    port, box = free_port(), Postbox()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    return lambda: listening(box, port)


def work(after=None):
    """Run the production worker until nothing is due; ``after``: as if the waiting letters were due now."""
    if after:
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    call_command("db_worker", batch=True, verbosity=0)


def waiting():
    return DBTaskResult.objects.filter(status="READY").count()


def test_a_letter_comes_as_text_and_alike_in_html(server, propose, staff_user):
    review.approve(propose(), by=staff_user, revision=1, text="Benvingudes!")
    with server() as box:
        work()
    (letter,) = box.letters
    text, html = (part.get_payload(decode=True).decode() for part in letter.get_payload())
    assert letter["To"] == "autora@exemple.cat" and "Benvingudes!" in text and "Benvingudes!" in html
    assert f'<a href="http://127.0.0.1:8000{Project.objects.get().get_absolute_url()}"' in html


def test_a_dead_server_loses_none_and_doubles_none(server, propose, staff_user):
    ones = [propose(name=[f"Projecte {number}"]) for number in range(3)]
    with server() as box:
        review.approve(ones[0], by=staff_user, revision=1)
        work()
    for one in ones[1:]:
        review.approve(one, by=staff_user, revision=1)
    work()
    work(after="a while")
    assert len(box.letters) == 1 and waiting() == 2
    with server():
        work(after="a while")
        work(after="a while")

    subjects = sorted(str(make_header(decode_header(letter["Subject"]))) for letter in box.letters)
    assert subjects == [f"Ja ets al mapa: Projecte {number}" for number in range(3)]
    assert len({letter["Message-ID"] for letter in box.letters}) == 3 and waiting() == 0


def test_a_server_that_says_later_is_asked_again_and_one_that_says_no_is_not(server, propose, staff_user):
    review.approve(propose(), by=staff_user, revision=1)
    with server() as box:
        box.answer = "451 Torneu més tard"
        work()
        assert waiting() == 1
        box.answer = "554 No"
        work(after="a while")
    assert waiting() == 0 and not box.letters
    assert DBTaskResult.objects.filter(status="FAILED").count() == 1


def test_it_is_tried_for_two_days_and_then_given_up(server, propose, staff_user):
    review.approve(propose(), by=staff_user, revision=1)
    for _try in range(len(mail.WAITS) + 1):
        assert waiting() == 1
        work(after="a while")
    assert waiting() == 0 and DBTaskResult.objects.filter(status="FAILED").count() == 1


def test_a_decision_that_is_rolled_back_writes_to_nobody(server, propose, staff_user):
    one = propose(barri=["54"])
    one.values["barri"] = "99"
    one.save()
    with pytest.raises(review.CannotApply):
        review.approve(one, by=staff_user, revision=1)
    assert waiting() == 0
