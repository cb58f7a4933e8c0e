"""Pages for what went wrong, in the reader's language and in our look, saying what to do next."""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from energies.curation.addresses import Gone
from energies.kernel.paging import NoSuchPage


def bad_request(request, exception=None):
    return render(request, "errors/400.html", status=400)


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


class GoneMiddleware:
    """Answers 410 with words for an entry that was removed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Gone):
            return render(request, "errors/410.html", status=410)
        return None
