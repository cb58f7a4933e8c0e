"""The fair rotation: everybody on the first page equally often, the same for everybody, page after page."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from energies.search import rotation

START = date(2026, 11, 24)
SETS = st.sets(st.integers(1, 2**20), max_size=300)


def split(ranks, share):
    """Return two disjoint BitMaps: who is fresh and who is not."""
    ranks = sorted(ranks)
    fresh = BitMap(rank for at, rank in enumerate(ranks) if at % 10 < share)
    return [fresh, BitMap(ranks) - fresh]


@given(SETS, st.integers(0, 10), st.integers(1, 30), st.dates(date(2026, 1, 1), date(2036, 1, 1)))
def test_the_pages_of_a_day_hold_everybody_once_fresh_ones_first(ranks, share, size, day):
    groups = split(ranks, share)
    pages = [rotation.page(groups, day, first, size) for first in range(0, len(ranks) + size, size)]
    order = [rank for page in pages for rank in page]
    assert sorted(order) == sorted(ranks)
    assert set(order[: len(groups[0])]) == set(groups[0])


@given(SETS, st.integers(0, 10), st.integers(1, 30))
def test_over_60_days_those_of_a_group_differ_by_at_most_one_first_page(ranks, share, size):
    groups, seen = split(ranks, share), Counter()
    for days in range(60):
        seen.update(rotation.page(groups, START + timedelta(days), 0, size))
    for group in groups:
        days = [seen[rank] for rank in group]
        assert not days or max(days) - min(days) <= 1


def test_the_start_moves_on_by_a_page_a_day():
    groups = [BitMap(range(1, 101)), BitMap()]
    today, tomorrow = (rotation.page(groups, START + timedelta(days), 0, 24) for days in (0, 1))
    assert rotation.page(groups, START, 24, 24) == tomorrow
    assert not set(today) & set(tomorrow)
