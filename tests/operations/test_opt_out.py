"""The way out of letters that come again: one click, no account, and it does what it says."""

from datetime import timedelta

import pytest
from django.core import mail, signing
from django.test import Client
from django.utils import timezone

from energies.kernel.mail import kinds
from energies.operations import opt_out
from energies.operations.models import OptOut

pytestmark = pytest.mark.django_db

AINA = "aina@exemple.cat"

NO_ADDRESS = signing.dumps(["return_wanted", "", "no mail"], salt=opt_out.SALT, compress=True)


def path(topic="return_wanted", email=AINA, language="ca", about=""):
    return opt_out.link(topic, email, language, about).removeprefix("http://127.0.0.1:8000")


@pytest.mark.parametrize(
    ("language", "said"), [("ca", "Atura aquests correus"), ("es", "Parar estos correos"), ("en", "Stop these letters")]
)
def test_following_the_link_changes_nothing_and_says_what_would_stop(client, language, said):
    page = client.get(path(language=language))
    assert page.status_code == 200 and said in page.text and not OptOut.objects.exists()
    assert "no-store" in page["Cache-Control"] and "noindex" in page.text and not page.cookies


def test_one_click_from_a_mail_program_is_enough_and_twice_is_once():
    client = Client(enforce_csrf_checks=True)
    for _time in range(2):
        page = client.post(path(), {"List-Unsubscribe": "One-Click"})
        assert page.status_code == 200 and "Fet:" in page.text and not page.cookies
    assert [(one.topic, one.email_key) for one in OptOut.objects.all()] == [("return_wanted", AINA)]
    assert "Fet:" in client.get(path()).text


@pytest.mark.parametrize(
    "token",
    ["x", "x:y:z", signing.dumps(["return_wanted", "", AINA], salt="other"), NO_ADDRESS],
    ids=["no token", "three parts", "of another salt", "no address"],
)
def test_a_link_of_other_hands_does_nothing(client, token):
    for answer in (client.get(f"/no-vull-mes-correus/{token}/"), client.post(f"/no-vull-mes-correus/{token}/")):
        assert answer.status_code == 404 and "sencera" in answer.text
    assert not OptOut.objects.exists()


def test_a_link_lasts_as_long_as_what_it_is_about(client, monkeypatch):
    link = path("reminder", about="1")
    later = timezone.now() + timedelta(days=91)
    monkeypatch.setattr("time.time", lambda: later.timestamp())
    assert client.post(link).status_code == 410 and not OptOut.objects.exists()


def test_a_refusal_is_of_one_thing_or_of_all_of_a_kind_and_of_one_address():
    opt_out.refuse("follow_up", AINA, "entity.1")
    opt_out.refuse("follow_up", "biel@exemple.cat")
    assert set(opt_out.refused("follow_up", "entity.1")) == {AINA, "biel@exemple.cat"}
    assert set(opt_out.refused("follow_up", "entity.2")) == {"biel@exemple.cat"}
    assert not opt_out.has_refused("reminder", AINA, "entity.1")


def test_refusals_are_forgotten_with_what_they_are_about_and_those_of_a_kind_stay():
    for topic in opt_out.topics():
        opt_out.refuse(topic.name, AINA, "1")
    OptOut.objects.update(at=timezone.now() - timedelta(days=4000))
    opt_out.over(timezone.now()).delete()
    assert set(OptOut.objects.values_list("topic", flat=True)) == {
        topic.name for topic in opt_out.topics() if topic.lasts is None
    }


def test_every_kind_that_can_be_refused_is_a_letter():
    assert {topic.name for topic in opt_out.topics()} <= set(kinds) and mail.outbox == []
