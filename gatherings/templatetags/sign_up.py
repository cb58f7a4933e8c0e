"""The rule by which places are held, for the pages that tell it."""

from datetime import timedelta

from django import template

from gatherings.models.counted import FEW_PERCENT, FEW_PLACES
from gatherings.models.registration import MOST_PASSED, TO_ACCEPT, TO_CONFIRM, TO_CONFIRM_NEARLY_FULL

register = template.Library()


@register.simple_tag
def holding():
    """Return the figures of the rule: hours to confirm, minutes when few places are left, which number and share are few,
    hours to take a place that is offered, and how often a group is passed."""
    return {
        "hours": TO_CONFIRM // timedelta(hours=1),
        "minutes": TO_CONFIRM_NEARLY_FULL // timedelta(minutes=1),
        "few": FEW_PLACES,
        "percent": FEW_PERCENT,
        "accept": TO_ACCEPT // timedelta(hours=1),
        "passed": MOST_PASSED,
    }
