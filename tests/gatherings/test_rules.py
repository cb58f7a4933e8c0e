"""What an activity and a Trobada may be and become."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from energies.curation.history import changes_of
from energies.kernel.transitions import TransitionNotAllowed
from gatherings.models import Activity, Gathering, Notice
from tests.gatherings.conftest import in_days

LEFT = ["slug", "sort_name", "panot_seed"]


def refused(make, fields):
    """The form says why, and the database holds it again."""
    there = make()
    for name, value in fields.items():
        setattr(there, name, value)
    with pytest.raises(ValidationError) as error:
        there.full_clean(exclude=LEFT)
    assert all(message and "constraint" not in message.lower() for message in error.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        there.save()


@pytest.mark.parametrize(
    "fields",
    [
        {"summary": ""},
        {"starts_at": None, "ends_at": None, "status_reason": "Plou."},
        {"ends_at": None, "status_reason": "Plou."},
        {"ends_at": timezone.now() - timedelta(days=400), "status_reason": "Plou."},
        {"free": True, "price": "5 €"},
        {"free": False, "price": ""},
        {"sign_up": "external"},
        {"sign_up": "open", "sign_up_url": "https://exemple.cat"},
        {"capacity": 0},
        {"minutes": 2},
        {"published": False},
        {"status": "cancelled", "status_reason": ""},
        {"latitude": 41.4, "longitude": None},
    ],
    ids=lambda fields: "-".join(fields),
)
def test_an_activity_must_hold_together(make_activity, fields):
    refused(make_activity, fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"number": 0},
        {"ends_on": timezone.localdate() - timedelta(days=900)},
        {"summary": ""},
        {"call_opens_on": timezone.localdate()},
    ],
    ids=str,
)
def test_a_trobada_must_hold_together(make_gathering, fields):
    refused(make_gathering, fields)


@pytest.mark.parametrize("fields", [{"stage": "call_open"}, {"stage": "published", "published_at": None}], ids=str)
def test_no_trobada_stands_at_a_step_without_what_it_needs(make_gathering, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_gathering(**fields)


def test_two_trobades_never_have_one_number(make_gathering, staff_user):
    make_gathering(number=6).hide(by=staff_user, why="prova")
    other = Gathering(number=6, name="Altra", summary="Una.", starts_on="2026-01-01", ends_on="2026-01-02")
    with pytest.raises(ValidationError) as error:
        other.full_clean(exclude=LEFT)
    assert "number" in error.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        make_gathering("Altra", number=6)


def test_a_trobada_goes_through_its_steps_in_order(make_gathering, make_waiting, staff_user):
    today = timezone.localdate()
    gathering = make_gathering(call_opens_on=today, call_closes_on=today, starts_on=today)
    gathering.open_call(by=staff_user)
    assert gathering.call_is_open
    gathering.begin_programme(by=staff_user)
    make_waiting(gathering, starts_at=in_days(0))
    for act in (gathering.publish, gathering.start, gathering.close):
        act(by=staff_user)
    gathering.minutes = "Es va parlar de claus."
    gathering.save()
    gathering.outcomes.create(text="Un acord", kind="agreement", axis="debate")
    gathering.publish_return(by=staff_user)
    gathering.refresh_from_db()
    assert gathering.stage == "returned"
    assert changes_of(gathering).filter(by=staff_user).count() == 6


@pytest.mark.parametrize("verb", ["publish", "start", "close", "publish_return"])
def test_a_step_out_of_turn_is_refused_in_words(make_gathering, staff_user, verb):
    gathering = make_gathering()
    with pytest.raises(TransitionNotAllowed, match="«"):
        getattr(gathering, verb)(by=staff_user)
    gathering.refresh_from_db()
    assert gathering.stage == "announced"


def test_two_people_cannot_take_the_same_step(make_gathering, staff_user):
    gathering = make_gathering(stage="in_progress")
    also = Gathering.objects.get(pk=gathering.pk)
    gathering.call_opens_on = gathering.call_closes_on = timezone.localdate()
    gathering.save()
    gathering.open_call(by=staff_user)
    with pytest.raises(TransitionNotAllowed):
        also.open_call(by=staff_user)


def test_a_call_needs_its_days(make_gathering, staff_user):
    with pytest.raises(TransitionNotAllowed):
        make_gathering().open_call(by=staff_user)


def test_an_empty_programme_is_not_published(make_gathering, make_waiting, staff_user):
    gathering = make_gathering(stage="in_progress")
    make_waiting(gathering)
    with pytest.raises(TransitionNotAllowed):
        gathering.publish(by=staff_user)
    assert Gathering.objects.get().stage == "in_progress"


def test_publishing_shows_what_has_its_hour_and_nothing_else(make_gathering, make_waiting, staff_user):
    gathering = make_gathering(stage="in_progress")
    placed, loose = make_waiting(gathering, "Amb hora", starts_at=in_days(30)), make_waiting(gathering, "Sense hora")
    hidden = make_waiting(gathering, "Amagada", starts_at=in_days(30))
    hidden.hide(by=staff_user, why="prova")
    assert not Activity.objects.exists()
    gathering.publish(by=staff_user)
    assert list(Activity.objects.all()) == [placed]
    assert not Notice.objects.exists(), "the first programme changes nothing"
    assert set(Notice.everything.values_list("act", flat=True)) == {"published"}, "who organises it is told"
    with pytest.raises(TransitionNotAllowed):
        loose.publish(by=staff_user)


def test_what_is_added_to_a_public_programme_says_so(make_gathering, make_waiting, staff_user):
    gathering = make_gathering(stage="published")
    late = make_waiting(gathering, starts_at=in_days(30))
    late.publish(by=staff_user)
    assert [notice.act for notice in Notice.objects.of_gathering(gathering)] == ["added"]


def test_moving_keeps_what_was_told_and_moves_the_sequence(make_activity, staff_user):
    activity = make_activity()
    before, changed = activity.starts_at, activity.changed_at
    activity.move(by=staff_user, why="Plou", starts_at=in_days(8), ends_at=in_days(8, "20:00"), venue="Casal")
    activity.refresh_from_db()
    assert activity.is_moved and (activity.was_starts_at, activity.was_place) == (before, "Ateneu de mostra")
    assert activity.sequence == 1 and activity.changed_at > changed
    notice = Notice.objects.get()
    assert (notice.act, notice.reason, notice.was_starts_at) == ("moved", "Plou", before)


def test_any_way_of_writing_a_new_hour_is_a_move_and_wants_a_reason(make_activity):
    activity = Activity.objects.get(pk=make_activity().pk)
    activity.starts_at, activity.ends_at = in_days(9), in_days(9, "20:00")
    with pytest.raises(ValidationError) as error:
        activity.save()
    assert "status_reason" in error.value.message_dict and not Notice.objects.exists()
    activity.status_reason = "Plou."
    activity.save()
    assert Activity.objects.get().is_moved and Notice.objects.get().act == "moved"


def test_moved_twice_it_still_tells_the_first_place_and_back_there_it_is_as_planned(make_activity, staff_user):
    activity = make_activity()
    first = activity.starts_at
    activity.move(by=staff_user, why="Plou.", venue="Casal")
    activity.move(by=staff_user, why="Plou.", venue="Plaça")
    assert activity.was_place == "Ateneu de mostra" and activity.was_starts_at == first
    activity.move(by=staff_user, why="Plou.", venue="Ateneu de mostra")
    assert activity.status == "planned" and activity.was_starts_at is None
    assert activity.sequence == 3


def test_a_waiting_activity_moves_without_telling_anybody(make_gathering, make_waiting):
    activity = make_waiting(make_gathering(), starts_at=in_days(30))
    activity.starts_at, activity.ends_at = in_days(31), in_days(31, "20:00")
    activity.save()
    assert activity.status == "planned" and activity.sequence == 0 and not Notice.objects.exists()
    assert [one.act for one in Notice.everything.all()] == ["placed"], "only those who organise it are told"


def test_cancelling_says_why_and_can_be_undone(make_activity, staff_user):
    activity = make_activity()
    with pytest.raises(TransitionNotAllowed):
        activity.cancel(by=staff_user, why=" ")
    activity.cancel(by=staff_user, why="Ha plogut massa.")
    assert Activity.objects.get().is_cancelled, "it stays findable"
    with pytest.raises(TransitionNotAllowed):
        activity.cancel(by=staff_user, why="Una other vegada.")
    with pytest.raises(TransitionNotAllowed):
        activity.move(by=staff_user, why="Plou.", venue="Casal")
    activity.restore(by=staff_user)
    assert activity.status == "planned" and activity.sequence == 2
    assert sorted(Notice.objects.values_list("act", flat=True)) == ["cancelled", "restored"]
    with pytest.raises(TransitionNotAllowed):
        activity.restore(by=staff_user)


def test_a_moved_activity_that_is_cancelled_and_restored_is_still_moved(make_activity, staff_user):
    activity = make_activity()
    activity.move(by=staff_user, why="Plou.", venue="Casal")
    activity.cancel(by=staff_user, why="No pot ser.")
    activity.restore(by=staff_user)
    assert activity.is_moved and activity.was_place == "Ateneu de mostra"


def test_a_correction_of_the_texts_is_no_move_but_moves_the_sequence(make_activity):
    activity = make_activity()
    activity.description = "Amb postres."
    activity.save()
    assert activity.status == "planned" and activity.sequence == 1 and not Notice.objects.exists()


def test_saving_what_nobody_sees_moves_nothing(make_activity):
    activity = make_activity()
    activity.contact_email = "x@exemple.cat"
    activity.save()
    assert activity.sequence == 0


def test_a_picture_of_a_waiting_activity_is_not_public(make_gathering, make_waiting):
    assert not make_waiting(make_gathering()).is_visible


def test_identifiers_in_calendars_are_unique_and_last(make_activity):
    one, other = make_activity(), make_activity("Altra")
    assert one.uid != other.uid
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.everything.filter(pk=other.pk).update(uid=one.uid)
