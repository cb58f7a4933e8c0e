"""What may become of a proposal, whoever acts and however often."""

from random import Random

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from energies.curation import review
from energies.curation.models import Submission
from energies.kernel.transitions import TransitionNotAllowed

State = Submission.State
ACTS = {
    "write": lambda one, staff: one.write(one.data | {"schedule": ["Sempre"]}, one.label),
    "submit": lambda one, staff: one.submit(one.values),
    "withdraw": lambda one, staff: one.withdraw(),
    "resume": lambda one, staff: one.resume(),
    "ask": lambda one, staff: review.ask(one, by=staff, revision=one.revision, text="Falta l’adreça."),
    "decline": lambda one, staff: review.decline(one, by=staff, revision=one.revision, text="No pot ser."),
    "approve": lambda one, staff: review.approve(one, by=staff, revision=one.revision),
}
LEADS = {
    "write": None,
    "submit": State.PENDING,
    "withdraw": State.WITHDRAWN,
    "resume": State.DRAFT,
    "ask": State.CHANGES_REQUESTED,
    "decline": State.DECLINED,
    "approve": State.APPROVED,
}


@pytest.mark.parametrize("seed", range(12))
def test_any_walk_of_acts_keeps_to_the_allowed_turns(propose, staff_user, seed):
    dice, one = Random(seed), propose()
    for _step in range(15):
        act, before = dice.choice(list(ACTS)), one.state
        allowed = one.is_open if LEADS[act] is None else LEADS[act] in Submission.transitions.after(before)
        try:
            ACTS[act](one, staff_user)
        except TransitionNotAllowed:
            assert not allowed, (before, act)
        else:
            assert allowed, (before, act)
        now = Submission.objects.get(pk=one.pk)
        assert now.state == (LEADS[act] or before if allowed else before)
        assert (now.decided_at is not None) == (now.state in (State.APPROVED, State.DECLINED))
        assert now.state != State.APPROVED or now.target is not None
        one = now


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": "approved"},
        {"state": "declined"},
        {"decided_at": timezone.now()},
        {"submitted_at": None},
        {"revision": 0},
        {"object_id": 7},
    ],
)
def test_the_database_refuses_what_no_verb_would_write(propose, wrong):
    one = propose()
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=one.pk).update(**wrong)


def test_what_the_author_writes_after_sending_waits_until_it_is_sent(propose):
    one = propose()
    one.write(one.data | {"summary": ["Una altra frase."]}, one.label)
    assert Submission.objects.get(pk=one.pk).values["summary"] == "Cuida l’últim tram obert del Rec."
