"""Lookups that Django leaves to the database."""

from typing import Any

from django.db.models import IntegerField, lookups

from energies.kernel.clean_text import BIGGEST


class InRange(lookups.In):
    """``__in`` of whole numbers: one beyond 64 bits is in no row, as ``exact`` knows; SQLite would raise OverflowError."""

    def get_prep_lookup(self) -> Any:
        prepared = super().get_prep_lookup()
        if not isinstance(prepared, list):
            return prepared
        return [one for one in prepared if not isinstance(one, int) or -BIGGEST - 1 <= one <= BIGGEST]


def register() -> None:
    """Have every integer column use them; keys are such columns."""
    IntegerField.register_lookup(InRange)
