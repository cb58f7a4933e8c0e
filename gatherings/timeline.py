"""How what a Trobada left goes on: what is told at 3, 6 and 12 months, and when it will be asked next."""

from typing import NamedTuple

from django.utils import timezone

from gatherings import when
from gatherings.follow_up.asking import asked_of
from gatherings.models import Gain, Gathering, Months, Outcome
from gatherings.models.follow_up import day_of, due_months

TROBADES = 3  # on the page of a barri


class Point(NamedTuple):
    """One moment; ``ahead`` is the month in words when it is still to come, and ``asked`` those we shall ask."""

    words: str
    steps: list
    gains: list
    ahead: str
    asked: list


def of_gathering(gathering, outcomes):
    """Return [Point…] of a Trobada whose return is public, first to last; [] of another."""
    if gathering.stage != Gathering.Stage.RETURNED:
        return []
    return _points(gathering, outcomes, list(Gain.objects.filter(gathering=gathering).for_lists()))


def of_barri(barri):
    """Return [(Trobada, [Point…])] of what the latest Trobades left in a barri."""
    gatherings = list(Gathering.objects.left_something_in(barri).with_hosts()[:TROBADES])
    outcomes = list(Outcome.objects.in_barri(barri).filter(gathering__in=gatherings).for_lists()) if gatherings else []
    gains = list(Gain.objects.in_barri(barri).filter(gathering__in=gatherings).for_lists()) if gatherings else []
    told = []
    for one in gatherings:
        here = [outcome for outcome in outcomes if outcome.gathering_id == one.pk]
        points = _points(one, here, [gain for gain in gains if gain.gathering_id == one.pk])
        told.append((one, points))
    return [(one, points) for one, points in told if points]


def _points(gathering, outcomes, gains):
    today, asked = timezone.localdate(), asked_of(gathering, outcomes)
    steps = [step for outcome in outcomes for step in reversed(outcome.steps.all()) if step.months]
    points = []
    for months in Months:
        day = day_of(gathering, months)
        point = Point(
            months.label,
            [step for step in steps if step.months == months],
            [gain for gain in gains if gain.months == months],
            when.in_month(day) if day > today else "",
            asked,
        )
        # What nobody answered in its time is not told, but for the last thing that was asked.
        if point.steps or point.gains or (point.ahead and asked) or months == due_months(gathering, today):
            points.append(point)
    return points
