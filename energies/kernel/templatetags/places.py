"""Place names inside a sentence, in the reader's language: {{ barri.name|at_place }}."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from energies.kernel import text

register = template.Library()

register.filter("sentence_start", text.sentence_start)


@register.filter
def at_place(name) -> str:
    """Return "al Raval", "en el Raval" or "in el Raval": official names keep their Catalan article."""
    language = _language()
    if language == "ca":
        return text.at_place(name)
    return f"en {name}" if language == "es" else f"in {name}"


@register.filter
def of_place(name) -> str:
    """Return "del Raval" in Catalan and Spanish (where «de el» contracts too), "of el Raval" in English."""
    language = _language()
    if language == "ca":
        return text.of_place(name)
    if language == "es":
        return f"d{name}" if name.startswith("el ") else f"de {name}"
    return f"of {name}"


@register.filter
def distance_in_words(metres) -> str:
    """Return a distance in words, as exact as a position rounded to a hundred metres allows: "a 350 m", "a 1,2 km"."""
    near = max(50, round(metres / 50) * 50)
    if near < 1000:
        return _("%(distance)s m away") % {"distance": near}
    return _("%(distance)s km away") % {"distance": number_format(metres / 1000, 1)}


def _language() -> str:
    return (get_language() or "ca").split("-")[0]
