"""How often somebody may do something, counted where all processes see it (library ``limits``).

A ``Limit`` is declared once, by the app whose act it is; docs/developers.md shows them all. It counts in the shared cache
when there is one (``CACHE_URL``) and else in the database, each time in one statement that no other can come between,
and that no rollback takes back. When the cache is away the database counts; when that cannot count either, ``away``
says what happens. Whom it counts is stored as a keyed digest alone.
"""

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from redis.backoff import NoBackoff
from redis.retry import Retry

from energies.kernel.client import address_of
from energies.kernel.outages import is_away

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
IN_DATABASE = "database://"
log = logging.getLogger(__name__)


class OutagePolicy(StrEnum):
    """What to do when nothing can count."""

    OPEN = "open"  # let through, with a line in the log: more harm by refusing than by too many
    CLOSED = "closed"  # 503 with words: without the limit, the act would be a danger


@dataclass(frozen=True)
class Limit:
    """At most ``most`` times ``act`` in ``seconds``, ``per`` what is counted: "client", "e-mail", "person"…"""

    act: str
    per: str
    most: int
    seconds: int
    away: OutagePolicy
    words: str = ""  # what the page says first to whoever did it too often, lazily translated


class TooMany(Exception):
    """A limit is used up; ``wait`` is how many seconds are left until one may go on."""

    def __init__(self, limit, wait) -> None:
        super().__init__(f"{limit.act} per {limit.per}")
        self.limit, self.wait = limit, wait


class NotCounted(Exception):
    """Nothing can count, and the limit is one that is closed then."""


_limits = {}


def declare(act, per, most, seconds, *, away, words="") -> Limit:
    """Return the Limit of these, known to ``declared()``. Raises ValueError when it is declared already."""
    if (act, per) in _limits:
        raise ValueError(f"{act} per {per} is declared twice.")
    limit = _limits[act, per] = Limit(act, per, most, seconds, OutagePolicy(away), words)
    return limit


def declared() -> list:
    """Return all the limits, by act."""
    return [_limits[key] for key in sorted(_limits)]


def count(limit, who) -> None:
    """Count one more by ``who`` (text or key). Raises TooMany beyond the limit, NotCounted when it is closed.

    To be called outside transactions, so that what is counted stays: raises RuntimeError inside one.
    """
    item = RateLimitItemPerSecond(limit.most, limit.seconds, namespace=limit.act)
    key = salted_hmac("energies.kernel.limits", f"{limit.per}:{who}", algorithm="sha256").hexdigest()[:32]
    for address in dict.fromkeys((settings.LIMITS_URL, IN_DATABASE)):
        limiter = FixedWindowRateLimiter(_store(address))
        try:
            if limiter.hit(item, key):
                return
            until = limiter.get_window_stats(item, key).reset_time
        except StorageError as error:
            if is_away(error):
                raise  # nothing works without the database: the page that says so is another one
            log.warning("%s cannot count %s: %s", address.partition(":")[0], limit.act, error)
            continue
        raise TooMany(limit, max(1, math.ceil(until - time.time())))
    if limit.away == OutagePolicy.CLOSED:
        raise NotCounted(limit.act)


def too_many(limit, who) -> "TooMany | None":
    """Count one more by ``who`` and return the TooMany (for raising, later) when it is beyond the limit, else None."""
    try:
        count(limit, who)
    except TooMany as error:
        return error
    return None


def limited(limit) -> Callable:
    """Count each POST to a view, whatever comes of it, by the network address it comes from."""

    def decorate(view) -> Callable:
        @wraps(view)
        def counted(request, *args, **kwargs) -> HttpResponse:
            if request.method == "POST":
                count(limit, address_of(request))
            return view(request, *args, **kwargs)

        return counted

    return decorate


@cache
def _store(address) -> Any:
    """Return the store of an address. Redis is asked once and not waited for; the database's own is in operations."""
    options: dict[str, Any] = {}
    if address != IN_DATABASE:
        options = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}
    return storage_from_string(address.replace("unix://", "redis+unix://", 1), wrap_exceptions=True, **options)
