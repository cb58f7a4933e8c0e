"""The page between pressing a button and what it does to others: what will follow, and a way back."""

from django.http import HttpResponse
from django.shortcuts import render


def is_confirmed(request) -> bool:
    """Whether whoever posts this has read what will follow."""
    return "sure" in request.POST


def confirmation_page(request, *, title, follows, back) -> HttpResponse:
    """Return the page that tells what an act brings about, in the sentences ``follows``; empty ones are left out.

    Its one button, which says ``title``, sends again all that was posted, and ``sure``; ``back`` is where one goes if not.
    """
    kept = [
        (name, text) for name in request.POST if name != "csrfmiddlewaretoken" for text in request.POST.getlist(name)
    ]
    context = {"title": title, "follows": [words for words in follows if words], "kept": kept, "back": back}
    return render(request, "confirm.html", context)
