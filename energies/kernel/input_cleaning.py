"""The door, one for all views: what nobody can have typed stays outside."""

import codecs
import json

from django.core.exceptions import BadRequest, TooManyFieldsSent
from django.http import Http404, HttpResponse, QueryDict, UnreadablePostError

from energies.kernel.clean_text import BIGGEST, clean_query, is_clean, is_clean_json


class InputCleaningMiddleware:
    """Middleware that cleans what views read: cookies, query string, form, JSON, and the arguments of the address.

    - Out of a form and a query string it is taken: it comes along with texts that people copy into boxes, and whoever
      writes, or searches, loses nothing of theirs.
    - JSON is written by programs, which are told: BadRequest.
    - A cookie with it was never set by us, and counts as none.
    - A path with it leads nowhere, nor does one with a number beyond every key: Http404.

    It stands before the sessions, whose key is a cookie; the rest waits for the view, so that whatever is said is said
    in the language of the address.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request) -> HttpResponse:
        request.COOKIES = {name: text for name, text in request.COOKIES.items() if is_clean(name) and is_clean(text)}
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> None:
        _check_encoding(request)
        _check_address(request)
        _check_arguments(kwargs)
        if request.content_type == "application/json":
            _check_json(request)
        else:
            _clean_form(request)


def _check_encoding(request) -> None:
    """Our pages are UTF-8, and so is what their forms send; Python would try "hex", "idna" or "undefined" too."""
    try:
        right = not request.encoding or codecs.lookup(request.encoding).name == "utf-8"
    except LookupError:
        right = False
    if not right:
        request.encoding = "utf-8"
        raise BadRequest("Another encoding than UTF-8")


def _check_address(request) -> None:
    try:
        request.GET = clean_query(request.GET)
    except TooManyFieldsSent:
        # The page that says so looks at the query too.
        request.GET = QueryDict()
        raise
    if not is_clean(request.path_info):
        raise Http404("What nobody typed, in a path")


def _check_arguments(kwargs) -> None:
    if any(isinstance(value, int) and value > BIGGEST for value in kwargs.values()):
        raise Http404("A number beyond every key")


def _check_json(request) -> None:
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        return  # whoever wanted JSON says what is wrong with it
    if not is_clean_json(told):
        raise BadRequest("What nobody typed, in JSON")


def _clean_form(request) -> None:
    try:
        request.POST = clean_query(request.POST)
    except (UnreadablePostError, LookupError) as error:
        # It never came whole, or a part of it is named in an encoding that there is not (RFC 5987).
        raise BadRequest("A body that cannot be read") from error
