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

from energies.accounts.team import refusal
from energies.curation.addresses import Gone
from energies.kernel.away import is_away
from energies.kernel.limits import NotCounted, TooMany
from energies.kernel.links import NotGood, Over
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
    """Somebody of the team is told whom to ask."""
    words = refusal(request.user) if hasattr(request, "user") else ""
    return render(request, "errors/403.html", {"whom_to_ask": words}, status=403)


def csrf_failure(request, reason=""):
    """The form was open too long or cookies are refused: say how to go on."""
    return render(request, "errors/csrf.html", status=403)


def not_found(request, exception=None):
    # What other exceptions say is for programmers, in English.
    words = str(exception) if isinstance(exception, NoSuchPage) else ""
    if isinstance(exception, NotGood):
        words = _("A part of the link is missing: copy the whole address from our letter.")
    return render(request, "errors/404.html", {"words": words}, status=404)


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


def too_many(request, error):
    """Somebody did something too often (``limits.TooMany``): when to go on, and what they sent, to send it again."""
    sent = [(name, text) for name, texts in request.POST.lists() if name != "csrfmiddlewaretoken" for text in texts]
    minutes = -(-error.wait // 60)
    context = {
        "words": error.limit.words,
        "shared": "client" in error.limit.per,
        "minutes": minutes,
        "hours": -(-minutes // 60) if minutes >= 60 else 0,
        "sent": sent,
        "files": bool(request.FILES),
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
            return render(request, "errors/410.html", status=410)
        if isinstance(exception, TooMany):
            return too_many(request, exception)
        if isinstance(exception, NotCounted):
            return unavailable(request)
        if isinstance(exception, Over):
            return render(request, "errors/link_over.html", {"words": exception.words}, status=410)
        return None
