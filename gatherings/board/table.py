"""The programme as a board: days, hours and rooms, what is in each cell and what would go wrong in the free ones."""

from collections import defaultdict
from copy import copy
from datetime import UTC, datetime, time
from typing import NamedTuple

from django.utils import timezone

from energies.kernel.text import sentence_start
from gatherings import attendance, when
from gatherings.board import clashes
from gatherings.models import Activity

# Offered while a day has nothing.
FIRST_HOURS = (time(10), time(12), time(16), time(18))


class BoardCell(NamedTuple):
    room: object  # None: in a place of its own
    moment: object
    activities: list
    hints: list  # what would go wrong if the activity being placed came here
    is_free: bool


class BoardDay(NamedTuple):
    date: object
    words: str
    rows: list  # [(hour in words, [Cell…])]


class Board:
    """All the activities accepted for a Trobada, and the one being placed (or None)."""

    def __init__(self, gathering, placing=None):
        self.gathering = gathering
        self.rooms = list(gathering.rooms.select_related("barri"))
        rows = gathering.activities(manager="everything").filter(state=Activity.State.VISIBLE)
        self.activities = list(rows.for_board())
        # Its own row, with who organises it at hand.
        self.placing = next((one for one in self.activities if placing and one.pk == placing.pk), None)
        self.placed = [one for one in self.activities if one.starts_at]
        self.waiting = [one for one in self.activities if not one.starts_at]
        self.clashes = clashes.find_clashes(gathering, self.placed)
        self.columns = [*self.rooms, None] if any(one.room_id is None for one in self.placed) else self.rooms

    @property
    def attendance(self):
        """How many came to all of it so far."""
        return attendance.sum_of(self.activities)

    @property
    def blocking(self):
        return [clash for clash in self.clashes if clash.blocks]

    @property
    def asking(self):
        return [clash for clash in self.clashes if clash.asks]

    @property
    def unpublished(self):
        """Those with an hour that nobody sees yet."""
        return [one for one in self.placed if not one.published]

    @property
    def days(self):
        by_cell = defaultdict(list)
        for one in self.placed:
            local = timezone.localtime(one.starts_at)
            by_cell[local.date(), local.time(), one.room_id].append(one)
        dates = sorted({*self.gathering.days, *(date for date, _hour, _room in by_cell)})
        return [BoardDay(date, sentence_start(when.day(date)), self._rows(date, by_cell)) for date in dates]

    def _rows(self, date, by_cell):
        hours = sorted({hour for day, hour, _room in by_cell if day == date}) or FIRST_HOURS
        rows = []
        for hour in hours:
            # An hour that does not come that night is nobody's to choose.
            moment = timezone.make_aware(datetime.combine(date, hour)).astimezone(UTC)
            cells = [self._cell(room, moment, by_cell[date, hour, room.pk if room else None]) for room in self.columns]
            rows.append((when.clock(moment), cells))
        return rows

    def _cell(self, room, moment, activities):
        is_free = bool(self.placing and room and not activities)
        return BoardCell(room, moment, activities, self.hints(room, moment) if is_free else [], is_free)

    def hints(self, room, moment):
        """Return what would go wrong if the one being placed were in ``room`` at ``moment``."""
        there = copy(self.placing)
        there.put_in(room, moment)
        others = [one for one in self.placed if one.pk != there.pk and not one.is_cancelled]
        found = [clash for one in others for clash in clashes.clashes_between(one, there)]
        return [clash.words for clash in (*found, *clashes.clashes_with_place(self.gathering, there))]

    def of(self, activity):
        """Return the clashes in which an activity takes part."""
        return [clash for clash in self.clashes if activity in (clash.activity, clash.other)]
