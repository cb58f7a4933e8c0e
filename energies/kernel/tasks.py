"""What a task and the worker that runs it (energies/operations/worker.py) say to each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_mark = ContextVar("mark", default=None)


class RetryLater(Exception):
    """Raised by a task that cannot do its work now: it is to be called again with ``args`` once ``wait`` has passed."""

    def __init__(self, wait, *args) -> None:
        super().__init__(*args)
        self.wait = wait


def mark_done() -> None:
    """Say, from inside a task, that what must not happen twice has happened: its row says so from now on.

    Whatever the task does afterwards, and whatever becomes of the worker, it is not run again.
    """
    if mark := _mark.get():
        mark()


@contextmanager
def marked_by(mark) -> Iterator[None]:
    """Have ``done`` call ``mark()`` for the task that is run meanwhile in this thread."""
    token = _mark.set(mark)
    try:
        yield
    finally:
        _mark.reset(token)
