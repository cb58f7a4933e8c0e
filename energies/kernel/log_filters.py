"""Requests that are refused, or cannot be served, through no fault of the program: one line of log, no traceback."""

import logging

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django_redis.exceptions import ConnectionInterrupted

from energies.kernel.outages import is_away

# Another's host, a body that is too big or breaks off, too many fields: whoever sends them has their answer.
REFUSED = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)
LONGEST = 200  # characters


class ShortFilter(logging.Filter):
    """For what people read: what was refused warns in one line; that the database or the cache is away takes one too."""

    def filter(self, record) -> bool:
        error = _error_of(record)
        if isinstance(error, REFUSED):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        if isinstance(error, REFUSED) or _is_away(error):
            _shorten(record, error)
        return True


class OursFilter(logging.Filter):
    """For what counts faults of the program: nothing of the above, nor any 503. The database cannot keep that it is away."""

    def filter(self, record) -> bool:
        error = _error_of(record)
        unavailable = getattr(record, "status_code", None) == 503
        return not (unavailable or isinstance(error, REFUSED) or _is_away(error))


def _error_of(record) -> BaseException | None:
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    return error or getattr(record, "shortened", None)


def _is_away(error) -> bool:
    return isinstance(error, ConnectionInterrupted) or is_away(error)


def _shorten(record, error) -> None:
    words, said = (" ".join(str(text).split())[:LONGEST] for text in (record.getMessage(), error))
    record.msg = words if said in words else f"{words} ({type(error).__name__}: {said})"
    record.args, record.exc_info, record.exc_text, record.shortened = (), None, None, error
