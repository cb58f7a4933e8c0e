"""Who is of the team, what each may do, and that they have shown a second factor.

One function a question, asked by whatever lets the team in. They go by permissions, which roles (roles.py) hold; to be
of the staff without a role is to sign in, and no more.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from energies.accounts.roles import RIGHTS
from energies.accounts.sign_in_first import sign_in_first
from energies.kernel import brings, resubmission

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def _has(user, right) -> bool:
    return user.is_active and user.is_staff and user.has_perm(f"accounts.{right}")


def may_review(user) -> bool:
    """Whether they decide on what is proposed, and keep the directory."""
    return _has(user, "review_proposals")


def may_organise(user) -> bool:
    """Whether they organise Trobades, and see who signs up for any activity."""
    return _has(user, "organise_gatherings")


def may_read_needs(user) -> bool:
    """Whether they read what those who sign up for any activity need (health, care, language)."""
    return _has(user, "read_needs")


def may_manage_team(user) -> bool:
    """Whether they add people to the team, give roles and help with second factors."""
    return _has(user, "manage_team")


def may_erase(user) -> bool:
    """Whether they take people out who ask for it."""
    return _has(user, "delete_user")


def may_see_sign_ups(user) -> bool:
    """Whether the list of who comes to any activity is open to them; what people need is ``may_read_needs``."""
    return may_organise(user) or may_read_needs(user)


def may_work_on_entries(user) -> bool:
    """Whether they work on what others keep up: see its pictures before they are public, bring an agenda for somebody."""
    return may_review(user) or may_organise(user)


def has_role(user) -> bool:
    """Whether they have any right in the team."""
    return any(_has(user, right) for right, _words in RIGHTS)


def may_change_account(user, by) -> bool:
    """Whether ``by`` may change the account of ``user``: that of who has every right is for those who have it too."""
    return may_manage_team(by) and (by.is_superuser or not user.is_superuser)


def has_factor(user) -> bool:
    """Whether the person has set up an app or a key."""
    return is_mfa_enabled(user, FACTORS)


def has_shown_factor(request) -> bool:
    """Whether a second factor was shown when this session began."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def is_let_in(request, may=has_role) -> bool:
    """Whether whoever asks may (a question of these, asked of the user) and has shown a second factor."""
    return may(request.user) and has_factor(request.user) and has_shown_factor(request)


def team_required(may) -> Callable:
    """Let those of the team in who ``may``; send others where they can show who they are, or tell them no (403)."""

    def decorate(view) -> Callable:
        @wraps(view)
        def checked(request, *args, **kwargs) -> HttpResponse:
            if is_let_in(request, may):
                return view(request, *args, **kwargs)
            return turn_away(request, may)

        checked.may, checked.asks_to_sign_in = may, True
        return checked

    return decorate


def turn_away(request, may=has_role) -> HttpResponse:
    """Return the answer to somebody who is not let in (yet)."""
    user = request.user
    if user.is_authenticated and not may(user):
        raise PermissionDenied
    if user.is_authenticated and not has_factor(user):
        # What they sent waits on the page while another tab sets the factor up.
        return factor_first(request) if request.method == "POST" else redirect("mfa_index")
    return sign_in_first(request)


def factor_first(request) -> HttpResponse:
    """Return the page that carries what was sent by somebody who has to set up a second factor first (403)."""
    return render(request, "errors/factor_first.html", resubmission.again(request), status=403)


def refusal(user) -> str:
    """Return what a 403 says to somebody of the team: whom to ask; "" for others."""
    if not user.is_active or not user.is_staff:
        return ""
    words = {"email": settings.STAFF_EMAIL}
    if not has_role(user):
        return _("You are on the team, but nobody has given you a role yet. Ask for it at %(email)s.") % words
    return _("Your role on the team does not open this page. If you need it, ask for it at %(email)s.") % words


def home_of(user) -> str:
    """Return the address at which somebody of the team begins: what their role is for, or else the desk."""
    mine = (home.name for home in brings.home_pages() if _has(user, home.right))
    return reverse(next(mine, "admin:index"))
