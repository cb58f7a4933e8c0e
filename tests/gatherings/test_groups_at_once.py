"""Two networks of one working group at the same instant: it founds one, and the other goes back with a word."""

import pytest

from energies.accounts.models import User
from energies.curation import review
from energies.curation.models import Submission
from energies.curation.proposable import CannotApply
from networks.models import Membership, Network
from tests.curation.test_at_once import a_database_that_threads_share, at_once  # noqa: F401
from tests.gatherings.test_groups import author, group, keeper, ours, sent, theirs, typed  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.at_once]


def test_a_group_founds_one_network(sent, staff_user):  # noqa: F811
    both = [sent(name="Xarxa de claus").pk, sent(name="Xarxa de calaixos").pk]
    team = [staff_user, User.objects.create_superuser("quim@exemple.cat")]
    results = at_once(
        *(
            lambda pk=pk, by=by: review.approve(Submission.objects.get(pk=pk), by=by, revision=1)
            for pk, by in zip(both, team, strict=True)
        )
    )
    assert sorted(type(result) for result in results if isinstance(result, Exception)) == [CannotApply]
    assert Network.objects.count() == 1 and Membership.objects.count() == 2
    assert Submission.objects.filter(kind="membership").count() == 1
