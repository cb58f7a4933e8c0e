"""Pieces of the style guide that no row of the database need have: each state that a component can be in."""

from datetime import timedelta

from django.db.models import prefetch_related_objects
from django.utils import timezone

from gatherings.models import Activity


def activities():
    """Return activities as the agenda shows them, unsaved: as planned, moved, cancelled."""
    start = timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=3)
    common = {"starts_at": start, "ends_at": start + timedelta(hours=2), "venue": "Ateneu de mostra", "lang": "ca"}
    moved = {
        "was_starts_at": start - timedelta(days=1),
        "was_ends_at": start - timedelta(hours=22),
        "was_place": "Pati",
    }
    rows = [
        Activity(name="Sopar d’olla", slug="a", axis="activities", kind="meal", step_free="yes", **common),
        Activity(
            name="Qui obre la porta?", slug="b", axis="debate", kind="talk", sign_up="required", capacity=40,
            status="moved", status_reason="Hi ha més lloc.", sign_language="on_request", **moved, **common,
        ),
        Activity(
            name="Passejada pel Rec", slug="c", axis="territory", kind="walk", status="cancelled",
            status_reason="Plou.", **common,
        ),
    ]  # fmt: skip
    for number, one in enumerate(rows, 1):
        one.pk, one.summary = -number, "Una frase que diu què s’hi farà i amb qui."
    # None has a row: one query for all of them finds no translations, and no other follows.
    prefetch_related_objects(rows, "texts")
    return rows
