"""Pages for what went wrong, in the reader's language and in our look, saying what to do next."""

import sys
import time

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, HttpResponseServerError, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from energies.accounts.sign_in_first import sign_in_first
from energies.accounts.team import refusal
from energies.entries.addresses import Gone
from energies.kernel import resubmission
from energies.kernel.lengths import TooLong
from energies.kernel.limits import NotCounted, TooMany
from energies.kernel.links import BadLink, ExpiredLink
from energies.kernel.outages import is_away
from energies.kernel.paging import NoSuchPage

NOT_READ = _(
    "What you sent cannot be read, and nothing of it is kept. Go back, load the page again and send it once more."
)
BROKEN_OFF = _("What you sent did not arrive whole. Go back and send it again.")
TOO_MUCH = _("What you sent has more parts than we can take in. Go back and send it in pieces.")
# What is wrong with a request: status, and words for people.
REFUSALS = (
    (DisallowedHost, 400, _("You have come by an address that is not the site’s own.")),
    (RequestDataTooBig, 413, _("What you sent is too long. Go back, shorten it and send it again.")),
    ((TooManyFieldsSent, TooManyFilesSent), 413, TOO_MUCH),
    ((UnreadablePostError, MultiPartParserError), 400, BROKEN_OFF),
)
AGAIN = 30  # seconds after which it is worth trying again
PAUSE = 1  # seconds in which nobody waits for a database that somebody has just waited for


def bad_request(request, exception=None):
    """An address that cannot be read or, of what was sent, that it cannot (400) or that it is too much (413)."""
    # A query string that is too much is an address like any other that cannot be read.
    refusals = REFUSALS if request.method == "POST" else REFUSALS[:1]
    found = ((status, words) for kinds, status, words in refusals if isinstance(exception, kinds))
    status, words = next(found, (400, NOT_READ if request.method == "POST" else ""))
    with _in_language_of(request):
        context = {"words": words, "home": settings.SITE_URL}
        return render(request, "errors/400.html", context, status=status)


def forbidden(request, exception=None):
    """Somebody of the team is told whom to ask; what was sent can be copied."""
    words = refusal(request.user) if hasattr(request, "user") else ""
    context = {"whom_to_ask": words, **_copied(request)}
    return render(request, "errors/403.html", context, status=403)


def csrf_failure(request, reason=""):
    """The check of the form failed: it was open while somebody signed out or in, or the cookies are gone or refused.

    What was written is there with a button that sends it again with a check that holds, only if the browser says that
    it came from a page of ours (``sent.again``): else the button would make one click of the very attack that the check
    is against. It says what it holds and who would be sending it, since another may have signed in meanwhile.
    """
    view = getattr(request.resolver_match, "func", None)
    if getattr(view, "asks_to_sign_in", False) and resubmission.is_ours(request) and not request.user.is_authenticated:
        return sign_in_first(request)
    response = render(request, "errors/csrf.html", resubmission.again(request), status=403)
    add_never_cache_headers(response)
    return response


def not_found(request, exception=None):
    # What other exceptions say is for programmers, in English.
    words = str(exception) if isinstance(exception, NoSuchPage) else ""
    if isinstance(exception, BadLink):
        words = _("A part of the link is missing: copy the whole address from our letter.")
    context = {"words": words, **_copied(request)}
    return render(request, "errors/404.html", context, status=404)


def _copied(request):
    """Return what was sent to where it can no longer go, to be copied."""
    return resubmission.again(request, button=False) if request.method == "POST" else {}


def server_error(request):
    """Answer whatever nobody else did; middlewares and pages of error that fail end here too."""
    error = sys.exc_info()[1]
    if is_away(error):
        AwayMiddleware.until = time.monotonic() + PAUSE
        return unavailable(request)
    if isinstance(error, UnreadablePostError):
        return bad_request(request, error)
    # No context processors: whatever broke may be one of them.
    with _in_language_of(request):
        words = render_to_string("errors/500.html", {"request_id": getattr(request, "id", "")})
    return HttpResponseServerError(words)


def unavailable(request):
    """The database is away, or nothing can count: said without either."""
    with _in_language_of(request):
        response = HttpResponse(render_to_string("errors/503.html"), status=503, headers={"Retry-After": str(AGAIN)})
    add_never_cache_headers(response)
    return response


def not_counted(request):
    """Nothing can count what must be counted: in a moment, with what was sent ready to be sent again."""
    response = render(request, "errors/not_counted.html", resubmission.again(request, ours=True), status=503)
    response["Retry-After"] = str(AGAIN)
    add_never_cache_headers(response)
    return response


def too_long(request, error):
    """A text sent by itself is longer than fits (``lengths.TooLong``): it stands there to be shortened and sent again."""
    others = [(name, text) for name, text in resubmission.pairs_of(request) if name != error.name]
    context = {"error": error, "text": request.POST[error.name], "sent": others}
    response = render(request, "errors/too_long.html", context, status=422)
    add_never_cache_headers(response)
    return response


def too_many(request, error):
    """Somebody did something too often (``limits.TooMany``): when to go on, and what they sent, to send it again."""
    minutes = -(-error.wait // 60)
    context = {
        "words": error.limit.words,
        "shared": "client" in error.limit.per,
        "minutes": minutes,
        "hours": -(-minutes // 60) if minutes >= 60 else 0,
        # The check of the form has held: it came from a page of ours.
        **resubmission.again(request, ours=True),
    }
    response = render(request, "errors/429.html", context, status=429)
    response["Retry-After"] = str(error.wait)
    add_never_cache_headers(response)
    return response


def _in_language_of(request):
    """Speak as the address does, or else the browser: LocaleMiddleware may not have been reached."""
    language = translation.get_language_from_path(request.path_info)
    return translation.override(language or translation.get_language_from_request(request))


class AwayMiddleware:
    """Answers at once while the database was found away a moment ago, so that those who wait do not fill the server."""

    until = 0.0  # of time.monotonic(), for all threads of the process

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return unavailable(request) if time.monotonic() < AwayMiddleware.until else self.get_response(request)


class PagesMiddleware:
    """Answers in words what views raise (an entry that was removed, a link whose time is over, something too often), and 405."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            # Its heads stay: which methods there are, and that nobody keeps it.
            response.content = render_to_string("errors/405.html", request=request)
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, Gone):
            return render(request, "errors/410.html", _copied(request), status=410)
        if isinstance(exception, TooMany):
            return too_many(request, exception)
        if isinstance(exception, TooLong):
            return too_long(request, exception)
        if isinstance(exception, NotCounted):
            return not_counted(request)
        if isinstance(exception, ExpiredLink):
            return render(request, "errors/link_over.html", {"words": exception.words, **_copied(request)}, status=410)
        return None
