"""The times of an event that comes again, as the series that the form of an activity knows."""

from collections import defaultdict
from functools import reduce
from itertools import pairwise
from math import gcd

from gatherings import repeating
from gatherings.repeating import Repeats

WEEK = 7


def together(found, frequency):
    """Return ([(the first, how it repeats, [day…])], [those that stay alone]) of the times ``found`` of one event.

    Each series has one weekday and one hour; ``found`` are (anything, its day, what is the same in those of one series).
    ``frequency`` is that of the rule: «WEEKLY», «MONTHLY»…
    """
    groups, series, alone = defaultdict(list), [], []
    for one, day, same in found:
        groups[day.weekday(), same].append((day, one))
    for group in groups.values():
        group.sort(key=lambda pair: pair[0])
        days = [day for day, _one in group]
        how = _how(days, frequency) if len(set(days)) == len(days) > 1 else None
        if how:
            series.append((group[0][1], how, days))
        else:
            alone += [one for _day, one in group]
    return series, alone


def _how(days, frequency):
    """Return how the days of one weekday repeat, or None when no choice of the form comes near them."""
    if frequency in ("MONTHLY", "YEARLY"):
        choices = (
            [Repeats.MONTHLY]
            if len({repeating.place(day) for day in days}) == 1 and repeating.place(days[0]) < 5
            else []
        )
        choices += [Repeats.MONTHLY_LAST] if all(repeating.is_last(day) for day in days) else []
    else:
        step = reduce(gcd, ((later - day).days for day, later in pairwise(days)))
        choices = [Repeats.FORTNIGHTLY if step == 2 * WEEK else Repeats.WEEKLY]
    for how in choices:
        # More days left out than there are would be no series.
        if len(left_out(how, days)) <= len(days):
            return how
    return None


def left_out(how, days):
    """Return the days on which it would fall, and does not."""
    return repeating.left_out(repeating.rule(how, days[0], until=days[-1]), days)
