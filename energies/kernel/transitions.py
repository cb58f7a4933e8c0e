"""What rows may become, from what: one table for each field of state, one lock, one exception.

    class Proposal(models.Model):
        transitions = Transitions("state", {None: {NEW}, NEW: {YES, NO}, YES: set(), NO: {NEW}}, entering=_stand)

Nothing else writes the field of a row that is there: ``tests/kernel/test_transitions.py`` reads all the code for it, and
walks every pair of states of every table that it finds.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model


class TransitionNotAllowed(ValueError):
    """The act does not follow from how things stand; ``str`` is what the reader is told, ``row`` how it stands now."""

    def __init__(self, words="", row=None) -> None:
        super().__init__(words or str(row))
        self.row = row


class Transitions:
    """The table of one field: {from: {to…}}, None being a row that is not written yet.

    ``entering(row, before, **details)`` fills in what goes with the new state (who, when, why), or raises
    TransitionNotAllowed; ``words(row, to)`` says to people why a row may not become that.
    """

    def __init__(self, field, table, *, entering=None, words=None) -> None:
        self.field, self.table, self._entering, self._words = field, table, entering, words

    def after(self, state) -> Collection[str | None]:
        """Return the states that may follow."""
        return self.table.get(state, frozenset())

    def allows(self, row, to) -> bool:
        return to in self.after(self._state_of(row))

    def check(self, row, to) -> None:
        """TransitionNotAllowed, in words, unless the row may become ``to``."""
        if not self.allows(row, to):
            words = self._words(row, to) if self._words else ""
            raise TransitionNotAllowed(words or f"{row!r} is {self._state_of(row)}: it cannot become {to}.", row)

    def enter(self, row, to, **details) -> None:
        """Let the row become ``to``, unsaved, with what goes with it. The caller holds the row, or has just made it."""
        self.check(row, to)
        before = self._state_of(row)
        setattr(row, self.field, to)
        if self._entering:
            self._entering(row, before, **details)

    @contextmanager
    def step(self, instance, to, *, save=None, **details) -> Iterator[Any]:
        """Hold the row of ``instance`` and yield it, as it stands, to be filled in; then it becomes ``to`` and is saved.

        All in one transaction; ``save(row)``, if given, writes it. ``instance`` is then as the row, and as it was when
        something is raised: TransitionNotAllowed when the row may not become that (any more).
        """
        with transaction.atomic():
            row = self._held(instance)
            self.check(row, to)
            yield row
            self.enter(row, to, **details)
            save(row) if save else row.save()
        for field in instance._meta.concrete_fields:
            setattr(instance, field.attname, getattr(row, field.attname))

    def take(self, instance, to, *, save=None, **details) -> None:
        """Do ``step`` with nothing else to fill in."""
        with self.step(instance, to, save=save, **details):
            pass

    def _state_of(self, row) -> str | None:
        return None if row._state.adding else getattr(row, self.field)

    @staticmethod
    def _held(instance) -> Any:
        """Return the row as it stands, locked; what the instance holds besides its fields comes along."""
        row = copy(instance)
        row.refresh_from_db(from_queryset=type(instance)._base_manager.select_for_update(of=("self",)))
        return row


def tables() -> list[tuple[type[Model], Transitions]]:
    """Return [(model, Transitions)] of every model that has some, its own or from a base."""
    found = []
    for model in apps.get_models():
        names = sorted({name for base in model.__mro__ for name, value in vars(base).items() if _is_one(value)})
        found += [(model, getattr(model, name)) for name in names]
    return found


def _is_one(value) -> bool:
    return isinstance(value, Transitions)
