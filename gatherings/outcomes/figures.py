"""How many things stand how, by barri and by axis: numbers, and the bars that draw them."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from energies.kernel.text import sentence_start
from energies.territory.models import Barri
from gatherings.models import Outcome
from gatherings.models.axis import Axis

WIDTH, GAP = 100, 0.6


class BarSegment(NamedTuple):
    """One state's part of a bar, in hundredths of the longest."""

    state: str
    x: float
    width: float


class BarRow(NamedTuple):
    name: str
    link: str
    total: int
    pieces: list
    told: list  # [(words of a state, how many)]


def by_barri(outcomes):
    """Return [Row…] in the order of the city, whatever is of no barri in particular last."""
    counts = _counts(outcomes, "barri")
    barris = Barri.objects.filter(pk__in=[code for code in counts if code])
    named = [(one.pk, sentence_start(one.name), reverse("barri", args=[one.slug])) for one in barris]
    return _rows([*named, (None, _("All the barris that hosted it"), "")], counts)


def by_axis(outcomes):
    """Return [Row…] in the order in which axes are always told."""
    named = [(axis.value, sentence_start(str(axis.label)), "") for axis in Axis]
    return _rows(named, _counts(outcomes, "axis"))


def bar_segments(counts, most):
    """Return the [Piece…] of a bar of {state: how many}, one after another, where ``most`` fills the whole width."""
    drawn, x = [], 0.0
    for state in Outcome.State:
        width = WIDTH * counts.get(state, 0) / most if most else 0
        if width:
            drawn.append(BarSegment(state.value, round(x, 2), round(max(width - GAP, width / 2), 2)))
        x += width
    return drawn


def _counts(outcomes, field):
    """{value: {state: how many}}"""
    counts = {}
    for value, state, number in outcomes.counts_by(field):
        counts.setdefault(value, {})[state] = number
    return counts


def _rows(named, counts):
    most = max((sum(one.values()) for one in counts.values()), default=0)
    rows = []
    for key, name, link in named:
        if key in counts:
            here = counts[key]
            told = [(state.label, here[state]) for state in Outcome.State if state in here]
            rows.append(BarRow(name, link, sum(here.values()), bar_segments(here, most), told))
    return rows
