"""The steps of a Trobada: from each state to each, before, during and after; asked, taken, taken back."""

from datetime import timedelta
from itertools import product

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from energies.accounts.models import User
from energies.curation import drafts
from energies.curation.history import changes_of
from energies.curation.proposable import get
from energies.kernel.transitions import TransitionNotAllowed
from gatherings.models import Gathering
from gatherings.models.stages import STEPS, Stage
from tests.gatherings.conftest import in_days
from tests.whole import some_of

pytestmark = pytest.mark.django_db

# Days from today to the first day of a Trobada of three.
WHEN = {"before": 30, "during": -1, "after": -30}
# What the calendar refuses, of the steps that follow from where it stands; all else may be done when nothing is missing.
NONSENSE = {
    ("open_call", "after"),
    ("start", "before"),
    ("start", "after"),
    ("close", "before"),
    ("publish_return", "before"),
    ("unpublish", "during"),
    ("unpublish", "after"),
    ("not_over", "after"),
}


@pytest.fixture
def make(make_gathering, make_waiting):
    """Returns a function that makes a Trobada of three days at a step, at a moment, that lacks nothing for any other."""

    def at(stage, moment, **fields):
        first = timezone.localdate() + timedelta(days=WHEN[moment])
        today = timezone.localdate()
        closes = min(first + timedelta(days=2), today) if moment == "after" else today
        one = make_gathering(
            starts_on=first, ends_on=first + timedelta(days=2), stage=stage, minutes="Es va parlar.",
            call_opens_on=closes, call_closes_on=closes, **fields,
        )  # fmt: skip
        return one

    return at


def ready(one, verb, make_waiting):
    """Add what a step needs besides the calendar, which others must not have."""
    if verb == "publish":
        make_waiting(one, starts_at=in_days((one.starts_on - timezone.localdate()).days))
    if verb == "publish_return":
        one.outcomes.create(text="Un acord", kind="agreement", axis="debate")
    return one


@pytest.mark.parametrize("moment", WHEN)
def test_each_step_is_taken_from_where_it_follows_and_when_it_makes_sense(make, make_waiting, staff_user, moment):
    for number, (stage, verb) in enumerate(product(Stage, STEPS), 1):
        one = ready(make(stage, moment, number=number), verb, make_waiting)
        allowed = stage in STEPS[verb].sources and (verb, moment) not in NONSENSE
        try:
            one.take(verb, by=staff_user)
        except TransitionNotAllowed as error:
            assert not allowed and len(str(error)) > 20, (stage, verb, moment, str(error))
        else:
            assert allowed, (stage, verb, moment)
        one.refresh_from_db()
        assert one.stage == (STEPS[verb].to if allowed else stage)
        assert bool(one.published_at) == one.has_programme
        assert changes_of(one).count() == allowed


def test_every_step_can_be_taken_back():
    after = Gathering.stage_transitions.after
    lacking = {(a, b) for a in Stage for b in after(a) if a not in after(b)}
    # From «published» it may be over at once: taken back, it is under way, and from there published.
    assert lacking == {(Stage.PUBLISHED, Stage.CLOSED)}
    assert Stage.UNDER_WAY in after(Stage.CLOSED) and Stage.PUBLISHED in after(Stage.UNDER_WAY)


@pytest.mark.parametrize("moment", WHEN)
def test_each_step_is_asked_about_then_taken_with_the_same_answer(team, make, make_waiting, moment):
    for number, (stage, verb) in some_of(enumerate(product(Stage, STEPS), 1), 4):
        one = ready(make(stage, moment, number=number), verb, make_waiting)
        path, may = reverse("board_step", args=[one.number]), not one.why_not(verb)
        asked = team.get(path, {"step": verb})
        question = asked.context["question"]
        assert asked.status_code == 200 and bool(question.refused) != may
        assert not may or (question.follows and all(str(words) in _plain(asked) for words in question.follows))
        assert (f'name="step" value="{verb}"' in asked.text) == may
        assert team.post(path, {"step": verb}).status_code == 200
        assert Gathering.everything.get(pk=one.pk).stage == stage, "to ask changes nothing"
        done = team.post(path, {"step": verb, "sure": "1"})
        assert done.status_code == (302 if may else 409)
        assert Gathering.everything.get(pk=one.pk).stage == (STEPS[verb].to if may else stage)
        if not may:
            assert question.refused in _plain(done)


def _plain(answer):
    return answer.text.replace("&#x27;", "'").replace("&quot;", '"')


def test_the_board_offers_each_step_that_may_be_taken_and_says_why_the_others_that_follow_may_not(team, make):
    refused = set()
    for number, (stage, moment) in enumerate(product(Stage, WHEN), 1):
        one = make(stage, moment, number=number)
        page = _plain(team.get(reverse("board", args=[one.number])))
        path = reverse("board_step", args=[one.number])
        for verb, step in STEPS.items():
            why_not = one.why_not(verb)
            assert (f'href="{path}?step={verb}"' in page) == (not why_not), (stage, moment, verb)
            if why_not and stage in step.sources and verb != "publish_return":
                assert f"«{step.words}»: {why_not}" in page, (stage, moment, verb)
                refused.add(verb)
    assert {"start", "close", "not_over"} <= refused


def test_taken_back_to_announced_it_says_only_what_its_page_said(team, make):
    for number, (stage, said) in enumerate((("call_open", "s’hi poden proposar"), ("in_progress", "programa")), 1):
        path = reverse("board_step", args=[make(stage, "before", number=number).number])
        page = _plain(team.get(path, {"step": "announce"}))
        assert said in page and ("s’hi poden proposar" in page) == (stage == "call_open")


