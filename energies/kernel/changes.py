"""What was written and has still to be followed (by the index, by drawings…): marks that obey their transaction.

A mark stands on the connection it was made on, so no other thread sees it. It is worked off when its transaction
commits, or before that, inside it, by whoever calls ``work_off``; it is gone when the transaction, or the savepoint in
which it was made, is rolled back. What was worked off inside a savepoint that is rolled back waits again.

Django tells of commits alone: a mark is held by nothing but what waits for the commit, as in ``effects``.
"""

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models.signals import m2m_changed, post_save, pre_delete

from energies.kernel import effects


class Marks:
    """The marks of one follower: ``follow(keys)`` is given all that was marked, each key (any hashable) once."""

    def __init__(self, name, follow) -> None:
        self.name, self._follow = name, follow

    def add(self, keys) -> None:
        """Mark ``keys``. Outside a transaction they are worked off at once; what fails after the commit is logged."""
        if mark := _Mark(keys):
            self._here.marks.add(mark)
            transaction.on_commit(partial(self._committed, mark), robust=True)

    def waiting(self) -> set:
        """Return the set of the keys that are marked on this connection and not worked off yet."""
        return set().union(*self._here.marks)

    def work_off(self) -> None:
        """Follow all that is marked on this connection, and what is marked by doing so."""
        while not self._here.postponed and (marks := list(self._here.marks)):
            self._follow_all(marks, self._here.marks)

    @contextmanager
    def postponed(self) -> Iterator[None]:
        """Let many acts of one transaction mark, and work the marks off once at the end of it."""
        with transaction.atomic():
            self._here.postponed += 1
            try:
                yield
            finally:
                self._here.postponed -= 1
            self.work_off()

    def _follow_all(self, marks, waiting) -> None:
        waiting.difference_update(marks)
        if connection.in_atomic_block:
            undo = effects.Undo(partial(_put_back, waiting, [weakref.ref(mark) for mark in marks]))
            transaction.on_commit(undo.forget, robust=True)
        try:
            self._follow(set().union(*marks))
        except BaseException:
            waiting.update(marks)
            raise

    def _committed(self, _mark) -> None:
        """What waits for the commit: it holds the mark until then."""
        self.work_off()

    @property
    def _here(self) -> "_OnOneConnection":
        # Not ``connection.__dict__``, which is that of the proxy: all threads have the one.
        on_connection = vars(connections[DEFAULT_DB_ALIAS]).setdefault("energies_marks", {})
        return on_connection.setdefault(self.name, _OnOneConnection())


class _OnOneConnection:
    """The marks of one follower that wait on a connection, and how many blocks want them to."""

    def __init__(self) -> None:
        self.marks, self.postponed = weakref.WeakSet(), 0


class _Mark(frozenset):
    """Keys that were marked together; each is another, whatever its keys."""

    __eq__, __hash__ = object.__eq__, object.__hash__


def _put_back(waiting, marks) -> None:
    """Let these (weak references) wait again; those that were rolled back with their work are no more."""
    waiting.update(mark for ref in marks if (mark := ref()))


def listen(model, heard, *, name) -> None:
    """Call ``heard(row, created)`` when a row of ``model`` has been saved or is about to be deleted.

    ``name`` tells this listener from the others of the model. What sends no signal (``update``, ``bulk_create``,
    ``bulk_update``, SQL by hand) is not heard: whoever writes so marks by itself.
    """

    def changed(sender, instance, created=False, **_signal) -> None:
        heard(instance, created)

    for signal in (post_save, pre_delete):
        signal.connect(changed, sender=model, weak=False, dispatch_uid=f"{name}.{model._meta.label}")


def listen_to_pairs(field, heard, *, name) -> None:
    """Call ``heard(primary keys)`` of the rows whose many-to-many ``field`` changes, from either side."""
    through = field.remote_field.through

    def changed(sender, instance, action, reverse, pk_set, **_signal) -> None:
        if not reverse:
            heard([instance.pk])
        elif pk_set:
            heard(pk_set)
        elif action == "pre_clear":
            pairs = through._base_manager.filter(**{field.m2m_reverse_field_name(): instance.pk})
            heard(list(pairs.values_list(field.m2m_field_name(), flat=True)))

    m2m_changed.connect(changed, sender=through, weak=False, dispatch_uid=f"{name}.{through._meta.label}")
