"""A message from organisers: seen first with how many get it, sent once to each, kept in the outbox."""

import pytest
from django.core import mail

from energies.accounts.models import User
from gatherings import places
from gatherings.models import SignUpMessage
from gatherings.registration.messages import A_DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(make_activity, make_entity):
    activity = make_activity(sign_up="required", capacity=10)
    activity.parties.add(make_entity("Hort Nostre").party)
    return activity


@pytest.fixture
def organiser(client, activity):
    person = User.objects.create_user("nosaltres@exemple.cat", language="ca")
    activity.parties.get().entry.editors.add(person)
    client.force_login(person)
    return client


def comes(activity, name):
    places.confirm(places.sign_up(activity, name=name, email=f"{name.lower()}@exemple.cat"))


@pytest.fixture
def post(organiser, activity, django_capture_on_commit_callbacks):
    def send(**data):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            return organiser.post(f"/el-meu-espai/activitats/{activity.pk}/missatge/", data, follow=True)

    return send


def test_it_is_seen_before_it_is_sent_to_each_who_comes_alone(post, activity, organiser):
    comes(activity, "Aina"), comes(activity, "Biel")
    places.sign_up(activity, name="Cesc", email="cesc@exemple.cat")
    page = post(text="Porteu got.")
    assert "S’envia a 2 adreces" in page.text and not mail.outbox
    assert "S’ha enviat a 2 adreces" in post(text="Porteu got.", letters="2").text
    assert sorted(one.to[0] for one in mail.outbox) == ["aina@exemple.cat", "biel@exemple.cat"]
    assert "Porteu got." in mail.outbox[0].body and "inscripcio" in mail.outbox[0].body
    assert SignUpMessage.objects.get().letters == 2
    assert "Porteu got." in organiser.get(f"/el-meu-espai/activitats/{activity.pk}/missatge/").text


def test_if_the_number_changes_meanwhile_it_is_seen_again(post, activity):
    comes(activity, "Aina")
    comes(activity, "Biel")
    page = post(text="Porteu got.", letters="1")
    assert "torna a mirar quants són" in page.text and not mail.outbox and not SignUpMessage.objects.exists()


def test_an_empty_one_or_one_to_nobody_is_not_sent(post, activity):
    assert post(text="").status_code == 422
    page = post(text="Hola", letters="0")
    assert "encara no hi ha ningú" in page.text.lower() and not SignUpMessage.objects.exists()


def test_nobody_else_writes_to_them(client, activity, make_entity):
    other = User.objects.create_user("altra@exemple.cat")
    make_entity("Uns altres").editors.add(other)
    client.force_login(other)
    assert client.post(f"/el-meu-espai/activitats/{activity.pk}/missatge/", {"text": "x"}).status_code == 404


def test_after_a_few_in_a_day_whoever_comes_gets_no_more_and_what_was_written_can_go_tomorrow(post, activity):
    comes(activity, "Aina")
    assert all(post(text=f"Avís {number}.", letters="1").status_code == 200 for number in range(A_DAY.most))
    answer = post(text="Un avís més.", letters="1")
    assert answer.status_code == 429 and not mail.outbox and SignUpMessage.objects.count() == A_DAY.most
    assert "continua demà" in answer.text and "d’aquí a 24 hores" in answer.text
    assert 'name="text" value="Un avís més."' in answer.text and int(answer["Retry-After"]) > 23 * 3600
