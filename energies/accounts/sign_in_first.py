"""Whoever is not signed in (any more) is asked to, and what they sent is not lost."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from energies.accounts import held_forms
from energies.accounts.forms import EmailForm
from energies.kernel import resubmission


def sign_in_first(request) -> HttpResponse:
    """Return the answer to somebody who has to sign in: elsewhere, or, to what they sent, a page that carries it (401)."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path(), reverse("sign_in"))
    token = held_forms.token_of(request)
    context = {
        "form": EmailForm(initial={"email": getattr(request.user, "email", "")}),
        "next": reverse("held_form") if token else reverse("dashboard"),
        "held": token,
        "asked_again": True,
        # What is too long to be carried through signing in waits on this page for another tab to have done it.
        **({} if token else resubmission.again(request)),
    }
    response = render(request, "account/sign_in.html", context, status=401)
    # RFC 9110, 15.5.2, wants a challenge; browsers ask for nothing by themselves for a scheme that is not theirs.
    response["WWW-Authenticate"] = f'Code realm="{request.get_host()}"'
    add_never_cache_headers(response)
    return response


def login_required(view) -> Callable:
    """Let in whoever is signed in; the others are asked to, and get back what they sent. In place of Django's."""

    @wraps(view)
    def checked(request, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs) if request.user.is_authenticated else sign_in_first(request)

    checked.asks_to_sign_in = True
    return checked
