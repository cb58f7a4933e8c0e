"""What apps make documents and facets of: the values of a facet, and the texts of a row in each language."""

from energies.search.facets import in_every_language


def places(model):
    """Return a function to the values of a facet of places: names stay Catalan in every language."""
    return lambda: [(place.slug, {"ca": place.name}) for place in model.objects.order_by("code")]


def terms(model):
    """Return a function to the values of a facet of controlled words."""
    return lambda: [(term.key, in_languages(term, "name")) for term in model.objects.all()]


def choices(choices):
    """Return a function to the values of a facet of fixed choices."""
    return lambda: [(value, in_every_language(label)) for value, label in choices.choices]


def in_languages(term, field):
    """Return {language: text} of a translated field, without the languages nobody has written."""
    told = {lang: getattr(term, f"{field}_{lang}") for lang in ("ca", "es", "en")}
    return {lang: text for lang, text in told.items() if text}


def names(entry):
    """Return {language: name} of an entry and its translations."""
    return {entry.lang: entry.name} | {text.lang: text.name for text in entry.texts.all() if text.name}


def ids(objects):
    return objects.order_by().values_list("pk", flat=True)
