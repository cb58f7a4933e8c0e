"""Who is of the team, and has shown it with a second factor."""

from functools import wraps

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_factor(user):
    """Whether the person has set up an app or a key."""
    return is_mfa_enabled(user, FACTORS)


def has_shown_factor(request):
    """Whether a second factor was shown when this session began."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def is_let_in(request):
    """Whether whoever asks is of the team and has shown a second factor."""
    user = request.user
    return user.is_active and user.is_staff and has_factor(user) and has_shown_factor(request)


def team_required(view):
    """Let the team in; send others where they can show who they are, or tell them no (403)."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if is_let_in(request):
            return view(request, *args, **kwargs)
        return turn_away(request)

    return checked


def turn_away(request):
    """Return the answer to somebody who is not let in (yet)."""
    user = request.user
    if user.is_authenticated and not user.is_staff:
        raise PermissionDenied
    if user.is_authenticated and not has_factor(user):
        return redirect("mfa_index")
    return redirect_to_login(request.get_full_path(), reverse("sign_in"))
