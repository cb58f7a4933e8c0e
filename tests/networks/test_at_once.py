"""Two sides at the same instant: one act stands, the other is told, nothing is doubled."""

import pytest
from django.utils import timezone

from energies.curation import review
from energies.curation.history import changes_of
from energies.curation.models import Submission
from energies.curation.proposable import CannotApply
from networks.models import Relation
from tests.curation.test_at_once import a_database_that_threads_share, at_once  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.at_once]


def test_both_sides_end_it_and_it_ends_once(ours, theirs):
    link = Relation.objects.create(kind="shares", from_party=ours[0].party, to_party=theirs[0].party)
    results = at_once(
        *(
            lambda by=by: Relation.objects.get(pk=link.pk).end_on(timezone.localdate(), by=by)
            for by in (ours[1].user, theirs[1].user)
        )
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "TransitionNotAllowed"]
    assert changes_of(link).filter(act="removed").count() == 1


def test_the_same_asked_twice_is_agreed_once(relate, ours, theirs):
    one = relate("shares")
    twin = Submission.objects.get(pk=one.pk)
    twin.pk, twin._state.adding = None, True
    twin.save()
    results = at_once(
        *(
            lambda pk=pk: review.approve(Submission.objects.get(pk=pk), by=theirs[1].user, revision=1)
            for pk in (one.pk, twin.pk)
        )
    )
    assert Relation.objects.count() == 1
    assert sorted(type(result) for result in results if isinstance(result, Exception)) == [CannotApply]
    assert sorted(Submission.objects.values_list("state", flat=True)) == ["approved", "pending"]
