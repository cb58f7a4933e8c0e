"""What views say about being asked twice (energies/operations/idempotency.py): that an act is to be done each time, or is done."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse


def each_time(view) -> Callable:
    """Mark a view that does its act each time that it is asked, however soon: counting heads, one by one."""

    @wraps(view)
    def marked(request, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs)

    marked.each_time = True
    return marked


def act_is_done(response) -> HttpResponse:
    """Mark a page, and return it, that says that an act is done; other acts end by leading to another page."""
    response.is_done = True
    return response
