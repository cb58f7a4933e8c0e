"""Places: who gets them, in what order, and when they are given back. One activity at a time, its row held meanwhile.

The rule, as the page tells it: places go in order of arrival, and are held for hours until they are confirmed, or for
minutes when few are left. When some are freed, they are offered to the first who wait and fit; a group too large for them
keeps its turn, and after smaller ones have passed it MOST_PASSED times the places are kept until it fits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from energies.kernel.email_address import normal_form
from energies.kernel.rules import words_of
from energies.kernel.transitions import TransitionNotAllowed
from gatherings import jobs, letters
from gatherings.models import Activity, Registration, Visit
from gatherings.models.registration import MOST_PASSED, MOST_PEOPLE, TO_ACCEPT, TO_CONFIRM, TO_CONFIRM_NEARLY_FULL

State = Registration.State


@contextmanager
def locked(activity_pk) -> Iterator[Activity]:
    """Hold an activity's row until the transaction ends, and offer at the end what is free; yields the activity."""
    with transaction.atomic():
        activity = Activity.everything.select_for_update(of=("self",)).get(pk=activity_pk)
        yield activity
        promote(activity)


@contextmanager
def turning(registration) -> Iterator[Registration]:
    """Hold the activity of a registration, yield the row as it stands, save it, and bring ``registration`` in step."""
    with locked(registration.activity_id) as activity:
        row = Registration.objects.get(pk=registration.pk)
        row.activity = activity
        yield row
        row.save()
    for field in Registration._meta.concrete_fields:
        setattr(registration, field.attname, getattr(row, field.attname))


@contextmanager
def locked_all(activity_pks) -> Iterator[list]:
    """Hold the rows of several activities, always in the order of their keys, so that no two wait for each other.

    Yields the activities in that order; what is free is offered at the end.
    """
    with transaction.atomic():
        rows = Activity.everything.select_for_update(of=("self",)).filter(pk__in=activity_pks).order_by("pk")
        activities = list(rows)
        yield activities
        for activity in activities:
            promote(activity)


def ask_for(activity, *, email, tell_again=True, **fields) -> Any:
    """Sign up whoever reads ``email``, as ``sign_up`` does, or tell them how they stand if they have signed up already.

    Nothing but the letter says which of the two: whoever asked may be somebody else. What they typed changes nothing of
    what is there, and of that they are shown nothing; with ``tell_again`` false they are not even written to, because
    they have been often today. Returns the state that a new address is given, whichever of the two it was.
    TransitionNotAllowed when nobody can sign up (any more).
    """
    with locked(activity.pk) as there:
        check_open(there)
        asked, known = _ask(there, email=email, **fields)
        if known is None:
            letters.signed_up(asked)
        elif tell_again:
            letters.already(known)
    return asked.state


def ask_for_all(gathering, chosen, *, email, tell_again=True, **fields) -> tuple:
    """Sign up whoever reads ``email`` for several activities of a Trobada, as ``ask_for`` does for one; with one letter.

    ``chosen`` is {key of an activity: the fields of what they need there}; ``fields`` are those of all. Returns
    [(Activity, the state that a new address is given, or None)] and {Activity: why nobody can sign up (any more)}; of an
    address that has signed up for some already only the letter tells. All that is returned with a state is written.
    """
    asked, shut = [], {}
    with locked_all(list(chosen)) as activities:
        for there in activities:
            try:
                check_open(there)
            except TransitionNotAllowed as error:
                shut[there] = str(error)
                continue
            one, known = _ask(there, email=email, **fields, **chosen[there.pk])
            asked.append((there, one.state, known or one, known is None))
        if asked:
            kept = next((one.email for _there, _state, one, is_new in asked if not is_new), email)
            visit = Visit.objects.get_or_create(
                gathering=gathering, email_key=normal_form(email), defaults={"email": kept}
            )[0]
            if tell_again or any(is_new for *_rest, is_new in asked):
                letters.signed_up_for_all(visit, [(one, is_new) for _there, _state, one, is_new in asked])
    return [(there, state) for there, state, _one, _new in asked], shut


def _ask(there, *, email, **fields) -> tuple:
    """Return (the Registration of an address that is new, its own that was there or None); the caller holds the row.

    Of an address that is there the first is not written. Tried in both cases, so that both take as long: the database
    refuses what is there already. And in both the activity is written, which makes its pages anew.
    """
    known, taken = there.registrations.of_address(email).first(), there.taken
    asked = _asked(there, email=email, **fields)
    try:
        with transaction.atomic():
            _take_or_wait(there, asked)
    except IntegrityError:
        if known is None:
            raise
        known.activity, there.taken = there, taken
        there.take(0)
    return asked, known


