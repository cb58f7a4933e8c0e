"""Links of letters that cannot be followed: each has its time, by what it is for, and says in words what to do then."""

from typing import Any

from django.core import signing
from django.http import Http404
from django.utils import timezone


class BadLink(Http404):
    """The text of a link is not one that we wrote: a part of it is missing. 404, in words."""


class ExpiredLink(Exception):
    """The time of a link is over; ``words`` say what to do now. 410."""

    def __init__(self, words) -> None:
        super().__init__(words)
        self.words = words


def read(loads, token, *, over) -> Any:
    """Return what ``loads`` reads in the token of a link. Raises Over with the words ``over`` when it is too old, NotGood
    when it is not one of ours.
    """
    try:
        return loads(token)
    except signing.SignatureExpired as error:
        raise ExpiredLink(over) from error
    except signing.BadSignature as error:
        raise BadLink(token) from error


def is_over(until) -> bool:
    """Whether the moment until which a link is good (None: for now) has gone by."""
    return until is not None and until <= timezone.now()
