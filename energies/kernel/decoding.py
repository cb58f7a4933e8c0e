"""Pictures of strangers are decoded apart from the site, one at a time on a machine, within limits (redraw.py).

Not in the queue of tasks: whoever sends a picture is still there to choose another, a proposal never waits for a
picture, and the limits are the system's: a monstrous picture kills the small program that looks at it and nothing else.
"""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from energies.kernel import redraw
from energies.kernel.effects import CannotKeep

# Seconds until one's turn, and for one picture; together less than the 30 after which gunicorn gives up a request.
TURN, MOST_SECONDS = 8, 15
PAUSE = 0.05


class PictureRefused(ValueError):
    """The picture is too large, or cannot be read."""

    def __init__(self, too_large) -> None:
        super().__init__()
        self.too_large = too_large


def redrawn(data) -> bytes:
    """Return the bytes of a picture as ``redraw`` draws it. Raises Refused; CannotKeep when too many wait."""
    with one_at_a_time():
        try:
            done = subprocess.run(
                [sys.executable, "-I", redraw.__file__],
                input=data,
                capture_output=True,
                timeout=MOST_SECONDS,
                # Without the secrets of the site.
                env={name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ},
            )
        except subprocess.TimeoutExpired as error:
            raise PictureRefused(too_large=True) from error
        except OSError as error:
            raise CannotKeep from error
    if done.returncode:
        # Below zero: the system killed it, for what it took.
        raise PictureRefused(too_large=done.returncode < 0 or done.returncode == redraw.TOO_LARGE)
    return done.stdout


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the turn of this machine; CannotKeep when it does not come in TURN seconds.

    The lock is on the file of the program, which is there also where nothing can be written.
    """
    file, late = os.open(redraw.__file__, os.O_RDONLY), time.monotonic() + TURN
    try:
        while not _locked(file):
            if time.monotonic() > late:
                raise CannotKeep(_("Many pictures are being looked at just now. Send it again in a minute."))
            time.sleep(PAUSE)
        yield
    finally:
        os.close(file)


def _locked(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
