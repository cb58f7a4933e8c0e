"""Sections that an app adds to pages of the apps below it, which do not know of it."""

_sections = {}


def register(place, position, section):
    """Add ``section(obj) -> (template, context) or None`` to the pages called ``place``, in the order of ``position``."""
    _sections.setdefault(place, []).append((position, section))
    _sections[place].sort(key=lambda one: one[0])


def of(place, obj):
    """Return [(template, context)] of the sections that have something to say of ``obj``."""
    return [found for _position, section in _sections.get(place, []) if (found := section(obj))]
