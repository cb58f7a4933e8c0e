"""Tells the browser that a form was taken, so that it lets go of what it kept of it (static/js/keep.js)."""

from urllib.parse import unquote

from django.conf import settings
from django.http import HttpResponse

SENDING, TAKEN = "sending", "taken"  # cookies: the path of the form that is being sent, of the one that was taken
LASTS = 3600  # seconds in which the page after it is surely opened
TOOK = (200, 302, 303)
LEFT = "left"  # cookie: the key of whoever signed out
LEFT_LASTS = 7 * 24 * 3600  # seconds: what the browser keeps is over by then


def tell_left(response, key) -> None:
    """Have the browser let go of what it kept for the writer ``key``, and of nobody else's, on the next page it opens."""
    if key:
        response.set_cookie(LEFT, key, max_age=LEFT_LASTS, secure=settings.SESSION_COOKIE_SECURE, samesite="Strict")


class FormAcceptedMiddleware:
    """Answers a form that was taken with a cookie that names it, if the browser said, by another, that it keeps it.

    What is refused (an error to mend, signing in first, too often, our fault) has another status, and no word of ours
    reaches the browser when the network fails: in all these it keeps what was written. A view whose refusal has kept it
    all the same (a draft) says so with ``request.is_kept``.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request) -> HttpResponse:
        response = self.get_response(request)
        told = request.COOKIES.get(SENDING, "")
        if told and request.method == "POST" and "X-Fragment" not in request.headers:
            # Twice: an address is written in percents by itself.
            is_it = request.path in (unquote(told), unquote(unquote(told)))
            if is_it and getattr(request, "is_kept", response.status_code in TOOK):
                secure = settings.SESSION_COOKIE_SECURE
                response.set_cookie(TAKEN, told, max_age=LASTS, secure=secure, samesite="Strict")
        return response
