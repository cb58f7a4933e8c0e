"""Codes given to a colleague who has lost theirs: by whom it is for, recorded, told, seen once."""

import re
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from energies.accounts import second_factor
from energies.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(colleague):
    person = colleague("perd@exemple.cat", "reviewer")
    second_factor.renew(person)
    return person


@pytest.fixture
def administrator(colleague, let_in):
    return let_in(Client(), colleague("administra@exemple.cat", "administrator"))


@pytest.fixture
def give(django_capture_on_commit_callbacks):
    """Returns a function by which a client asks for codes for a person; with a reason, they are given."""

    def ask(client, person, **data):
        address = reverse("admin:accounts_user_change", args=[person.pk])
        sent = {"CHANGE_FORM-action": "give_new_codes", "_selected_action": person.pk, "index": "0"}
        if data:
            # The page that asks goes on to the list.
            address = reverse("admin:accounts_user_changelist")
            sent = {
                "action": "give_new_codes",
                "_selected_action": person.pk,
                "asked": "yes",
                "had": second_factor.mark_of(person),
            }
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, sent | data)

    return ask


def factors_of(person):
    return list(Authenticator.objects.filter(user=person).order_by("pk").values_list("pk", flat=True))


def codes_in(answer):
    return re.findall(r"<code>(\d+)</code>", answer.text)


def test_one_asks_first_and_nothing_happens(administrator, lost, give):
    before = factors_of(lost)
    answer = give(administrator, lost)
    assert "escriu com ho saps" in answer.text and factors_of(lost) == before
    assert give(administrator, lost, reason="").context["form"].errors["reason"] and factors_of(lost) == before


def test_the_codes_are_shown_once_and_kept_nowhere(administrator, lost, give):
    answer = give(administrator, lost, reason="L’he vista avui")
    codes = codes_in(answer)
    assert len(codes) == 10 and "no-store" in answer["Cache-Control"]
    assert Authenticator.objects.get(user=lost, type="recovery_codes").wrap().get_unused_codes() == codes
    said = [entry.get_change_message() for entry in LogEntry.objects.all()] + [letter.body for letter in mail.outbox]
    assert len(said) == 2 and not any(code in text for code in codes for text in said)


def test_loading_the_page_with_the_codes_again_gives_no_others(administrator, lost, give):
    before = factors_of(lost)[-1]
    codes_in(give(administrator, lost, reason="Ha trucat."))
    given, told = factors_of(lost), len(mail.outbox)
    again = give(administrator, lost, reason="Ha trucat.", had=before)
    assert again.status_code == 302 and factors_of(lost) == given and len(mail.outbox) == told
    assert LogEntry.objects.filter(object_id=str(lost.pk)).count() == 1


def test_it_is_recorded_and_the_person_is_told(administrator, lost, give):
    lost.language = "es"
    lost.save()
    give(administrator, lost, reason="L’he vista avui")
    entry = LogEntry.objects.get()
    assert (entry.user.email, entry.object_id) == ("administra@exemple.cat", str(lost.pk))
    assert "L’he vista avui" in entry.get_change_message()
    (letter,) = mail.outbox
    assert letter.to == ["perd@exemple.cat"] and letter.subject == "Tienes códigos nuevos para entrar"
    assert "administra@exemple.cat" in letter.body
    shown = administrator.get(reverse("admin:accounts_user_history", args=[lost.pk]))
    assert "L’he vista avui" in shown.text


def test_the_sessions_of_the_person_end(administrator, lost, give, let_in):
    theirs = let_in(Client(), lost)
    assert theirs.get("/gestio/").status_code == 200
    give(administrator, lost, reason="L’he vista avui")
    assert theirs.get("/gestio/")["Location"].startswith("/el-meu-espai/entra/")
    assert administrator.get("/equip/").status_code == 200


@pytest.mark.parametrize("who", ["superuser", "self", "outsider"])
def test_some_are_beyond_an_administrator(administrator, staff_user, give, who):
    outsider = User.objects.create_user("veina@exemple.cat")
    person = {"superuser": staff_user, "self": User.objects.get(email="administra@exemple.cat"), "outsider": outsider}[
        who
    ]
    before = factors_of(person)
    answer = give(administrator, person, reason="Perquè sí")
    assert codes_in(answer) == [] and factors_of(person) == before and not LogEntry.objects.exists()


@pytest.mark.parametrize("role", ["reviewer", "gatherings_editor", "needs_reader"])
def test_no_other_role_gives_them(colleague, let_in, lost, give, role):
    before = factors_of(lost)
    answer = give(let_in(Client(), colleague("altra@exemple.cat", role)), lost, reason="Perquè sí")
    assert answer.status_code == 403 and factors_of(lost) == before


@pytest.mark.parametrize(
    ("act", "subject"), [("renew", "Tens codis nous per entrar"), ("reset", "T’hem tret el segon factor")]
)
def test_what_is_done_at_the_server_is_recorded_and_told_too(
    lost, let_in, django_capture_on_commit_callbacks, act, subject
):
    theirs = let_in(Client(), lost)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("second_factor", lost.email, why="Ha trucat", stdout=StringIO(), **{act: True})
    entry = LogEntry.objects.get(object_id=str(lost.pk))
    assert "command line" in entry.get_change_message() and "Ha trucat" in entry.get_change_message()
    assert [letter.subject for letter in mail.outbox] == [subject]
    assert theirs.get("/gestio/").status_code == 302


def test_codes_are_for_the_team_at_the_server_too(db):
    User.objects.create_user("algu@exemple.cat")
    with pytest.raises(CommandError, match="not on the team"):
        call_command("second_factor", "algu@exemple.cat", "--renew", stdout=StringIO())
    assert not Authenticator.objects.exists()
