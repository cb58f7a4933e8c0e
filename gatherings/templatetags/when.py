"""When an activity or a Trobada is, in words; the page's language and the time of Barcelona."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from gatherings import when

register = template.Library()

register.filter("clock", when.clock)
register.filter("day_words", when.day)
register.filter("moment_words", when.moment)


@register.simple_tag
def days(first, last):
    """Return «27 i 28 de novembre de 2026»."""
    return when.days(first, last)


@register.simple_tag
def hours(start, end):
    """Return «de 17 a 22 h» as <time> elements' text."""
    return when.hours(start, end)


@register.simple_tag
def whole(start, end):
    """Return «dissabte 28 de novembre, de 17 a 22 h» as a <time>."""
    return format_html('<time datetime="{}">{}</time>', timezone.localtime(start).isoformat(), when.whole(start, end))


@register.simple_tag
def date_block(moment):
    """Return the day of a moment as the agenda shows it: short weekday, figure, short month."""
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}">{}<b>{}</b>{}</time>',
        local.date().isoformat(),
        date_format(local, "D").lower(),
        local.day,
        date_format(local, "M").lower(),
    )