def test_what_closes_a_trobada_before_it_begins_is_refused_with_its_day(team, make):
    one = make("published", "before")
    page = _plain(team.get(reverse("board_step", args=[one.number]), {"step": "close"}))
    assert "encara ha de començar" in page and str(one.starts_on.year) in page


def test_the_question_counts_what_will_be_public_and_what_goes_on_waiting(team, make, make_waiting):
    one = make("in_progress", "before")
    for hour in ("10:00", "12:00"):
        make_waiting(one, starts_at=in_days(30, hour))
    make_waiting(one, "Sense hora")
    page = _plain(team.get(reverse("board_step", args=[one.number]), {"step": "publish"}))
    assert "2 activitats seran públiques" in page and "1 activitat sense hora" in page


@pytest.fixture
def published(make, make_waiting, make_entity, staff_user):
    """A programme that is public, with a supper organised by somebody who is reached at an address."""
    one = make("in_progress", "before")
    supper = make_waiting(one, starts_at=in_days(30), sign_up="open", capacity=10)
    supper.parties.add(make_entity("Ateneu", contact_email="ateneu@exemple.cat").party)
    one.publish(by=staff_user)
    return one


def take_back(team, one, verb, run):
    mail.outbox.clear()
    with run(execute=True):
        return team.post(reverse("board_step", args=[one.number]), {"step": verb, "sure": "1"}, follow=True)


def test_a_programme_that_nobody_has_followed_comes_back_and_its_organisers_are_told(
    team, published, client, django_capture_on_commit_callbacks
):
    supper = published.activities.get()
    assert client.get(supper.get_absolute_url()).status_code == 200
    take_back(team, published, "unpublish", django_capture_on_commit_callbacks)
    published.refresh_from_db()
    assert published.stage == "in_progress" and published.published_at is None
    assert client.get(supper.get_absolute_url()).status_code == 404
    (letter,) = mail.outbox
    assert letter.to == ["ateneu@exemple.cat"] and "ja no és públic" in letter.subject
    there = published.activities(manager="everything").get()
    assert there.starts_at == supper.starts_at and not there.published


@pytest.mark.parametrize("what", ["sign up", "move"])
def test_a_programme_that_people_go_by_stays_and_says_what_to_do_instead(
    team, published, staff_user, what, django_capture_on_commit_callbacks
):
    supper = published.activities.get()
    if what == "sign up":
        supper.registrations.create(name="Aina", email="aina@exemple.cat", people=1, state="confirmed")
    else:
        supper.move(by=staff_user, why="Obres", venue="Casal")
    page = take_back(team, published, "unpublish", django_capture_on_commit_callbacks)
    published.refresh_from_db()
    assert page.status_code == 409 and published.stage == "published" and not mail.outbox
    assert "taulell" in page.text and "cancel·la" in page.text


def test_a_call_that_has_proposals_is_closed_and_not_taken_back(team, make, vocabulary):
    one = make("call_open", "before")
    sent = drafts.start(get("activity"), User.objects.create_user("algu@exemple.cat"), "ca")
    sent.save()
    sent.submit({"gathering": str(one.pk), "name": "Taller"})
    page = _plain(team.get(reverse("board_step", args=[one.number]), {"step": "announce"}))
    assert "tanca la crida" in page
    sent.withdraw()
    assert one.why_not("announce") == ""


def test_closing_early_says_how_many_days_are_to_come(team, make):
    one = make("under_way", "during")
    assert "dies que encara han de venir" in _plain(
        team.get(reverse("board_step", args=[one.number]), {"step": "close"})
    )


def test_who_was_asked_too_early_what_it_left_is_told_and_asked_again(
    team, make, make_entity, tick, django_capture_on_commit_callbacks, staff_user
):
    one = make("under_way", "during")
    one.parties.add(make_entity("Ateneu", contact_email="ateneu@exemple.cat").party)
    one.close(by=staff_user)
    assert [letter.to for letter in tick()] == [["ateneu@exemple.cat"]]
    one.refresh_from_db()
    take_back(team, one, "not_over", django_capture_on_commit_callbacks)
    (letter,) = mail.outbox
    assert letter.to == ["ateneu@exemple.cat"] and "encara no s’ha acabat" in letter.subject
    assert str(timezone.localdate().year) in letter.body
    one.refresh_from_db()
    one.close(by=staff_user)
    assert len(tick()) == 1


def test_a_return_that_was_asked_about_stays_public(returned, make_outcome, tick, staff_user):
    make_outcome()
    returned.minutes = "Es va parlar."
    returned.save()
    assert returned.why_not("unpublish_return") == ""
    tick()
    with pytest.raises(TransitionNotAllowed, match="corregeix"):
        returned.take("unpublish_return", by=staff_user)


def test_the_database_refuses_a_call_after_the_trobada_and_a_question_before_it_is_over(make):
    one = make("call_open", "before")
    for wrong in (
        {"call_closes_on": one.ends_on + timedelta(days=1)},
        {"return_asked_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Gathering.everything.filter(pk=one.pk).update(**wrong)


def test_of_two_who_take_one_step_the_second_is_told(team, make, make_waiting, staff_user):
    one = ready(make("in_progress", "before"), "publish", make_waiting)
    path = reverse("board_step", args=[one.number])
    team.get(path, {"step": "publish"})
    one.publish(by=staff_user)
    answer = team.post(path, {"step": "publish", "sure": "1"})
    assert answer.status_code == 409 and escape("«programa publicat»") in answer.text
