"""Many people sign up at the same instant for sets of activities that overlap: nobody waits for ever, none is oversold."""

import random

import pytest
from django.core import mail
from django.core.cache import cache
from django.db.models import Sum

from gatherings import places
from gatherings.models import Activity, Registration, Visit
from tests.curation.test_at_once import a_database_that_threads_share, at_once  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.at_once]
ROUNDS = 6


def test_overlapping_sets_neither_lock_each_other_nor_oversell(make_gathering, make_activity):
    cache.clear()
    gathering = make_gathering(stage="published")
    activities = [make_activity(f"Acte {n}", gathering=gathering, sign_up="open", capacity=7) for n in range(6)]
    drawn = random.Random(15)

    def person(number):
        told = []
        for each in range(ROUNDS):
            some = drawn.sample(activities, 4)  # in any order
            asked, shut = places.ask_for_all(
                gathering,
                {one.pk: {} for one in some},
                name="P",
                email=f"p{number}-{each}@exemple.cat",
                people=1 + each % 3,
            )
            assert not shut and len(asked) == 4
            told += [(f"p{number}-{each}@exemple.cat", activity.pk, state) for activity, state in asked]
        return told

    results = at_once(*(lambda number=number: person(number) for number in range(6)))
    assert [one for one in results if isinstance(one, Exception)] == []
    told = {(email, activity): state for one in results for email, activity, state in one}
    written = {(one.email, one.activity_id): one.state for one in Registration.objects.all()}
    assert told.keys() == written.keys() and len(told) == 6 * ROUNDS * 4
    # Who waits may have been offered a place since.
    assert all(written[key] in {state, *(["offered"] if state == "waiting" else [])} for key, state in told.items())
    for one in Activity.everything.all():
        held = one.registrations.holding().aggregate(n=Sum("people"))["n"]
        assert held == one.taken <= 7
    offers = sum(state == "offered" for state in written.values())
    assert len(mail.outbox) - offers == Visit.objects.count() == 6 * ROUNDS


def test_the_same_form_twice_at_the_same_instant_makes_each_place_once(make_gathering, make_activity):
    cache.clear()
    gathering = make_gathering(stage="published")
    activities = [make_activity(f"Acte {n}", gathering=gathering, sign_up="open", capacity=7) for n in range(3)]

    def send(chosen):
        return places.ask_for_all(gathering, {one.pk: {} for one in chosen}, name="Pau", email="pau@exemple.cat")

    results = at_once(*(lambda some=some: send(some) for some in (activities, activities[::-1], activities)))
    assert [type(one) for one in results] == [tuple] * 3
    assert Registration.objects.count() == 3 and Visit.objects.count() == 1
    assert list(Activity.everything.values_list("taken", flat=True)) == [1, 1, 1]
    assert len(mail.outbox) == 3 and sum("Ja hi tenies" in letter.body for letter in mail.outbox) == 2