def sign_up(activity, *, by=None, **fields) -> Registration:
    """Hold places for somebody, or put them on the waiting list; return the Registration.

    ``fields`` are those of the model. ``by`` is who of the organisers writes it down (by telephone, from a sheet): then
    there is nothing to confirm. TransitionNotAllowed when nobody can sign up (any more).
    """
    with locked(activity.pk) as activity:
        check_open(activity)
        there = _take_or_wait(activity, _asked(activity, by=by, **fields))
        letters.signed_up(there)
    return there


def _asked(activity, *, by=None, **fields) -> Registration:
    """Return the Registration, unsaved, of somebody who would like to come."""
    return Registration(
        activity=activity, by=by, state=State.WAITING, told_notice=jobs.latest_notice(activity), **fields
    )


def _take_or_wait(activity, there) -> Registration:
    """Save and return the Registration of somebody who gets the places, if they fit and nobody waits, or who waits."""
    if not activity.registrations.waiting().exists() and activity.take(there.people):
        if there.by:
            there.become(State.CONFIRMED, taken=True)
        else:
            there.become(State.UNCONFIRMED, until(activity, to_confirm(activity)), taken=True)
    there.save()
    return there


def write_down(activity, *, by, **fields) -> Registration:
    """Write somebody down as an organiser tells; return the Registration. TransitionNotAllowed when it cannot be.

    While it is to come they sign up like anybody. Once it has begun they came, and are counted: whoever was let in takes
    no place from anybody, so that the places are as they were when it began.
    """
    if activity.starts_at is None or not activity.has_begun:
        return sign_up(activity, by=by, **fields)
    check_counted(activity)
    return Registration.objects.create(
        activity=activity,
        by=by,
        state=State.WALK_IN,
        attended=fields["people"],
        attended_at=timezone.now(),
        **fields,
    )


def came(registration, people) -> None:
    """So many of somebody's people came; None takes it back.

    TransitionNotAllowed before the door opens, or without a place.
    """
    with turning(registration) as row:
        check_counted(row.activity)
        if row.state not in Registration.LISTED:
            raise TransitionNotAllowed(
                _("They gave their place back: if they come all the same, count them as not signed up.")
            )
        if people is None and row.state == State.WALK_IN:
            row.become(State.CANCELLED)
        elif people and row.state in (State.UNCONFIRMED, State.OFFERED):
            # Being there says it better than pressing a link.
            row.become(State.CONFIRMED)
        row.attended, row.attended_at = people, None if people is None else timezone.now()


def check_counted(activity) -> None:
    """TransitionNotAllowed, in words, unless it can be counted who comes."""
    if activity.is_cancelled:
        raise TransitionNotAllowed(_("This activity does not take place."))
    if not activity.is_counted_now:
        raise TransitionNotAllowed(_("Who comes is counted from twelve hours before it begins."))


def check_open(activity) -> None:
    """TransitionNotAllowed, in words, unless people can sign up for the activity here and now."""
    if activity.sign_up not in (Activity.SignUp.OPEN, Activity.SignUp.REQUIRED):
        raise TransitionNotAllowed(_("For this activity one does not sign up here."))
    if activity.is_cancelled or not activity.is_visible:
        raise TransitionNotAllowed(_("This activity does not take place."))
    if activity.starts_at <= timezone.now():
        raise TransitionNotAllowed(_("It has begun already."))


def to_confirm(activity) -> timedelta:
    """Return for how long places that were just taken are held: what is promised then stands, whoever comes later."""
    return TO_CONFIRM_NEARLY_FULL if activity.is_nearly_full else TO_CONFIRM


def until(activity, time) -> datetime:
    """Return when a place held from now on is given back: after ``time``, or when the activity begins."""
    return min(timezone.now() + time, activity.starts_at)


def confirm(registration) -> None:
    """The link of the letter was pressed, or an offer taken. TransitionNotAllowed when its time is over."""
    with turning(registration) as row:
        if row.state == State.CONFIRMED:
            return
        if row.state not in (State.UNCONFIRMED, State.OFFERED):
            raise TransitionNotAllowed(_("Its time is over: sign up again."))
        row.become(State.CONFIRMED)
        letters.confirmed(row)


