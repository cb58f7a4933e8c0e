"""Long lists of choices, drawn in one go: a loop of the template engine over two hundred of them costs more than the rest
of the page."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from energies.kernel.text import sentence_start

register = template.Library()


@register.simple_tag
def options(rows) -> str:
    """Return the <option>s of (value, words, whether selected)."""
    marks = ("", mark_safe(" selected"))  # nosec B308 # a constant
    return format_html_join(
        "", '<option value="{}"{}>{}</option>', ((value, marks[bool(on)], words) for value, words, on in rows)
    )


@register.simple_tag
def boxes(name, choices) -> str:
    """Return checkboxes for what has value, label, count, chosen and more (see energies.search.listing.Choice)."""
    marks = ("", mark_safe(" checked"))  # nosec B308 # a constant
    return format_html_join(
        "\n",
        '<label class="check"><input type="checkbox" id="f-{0}-{1}" name="{0}" value="{1}"{2}>{3} '
        '<span class="num">{4}</span></label>',
        ((name, one.value, marks[one.chosen], sentence_start(one.label), number(one)) for one in choices),
    )


def number(choice) -> str:
    """Return how many: "12", or "+12" when a click adds them."""
    return f"+{choice.count}" if choice.more else str(choice.count)
