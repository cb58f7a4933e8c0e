"""Files obey the transaction: written first, under a new name, gone if it is undone; deleted once it has committed.

Django tells of commits alone (``on_commit``). What waits for one is dropped when the transaction, or the savepoint in
which it was asked for, is rolled back, and when the connection is lost. Whatever nothing else holds goes with it, at
that very moment (CPython counts references), and its finalizer undoes what was done. A process killed in between
leaves at most a file that no row names, never a row that names no file; ``manage.py media`` finds what is left over.
"""

import logging
import weakref
from functools import partial

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)


class CannotKeep(ValidationError):
    """It is not the file that is wrong: the disk is full or read-only, the store is away, or there are too many."""

    def __init__(self, message=None) -> None:
        super().__init__(message or _("The picture cannot be kept just now. Try again in a while."))


def publish(storage, name, content) -> str:
    """Write a file at once and return the name it got; it goes if the transaction, or its savepoint, is rolled back.

    ``name`` must be one that nobody has used. Raises TransactionManagementError outside a transaction, CannotKeep
    when the storage does not take it.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A file is published by what a transaction holds together.")
    try:
        written = storage.save(name, content)
    except Exception as error:
        # Whatever the client of a storage raises; a disk that is full keeps the beginning.
        logger.exception("The file %s cannot be written.", name)
        _delete(storage, [name])
        raise CannotKeep from error
    on_rollback(partial(_delete, storage, [written]))
    return written


def withdraw(storage, names, *, unless=None) -> None:
    """Delete these files once the transaction has committed, unless ``unless()`` is true then.

    Outside a transaction, at once. What cannot be deleted is logged, and left for ``manage.py media --mend``.
    """

    def act() -> None:
        if unless is None or not unless():
            _delete(storage, names)

    first_on_commit(act)


def on_rollback(undo) -> None:
    """Call ``undo()`` if what the transaction, or its innermost savepoint, does is rolled back."""
    first_on_commit(Undo(undo).forget)


def first_on_commit(act) -> None:
    """Call ``act()`` after the commit, before whatever else waits for it: what fails there must not take it along.

    All that is ours waits with ``robust=True`` and takes nothing along; a library may not. The list that Django keeps is
    not documented, and is touched here alone.
    """
    transaction.on_commit(act, robust=True)
    if connection.in_atomic_block:
        connection.run_on_commit.insert(0, connection.run_on_commit.pop())


class Undo:
    """Calls ``undo()`` as soon as nothing holds it: what waits for the commit (``forget``) should be all that does."""

    def __init__(self, undo) -> None:
        self._finalizer = weakref.finalize(self, undo)

    def forget(self) -> None:
        self._finalizer.detach()


def _delete(storage, names) -> None:
    for name in names:
        try:
            storage.delete(name)
        except Exception:
            logger.exception("The file %s cannot be deleted.", name)