def confirm_all(visit) -> list:
    """The link of the letter was pressed: confirm all that wait for it, with one letter.

    TransitionNotAllowed when there is nothing (any more). What is offered from a waiting list is taken one by one.
    """
    pks = list(visit.places.filter(state=State.UNCONFIRMED).values_list("activity_id", flat=True))
    with locked_all(pks) as activities:
        there = {activity.pk: activity for activity in activities}
        rows = list(visit.places.filter(state=State.UNCONFIRMED, activity__in=there).select_related(None))
        if not rows:
            raise TransitionNotAllowed(_("There is nothing to confirm: each place says how it stands."))
        for row in rows:
            row.activity = there[row.activity_id]
            row.become(State.CONFIRMED)
            row.save()
        letters.confirmed_all(visit, rows)
    return rows


def cancel(registration) -> None:
    """Give the places back. TransitionNotAllowed when it was over already."""
    with turning(registration) as row:
        if not row.is_open:
            raise TransitionNotAllowed(_("It was cancelled already."))
        if row.attended:
            raise TransitionNotAllowed(_("You have been counted among those who came."))
        row.become(State.CANCELLED)


def change_people(registration, people) -> None:
    """Come more or fewer. TransitionNotAllowed when more do not fit: then nothing changes."""
    with turning(registration) as row:
        if not row.is_open:
            raise TransitionNotAllowed(_("It was cancelled already."))
        if not 1 <= people <= MOST_PEOPLE:
            raise TransitionNotAllowed(words_of(Registration, "registration_people"))
        more = people - row.people
        if row.holds and more > 0 and row.activity.registrations.waiting().exists():
            raise TransitionNotAllowed(_("Others are waiting: sign up whoever comes with you on the list."))
        if row.holds and not row.activity.take(more):
            raise TransitionNotAllowed(_("So many do not fit any more."))
        row.people = people


def change_care(registration, **asked) -> None:
    """Ask for this (see ``AsksForCare.ask``) from now on. TransitionNotAllowed without a place."""
    with turning(registration) as row:
        if not row.is_open:
            raise TransitionNotAllowed(_("It was cancelled already."))
        if row.activity.is_over:
            raise TransitionNotAllowed(_("It is over."))
        row.ask(**{name: value for name, value in asked.items() if name in row.ASKED})


def answer_care(registration, answers, word) -> Any:
    """Tell somebody whether there will be what they ask for, by one letter; return whether there was anything to tell."""
    with turning(registration) as row:
        if told := row.answer_care(answers, word):
            letters.care_answered(row)
    return told


def answer_care_of_all(activity, answers, word) -> Any:
    """Tell it, {name: whether there will be}, to all who ask for it and have no answer; return the Registrations of those who are told."""
    told = []
    with locked(activity.pk) as there:
        for row in there.registrations.asking():
            open_yet = set(row.needs) - row.care_answers.keys()
            own = {name: said for name, said in answers.items() if name in open_yet and said is not None}
            if own and row.answer_care(own, word or row.care_word):
                row.save(update_fields=["care_answers", "care_word"])
                letters.care_answered(row)
                told.append(row)
    return told


def promote(activity) -> Any:
    """Offer the free places to whoever waits, by the rule above; return the Registrations that were offered one.

    The caller holds the activity's row.
    """
    offered, skipped = [], []
    if activity.is_cancelled or activity.starts_at is None or activity.starts_at <= timezone.now():
        return offered
    for one in activity.registrations.waiting():
        one.activity = activity
        if activity.places_left == 0 or any(group.passed >= MOST_PASSED for group in skipped):
            break
        if activity.places_left is not None and one.people > activity.places_left:
            if one.passed >= MOST_PASSED:
                break
            skipped.append(one)
            continue
        one.become(State.OFFERED, until(activity, TO_ACCEPT))
        # The offer says when and where it is now.
        one.told_notice = max(one.told_notice, jobs.latest_notice(activity))
        one.save()
        letters.offered(one)
        offered.append(one)
        for group in skipped:
            group.passed += 1
            group.save(update_fields=["passed"])
    return offered


def free_late(now=None) -> int:
    """Give back the places of whoever did not confirm in time; return how many. Safe to run twice at once."""
    freed = 0
    for pk, activity in Registration.objects.late(now or timezone.now()).values_list("pk", "activity_id"):
        with locked(activity) as there:
            row = Registration.objects.late(now or timezone.now()).filter(pk=pk).first()
            if row is None:
                continue
            row.activity, was_offered = there, row.state == State.OFFERED
            row.become(State.EXPIRED)
            row.save()
            freed += 1
            if not there.has_begun:
                letters.expired(row, was_offered=was_offered)
    return freed
