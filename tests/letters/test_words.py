"""What a letter says of what was approved is so at that moment."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from energies.curation import reopening, review, team_changes
from energies.curation.proposable import get
from gatherings import organisers
from gatherings.models import Activity, Notice
from tests.letters.scenes import LATE, OF_A_CALL, OF_THE_TEAM, change, proposal, put_better, target

pytestmark = pytest.mark.django_db
PUBLIC = ("Ja ets al mapa", "El canvi ja és públic", "Aquí el tens")


@pytest.fixture
def letter(django_capture_on_commit_callbacks):
    """Returns a function that approves a proposal and returns the letter to its author, whole."""

    def approve(w, one):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            there = review.approve(one, by=w.staff, revision=one.revision)
        (sent,) = [one for one in mail.outbox if one.to == [w.author.email]]
        return f"{sent.subject}\n{sent.body}", there

    return approve


def says_public(text):
    return any(words in text for words in PUBLIC)


@pytest.mark.parametrize(("kind", "state"), OF_THE_TEAM, ids=lambda one: one)
def test_it_says_that_it_is_public_only_if_anybody_sees_it(world, letter, kind, state):
    w = world("ca")
    text, there = letter(w, proposal(w, kind, state))
    assert says_public(text) == get(kind).is_public(there) == (state == "new")


@pytest.mark.parametrize(
    ("kind", "state", "words"),
    [
        ("activity", "not public yet", "Serà pública quan es publiqui el programa de la Trobada «La crida»."),
        ("activity", "hidden", "Ara no ho veu ningú"),
        ("activity", "of a hidden Trobada", "Ara no ho veu ningú"),
        ("project", "hidden", "Ara no ho veu ningú"),
        ("return", "over", "Serà públic quan l’equip publiqui què ha deixat la Trobada."),
    ],
)
def test_or_else_it_says_when_or_why_not(world, letter, kind, state, words):
    w = world("ca")
    there = target(w, kind, state)
    text, _there = letter(w, change(w, there, "staff", **put_better(there)))
    assert "Ho hem acceptat" in text and words in text and not says_public(text)


def test_of_a_call_it_says_when_it_will_be(world, letter):
    w = world("ca")
    text, _there = letter(w, proposal(w, "activity", OF_A_CALL))
    assert "L’equip ho ha acceptat. Serà pública quan es publiqui el programa de la Trobada «La crida»." in text


def test_of_a_programme_that_is_public_it_says_that_it_has_to_be_added(world, letter):
    w = world("ca")
    text, _there = letter(w, proposal(w, "activity", LATE))
    assert "Serà pública quan l’equip l’afegeixi al programa" in text


def test_what_the_team_corrects_is_told_in_one_letter_from_what_to_what(world, django_capture_on_commit_callbacks):
    w = world("ca")
    there = target(w, "activity", "visible")
    fact = {"starts": ["19:00"], "ends": ["21:00"], "status_reason": ["Ho havíem copiat malament."]}
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        team_changes.send(change(w, there, "nobody", **fact), why="Ens ho han dit.")
        assert organisers.tell(timezone.now() + timedelta(hours=2)) == 0
    (letter,) = mail.outbox
    assert letter.to == [w.author.email] and "19:00 (abans: 18:00)" in letter.body
    assert Notice.objects.get().reason == "Ho havíem copiat malament.", "who comes is told"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("visible", None),
        ("not public yet", "Serà pública quan es publiqui el programa de la Trobada «La crida»."),
        ("of a hidden Trobada", "Ara no ho veu ningú"),
    ],
)
def test_what_is_hidden_no_longer_is_said_to_be_public_only_if_it_is(
    world, state, words, django_capture_on_commit_callbacks
):
    w = world("ca")
    there = target(w, "activity", state)
    there.hide(by=w.staff, why="Un dubte.")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        team_changes.change_state(Activity.everything.get(pk=there.pk), "show", by=w.staff, why="Tot era en ordre.")
    (sent,) = mail.outbox
    text = f"{sent.subject}\n{sent.body}"
    assert ("torna a ser públic" in text) == (words is None) and (words or there.get_absolute_url()) in text


@pytest.mark.parametrize("state", ["visible", "hidden"])
def test_what_is_taken_back_was_accepted_and_nothing_says_that_it_was_public(
    world, letter, state, django_capture_on_commit_callbacks
):
    w = world("ca")
    there = target(w, "project", state)
    one = change(w, there, "staff", **put_better(there))
    letter(w, one)
    one.refresh_from_db()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        reopening.reopen(one, by=w.staff, text="Ens vam equivocar.")
    (sent,) = mail.outbox
    assert "que s’havia acceptat el canvi" in sent.body and "públic" not in sent.body
