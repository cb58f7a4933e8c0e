"""Sections that an app adds to pages of the apps below it, which do not know of it."""

from typing import Any

_sections = {}
_rows = {}


def register(place, position, section) -> None:
    """Add ``section(obj) -> (template, context) or None`` to the pages called ``place``, in the order of ``position``."""
    _sections.setdefault(place, []).append((position, section))
    _sections[place].sort(key=lambda one: one[0])


def sections_for(place, obj) -> list[tuple[str, dict]]:
    """Return [(template, context)] of the sections that have something to say of ``obj``."""
    return [found for _position, section in _sections.get(place, []) if (found := section(obj))]


def register_rows(place, rows) -> None:
    """Add ``rows(objs) -> {primary key: (template, context)}`` to the lists called ``place``: asked once for a whole list."""
    _rows.setdefault(place, []).append(rows)


def sections_for_rows(place, objs) -> dict[Any, list[tuple[str, dict]]]:
    """Return {primary key: [(template, context)]} of what there is to say beside the rows ``objs`` of one model."""
    found = {one.pk: [] for one in objs}
    for rows in _rows.get(place, []) if found else ():
        for pk, said in rows(objs).items():
            found[pk].append(said)
    return found
