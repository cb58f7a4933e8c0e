"""A name for each request, the same in the log, in the page that says what went wrong and in the mail about it."""

import logging
import secrets
from contextvars import ContextVar

NONE = "-"
_current: ContextVar[str] = ContextVar("request_id", default=NONE)


def current() -> str:
    """Return the name of the request being answered, ``-`` outside of any."""
    return _current.get()


class RequestIdMiddleware:
    """Gives each request a name of twelve figures, drawn here: what a client says of itself is not believed.

    ``request.id`` has it for templates, the header ``X-Request-ID`` for proxies and their logs.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = secrets.token_hex(6)
        token = _current.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        response["X-Request-ID"] = request.id
        return response


class RequestIdFilter(logging.Filter):
    """Adds ``request_id`` to each record of the log."""

    def filter(self, record):
        # What is logged after the answer (django.request's own lines) has the request at hand.
        record.request_id = getattr(getattr(record, "request", None), "id", None) or current()
        return True
