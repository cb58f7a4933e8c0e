"""How many came, and how many did not: figures without names, for those who organise it and the team alone."""

from typing import NamedTuple

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from gatherings.models import Activity, Registration


class Attendance(NamedTuple):
    """``came`` is None until somebody has counted; ``absent`` until it is over besides."""

    expected: int  # people whose place is confirmed
    here: int  # of those, how many came
    came: int | None  # with whoever had not signed up
    absent: int | None

    @property
    def share(self):
        """How many in a hundred did not come, or None."""
        return round(100 * self.absent / self.expected) if self.absent is not None and self.expected else None

    @property
    def others(self):
        """How many came without a confirmed place."""
        return (self.came or 0) - self.here


def attendance_of(activity):
    """Return the Attendance of an activity that came ``with_attendance``.

    From the names marked on the list when there are any; else from the head count, taking away who had not signed up.
    """
    walk_ins, told = activity.walk_ins or 0, activity.attended
    came = max((activity.marked or 0) + walk_ins, told or 0)
    if activity.marked is not None:
        here = activity.expected - activity.unmarked
    else:
        here = min(activity.expected, max(0, (told or 0) - walk_ins))
    is_known = activity.marked is not None or told is not None
    is_counted = is_known or activity.walk_ins is not None
    absent = activity.expected - here if is_known and activity.is_over else None
    return Attendance(activity.expected, here, came if is_counted else None, absent)


def current_attendance(activity):
    """Return the Attendance of any activity, as it stands now."""
    return attendance_of(Activity.everything.with_attendance().get(pk=activity.pk))


class AttendanceSum(NamedTuple):
    """Of several activities that are over, how many were counted, and the sums of these."""

    over: int
    counted: int
    came: int
    absent: int
    share: int | None


def sum_of(activities):
    """Return the Together of activities that came ``with_attendance``; those cancelled or to come do not count."""
    over = [attendance_of(one) for one in activities if one.is_over and not one.is_cancelled]
    counted = [one for one in over if one.came is not None]
    told = [one for one in counted if one.absent is not None]
    expected, absent = sum(one.expected for one in told), sum(one.absent for one in told)
    share = round(100 * absent / expected) if expected else None
    return AttendanceSum(len(over), len(counted), sum(one.came for one in counted), absent, share)


def record_heads(activity, *, walk_ins, attended):
    """Write down how many came without signing up, and how many were there in all; None for what nobody counted."""
    Activity.everything.filter(pk=activity.pk).update(walk_ins=walk_ins, attended=attended)


def count_one_more(activity):
    """Somebody else came without signing up."""
    more = Coalesce(F("walk_ins"), Value(0)) + 1
    # Were the heads counted before, they are one more too.
    Activity.everything.filter(pk=activity.pk).update(walk_ins=more, attended=F("attended") + 1)


def settle(activities):
    """Keep how many came where only the list of names tells it, before the names go; return how many activities."""
    marked = Registration.objects.exclude(attended=None).values("activity")
    rows = activities.filter(attended=None, pk__in=marked).with_attendance()
    for one in rows:
        Activity.everything.filter(pk=one.pk, attended=None).update(attended=attendance_of(one).came)
    return len(rows)
