"""The rule by which places are held, for the pages that tell it."""

from datetime import timedelta

from django import template

from gatherings.models.counted import FEW_PERCENT, FEW_PLACES
from gatherings.models.registration import TO_CONFIRM, TO_CONFIRM_NEARLY_FULL

register = template.Library()


@register.simple_tag
def holding():
    """Return the figures of the rule: hours, minutes when few places are left, and which number and share are few."""
    return {
        "hours": TO_CONFIRM // timedelta(hours=1),
        "minutes": TO_CONFIRM_NEARLY_FULL // timedelta(minutes=1),
        "few": FEW_PLACES,
        "percent": FEW_PERCENT,
    }
