"""Places: who gets them, in what order, and when they are given back. One activity at a time, its row held meanwhile.

The rule, as the page tells it: places go in order of arrival, and are held for hours until they are confirmed, or for
minutes when few are left. When some are freed, they are offered to the first who wait and fit; a group too large for them
keeps its turn, and after smaller ones have passed it MOST_PASSED times the places are kept until it fits.
"""

from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gatherings import jobs, letters
from gatherings.models import Activity, Registration
from gatherings.models.registration import MOST_PASSED, MOST_PEOPLE, TO_ACCEPT, TO_CONFIRM, TO_CONFIRM_NEARLY_FULL
from gatherings.steps import WrongStep

State = Registration.State


@contextmanager
def held(activity_pk):
    """Hold an activity's row until the transaction ends, and offer at the end what is free; yields the activity."""
    with transaction.atomic():
        activity = Activity.everything.select_for_update(of=("self",)).get(pk=activity_pk)
        yield activity
        promote(activity)


@contextmanager
def turning(registration):
    """Hold the activity of a registration, yield the row as it stands, save it, and bring ``registration`` in step."""
    with held(registration.activity_id) as activity:
        row = Registration.objects.get(pk=registration.pk)
        row.activity = activity
        yield row
        row.save()
    for field in Registration._meta.concrete_fields:
        setattr(registration, field.attname, getattr(row, field.attname))


def ask_for(activity, *, email, tell_again=True, **fields):
    """Sign up whoever reads ``email``, as ``sign_up`` does, or tell them how they stand if they have signed up already.

    Nothing but the letter says which of the two: whoever asked may be somebody else. What they typed changes nothing of
    what is there, and of that they are shown nothing; with ``tell_again`` false they are not even written to, because
    they have been often today. WrongStep when nobody can sign up (any more).
    """
    with held(activity.pk) as there:
        check_open(there)
        known, taken = there.registrations.of_address(email).first(), there.taken
        try:
            # Tried in both cases, so that both take as long: the database refuses what is there already.
            with transaction.atomic():
                letters.signed_up(_take_or_wait(there, email=email, **fields))
        except IntegrityError:
            if known is None:
                raise
            known.activity, there.taken = there, taken
            # And in both the activity is written, which makes its pages anew.
            there.take(0)
            if tell_again:
                letters.already(known)


def sign_up(activity, *, by=None, **fields):
    """Hold places for somebody, or put them on the waiting list; return the Registration.

    ``fields`` are those of the model. ``by`` is who of the organisers writes it down (by telephone, from a sheet): then
    there is nothing to confirm. WrongStep when nobody can sign up (any more).
    """
    with held(activity.pk) as activity:
        check_open(activity)
        there = _take_or_wait(activity, by=by, **fields)
        letters.signed_up(there)
    return there


def _take_or_wait(activity, *, by=None, **fields):
    """Return the saved Registration of somebody who gets the places, if they fit and nobody waits, or who waits."""
    latest = jobs.latest_notice(activity)
    there = Registration(activity=activity, by=by, state=State.WAITING, told_notice=latest, **fields)
    if not activity.registrations.waiting().exists() and activity.take(there.people):
        there.state = State.CONFIRMED if by else State.UNCONFIRMED
        there.held_until = None if by else until(activity, to_confirm(activity))
    there.save()
    return there


def write_down(activity, *, by, **fields):
    """Write somebody down as an organiser tells; return the Registration. WrongStep when it cannot be.

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


def came(registration, people):
    """So many of somebody's people came; None takes it back. WrongStep before the door opens, or without a place."""
    with turning(registration) as row:
        check_counted(row.activity)
        if row.state not in Registration.LISTED:
            raise WrongStep(_("They gave their place back: if they come all the same, count them as not signed up."))
        if people is None and row.state == State.WALK_IN:
            row.become(State.CANCELLED)
        elif people and row.state in (State.UNCONFIRMED, State.OFFERED):
            # Being there says it better than pressing a link.
            row.become(State.CONFIRMED)
        row.attended, row.attended_at = people, None if people is None else timezone.now()


def check_counted(activity):
    """WrongStep, in words, unless it can be counted who comes."""
    if activity.is_cancelled:
        raise WrongStep(_("This activity does not take place."))
    if not activity.is_counted_now:
        raise WrongStep(_("Who comes is counted from twelve hours before it begins."))


def check_open(activity):
    """WrongStep, in words, unless people can sign up for the activity here and now."""
    if activity.sign_up not in (Activity.SignUp.OPEN, Activity.SignUp.REQUIRED):
        raise WrongStep(_("For this activity one does not sign up here."))
    if activity.is_cancelled or not activity.is_visible:
        raise WrongStep(_("This activity does not take place."))
    if activity.starts_at <= timezone.now():
        raise WrongStep(_("It has begun already."))


def to_confirm(activity):
    """Return for how long places that were just taken are held: what is promised then stands, whoever comes later."""
    return TO_CONFIRM_NEARLY_FULL if activity.is_nearly_full else TO_CONFIRM


def until(activity, time):
    """Return when a place held from now on is given back: after ``time``, or when the activity begins."""
    return min(timezone.now() + time, activity.starts_at)


def confirm(registration):
    """The link of the letter was pressed, or an offer taken. WrongStep when its time is over."""
    with turning(registration) as row:
        if row.state == State.CONFIRMED:
            return
        if row.state not in (State.UNCONFIRMED, State.OFFERED):
            raise WrongStep(_("Its time is over: sign up again."))
        row.become(State.CONFIRMED)
        letters.confirmed(row)


def cancel(registration):
    """Give the places back. WrongStep when it was over already."""
    with turning(registration) as row:
        if not row.is_open:
            raise WrongStep(_("It was cancelled already."))
        if row.attended:
            raise WrongStep(_("You have been counted among those who came."))
        row.become(State.CANCELLED)


def change_people(registration, people):
    """Come more or fewer. WrongStep when more do not fit: then nothing changes."""
    with turning(registration) as row:
        if not row.is_open:
            raise WrongStep(_("It was cancelled already."))
        if not 1 <= people <= MOST_PEOPLE:
            raise WrongStep(_("Between 1 and 6 people at a time."))
        more = people - row.people
        if row.holds and more > 0 and row.activity.registrations.waiting().exists():
            raise WrongStep(_("Others are waiting: sign up whoever comes with you on the list."))
        if row.holds and not row.activity.take(more):
            raise WrongStep(_("So many do not fit any more."))
        row.people = people


def promote(activity):
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


def free_late(now=None):
    """Give back the places of whoever did not confirm in time; return how many. Safe to run twice at once."""
    freed = 0
    for pk, activity in Registration.objects.late(now or timezone.now()).values_list("pk", "activity_id"):
        with held(activity) as there:
            row = Registration.objects.late(now or timezone.now()).filter(pk=pk).first()
            if row is None:
                continue
            row.activity = there
            row.become(State.EXPIRED)
            row.save()
            freed += 1
            if not there.has_begun:
                letters.expired(row)
    return freed
