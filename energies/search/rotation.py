"""The fair rotation: everybody’s order of the day, without favourites, cookies or popularity.

Each entry has a rank drawn at random when it came. A list goes round its entries by rank, first those that are fresh
(confirmed within the year), then the rest, and each group starts one page further on every day. So every entry of a
group stands on the first page equally often, a day more or less. Told to the public on the page «How the order works».
"""

from datetime import date

FIRST_DAY = date(2026, 1, 1)


def page(groups, day, first, size) -> list[int]:
    """Return the ranks on one page: ``size`` of them from place ``first`` (0 is the list’s first) on ``day``.

    ``groups`` are BitMaps of ranks, in order. Beyond the end the list is shorter or empty.
    """
    ranks, room = [], size
    for group, start in zip(groups, starts(groups, day, size), strict=True):
        here = _round(group, start, first, first + size - len(ranks))
        ranks += here
        first = max(0, first - len(group))
        if len(ranks) == room:
            break
    return ranks


def starts(groups, day, size) -> list[int]:
    """Return where in each group the list starts on ``day``.

    A group moves on by as many places as it has on the first page (a whole page if it has none there), so that the
    days’ first pages follow one another without gap or overlap.
    """
    days, found, left = (day - FIRST_DAY).days, [], size
    for group in groups:
        step = left or size
        found.append(days * step % len(group) if group else 0)
        left = max(0, left - len(group))
    return found


def daily_key(rank, day, ranks) -> int:
    """Return a key that puts entries of equal relevance in another order every day; ``ranks`` is their range."""
    return (rank - (day - FIRST_DAY).days * ranks // 31) % ranks


def _round(group, start, first, last) -> list:
    """Return the ranks at the places ``first`` to ``last`` of a group that is read in a circle from ``start``."""
    size = len(group)
    first, last = start + min(first, size), start + min(last, size)
    once, again = group[first : min(last, size)], group[max(first - size, 0) : max(last - size, 0)]
    return [*once, *again]
