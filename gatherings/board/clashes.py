"""What would go wrong on the day: two things in one room, somebody in two places, a closed door, care that is missing."""

from itertools import combinations
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from gatherings import when
from gatherings.models.care import CareAnswer, care_labels


class Clash(NamedTuple):
    """``kind`` is "room", "organiser", "time" or "care"; only the first keeps a programme from being published."""

    kind: str
    activity: object
    words: str
    other: object = None

    @property
    def blocks(self):
        return self.kind == "room"

    @property
    def asks(self):
        """Whether somebody has to say that it is all right."""
        return self.kind == "organiser"


def find_clashes(gathering, activities):
    """Return the Clashes among activities that have an hour; cancelled ones are in nobody's way."""
    there = [one for one in activities if one.starts_at and not one.is_cancelled]
    there.sort(key=lambda one: (one.starts_at, one.pk))
    found = [clash for one, other in combinations(there, 2) for clash in clashes_between(one, other)]
    return found + [clash for one in there for clash in clashes_with_place(gathering, one)]


def clashes_between(one, other):
    """Return the Clashes of two activities: they overlap in a room, or somebody organises both."""
    if one.ends_at <= other.starts_at or other.ends_at <= one.starts_at:
        return []
    found = []
    if one.room_id and one.room_id == other.room_id:
        words = _("«%(one)s» and «%(other)s» are in %(room)s at the same time (%(when)s).")
        found.append(Clash("room", other, words % (_told(one, other) | {"room": one.room}), one))
    for who in sorted(str(both) for both in {*one.organisers} & {*other.organisers}):
        words = _("%(who)s organises «%(one)s» and «%(other)s» at the same time (%(when)s).")
        found.append(Clash("organiser", other, words % (_told(one, other) | {"who": who}), one))
    return found


def _told(one, other):
    start = max(one.starts_at, other.starts_at)
    return {"one": one.name, "other": other.name, "when": f"{when.day(start)}, {when.clock(start)}"}


def clashes_with_place(gathering, activity):
    """Return the Clashes of an activity with its Trobada, its room, and what was asked for it."""
    name = {"one": activity.name}
    first, last = timezone.localtime(activity.starts_at), timezone.localtime(activity.ends_at)
    found = []
    if not gathering.starts_on <= first.date() <= gathering.ends_on:
        found.append(Clash("time", activity, _("«%(one)s» is not on a day of the Trobada.") % name))
    return found + _in_room(activity, first, last, name) + _care(activity, name)


def _in_room(activity, first, last, name):
    room, found = activity.room, []
    if room is None:
        return found
    name |= {"room": room}
    if room.opens and first.time() < room.opens:
        words = _("«%(one)s» begins before %(room)s opens, at %(hour)s.")
        found.append(Clash("time", activity, words % (name | {"hour": when.clock(room.opens)})))
    if room.closes and (last.time() > room.closes or last.date() > first.date()):
        words = _("«%(one)s» ends after %(room)s closes, at %(hour)s.")
        found.append(Clash("time", activity, words % (name | {"hour": when.clock(room.closes)})))
    if room.capacity and activity.capacity and activity.capacity > room.capacity:
        words = _("«%(one)s» is for %(many)s people, and %(fit)s fit in %(room)s.")
        found.append(Clash("time", activity, words % (name | {"many": activity.capacity, "fit": room.capacity})))
    for need in ("step_free", "hearing_loop"):
        if getattr(activity, need) == CareAnswer.YES and getattr(room, need) == CareAnswer.NO:
            words = _("«%(one)s» says «%(care)s», and %(room)s has none.")
            found.append(Clash("care", activity, words % (name | {"care": care_labels()[need]})))
    return found


def _care(activity, name):
    labels = care_labels()
    missing = [labels[need] for need in activity.care_wanted if getattr(activity, need, "") != CareAnswer.YES]
    words = _("«%(one)s» asked for this, and it is not there yet: %(care)s.")
    return [Clash("care", activity, words % (name | {"care": str(label)})) for label in missing]
