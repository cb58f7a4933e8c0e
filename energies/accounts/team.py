"""Who is of the team, what each may do, and that they have shown a second factor.

One function a question, asked by whatever lets the team in. They go by permissions, which roles (roles.py) hold; to be
of the staff without a role is to sign in, and no more.
"""

from functools import wraps

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from energies.accounts.roles import RIGHTS
from energies.accounts.sign_in_first import sign_in_first
from energies.kernel import brings, sent

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def _has(user, right):
    return user.is_active and user.is_staff and user.has_perm(f"accounts.{right}")


def may_review(user):
    """Whether they decide on what is proposed, and keep the directory."""
    return _has(user, "review_proposals")


def may_organise(user):
    """Whether they organise Trobades, and see who signs up for any activity."""
    return _has(user, "organise_gatherings")


def may_read_needs(user):
    """Whether they read what those who sign up for any activity need (health, care, language)."""
    return _has(user, "read_needs")


def may_manage_team(user):
    """Whether they add people to the team, give roles and help with second factors."""
    return _has(user, "manage_team")


def may_erase(user):
    """Whether they take people out who ask for it."""
    return _has(user, "delete_user")


def may_see_sign_ups(user):
    """Whether the list of who comes to any activity is open to them; what people need is ``may_read_needs``."""
    return may_organise(user) or may_read_needs(user)


def may_work_on_entries(user):
    """Whether they work on what others keep up: see its pictures before they are public, bring an agenda for somebody."""
    return may_review(user) or may_organise(user)


def has_role(user):
    """Whether they have any right in the team."""
    return any(_has(user, right) for right, _words in RIGHTS)


def may_change_account(user, by):
    """Whether ``by`` may change the account of ``user``: that of who has every right is for those who have it too."""
    return may_manage_team(by) and (by.is_superuser or not user.is_superuser)


def has_factor(user):
    """Whether the person has set up an app or a key."""
    return is_mfa_enabled(user, FACTORS)


def has_shown_factor(request):
    """Whether a second factor was shown when this session began."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def is_let_in(request, may=has_role):
    """Whether whoever asks may (a question of these, asked of the user) and has shown a second factor."""
    return may(request.user) and has_factor(request.user) and has_shown_factor(request)


def team_required(may):
    """Let those of the team in who ``may``; send others where they can show who they are, or tell them no (403)."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if is_let_in(request, may):
                return view(request, *args, **kwargs)
            return turn_away(request, may)

        checked.may, checked.asks_to_sign_in = may, True
        return checked

    return decorate


def turn_away(request, may=has_role):
    """Return the answer to somebody who is not let in (yet)."""
    user = request.user
    if user.is_authenticated and not may(user):
        raise PermissionDenied
    if user.is_authenticated and not has_factor(user):
        # What they sent waits on the page while another tab sets the factor up.
        return factor_first(request) if request.method == "POST" else redirect("mfa_index")
    return sign_in_first(request)


def factor_first(request):
    """Return the page that carries what was sent by somebody who has to set up a second factor first (403)."""
    return render(request, "errors/factor_first.html", sent.again(request), status=403)


def refusal(user):
    """Return what a 403 says to somebody of the team: whom to ask; "" for others."""
    if not user.is_active or not user.is_staff:
        return ""
    words = {"email": settings.STAFF_EMAIL}
    if not has_role(user):
        return _("You are on the team, but nobody has given you a role yet. Ask for it at %(email)s.") % words
    return _("Your role on the team does not open this page. If you need it, ask for it at %(email)s.") % words


def home_of(user):
    """Return the address at which somebody of the team begins: what their role is for, or else the desk."""
    mine = (home.name for home in brings.homes() if _has(user, home.right))
    return reverse(next(mine, "admin:index"))
