"""Pages for what went wrong, in the reader's language and in our look, saying what to do next."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from energies.curation.addresses import Gone
from energies.kernel.paging import NoSuchPage

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request, exception=None):
    """An address that cannot be read or, of what was sent, that it cannot (400) or that it is too much (413)."""
    if request.method == "POST" and isinstance(exception, TOO_MUCH):
        return render(request, "errors/sent.html", {"too_much": True}, status=413)
    return render(request, "errors/sent.html" if request.method == "POST" else "errors/400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", status=403)


def csrf_failure(request, reason=""):
    """The form was open too long or cookies are refused: say how to go on."""
    return render(request, "errors/csrf.html", status=403)


def not_found(request, exception=None):
    # What other exceptions say is for programmers, in English.
    words = str(exception) if isinstance(exception, NoSuchPage) else ""
    return render(request, "errors/404.html", {"words": words}, status=404)


def server_error(request):
    # No context processors: whatever broke may be one of them.
    return HttpResponseServerError(render_to_string("errors/500.html", {"request_id": getattr(request, "id", "")}))


class InWords:
    """Answers 410 with words for an entry that was removed, and 405 for an address that is not opened like this."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            page = render(request, "errors/405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, Gone):
            return render(request, "errors/410.html", status=410)
        return None
