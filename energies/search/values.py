"""What apps make documents and facets of: the values of a facet, and the texts of a row in each language."""

from collections.abc import Callable

from django.db.models import QuerySet

from energies.search.facets import in_every_language


def places(model) -> Callable:
    """Return a function to the values of a facet of places: names stay Catalan in every language."""
    return lambda: [(place.slug, {"ca": place.name}) for place in model.objects.order_by("code")]


def terms(model) -> Callable:
    """Return a function to the values of a facet of controlled words."""
    return lambda: [(term.key, in_languages(term, "name")) for term in model.objects.all()]


def choices(choices) -> Callable:
    """Return a function to the values of a facet of fixed choices."""
    return lambda: [(value, in_every_language(label)) for value, label in choices.choices]


def in_languages(term, field) -> dict:
    """Return {language: text} of a translated field, without the languages nobody has written."""
    told = {lang: getattr(term, f"{field}_{lang}") for lang in ("ca", "es", "en")}
    return {lang: text for lang, text in told.items() if text}


def names(entry) -> dict:
    """Return {language: name} of an entry and its translations."""
    return {entry.lang: entry.name} | {text.lang: text.name for text in entry.texts.all() if text.name}


def ids(objects) -> QuerySet:
    return objects.order_by().values_list("pk", flat=True)
