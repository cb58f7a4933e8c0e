"""Six figures by mail: how everybody signs in, and how the unknown become known.

A person is made only once the right figures came back, so that nothing along the way tells who has an account. Why this
is not allauth's: docs/decisions/0001-sign-in-codes.md.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from energies.accounts.models import SignInCode, User
from energies.kernel import limits, mail
from energies.kernel.email_address import ascii_form, normal_form

KEY = "sign_in"
LASTS = timedelta(minutes=15)
# A hall of people may sign in from one connection; one letter box gets few letters that it did not ask for. Closed when
# nothing can count: somebody could try figures and fill letter boxes without end.
PER_CLIENT = limits.declare("code", "client", 120, limits.HOUR, away="closed")
PER_EMAIL = limits.declare(
    "code",
    "e-mail",
    5,
    limits.HOUR,
    away="closed",
    words=_("We have sent figures to this e-mail several times already: the last ones serve for a quarter of an hour."),
)
TRIES_PER_CLIENT = limits.declare("code-try", "client", 300, limits.HOUR, away="closed")


def send(request, email) -> None:
    """Mail new figures for ``email`` in the page's language, in place of any former ones of this session.

    They go to the spelling that the account has, if there is one; to what was typed, its domain in ASCII, if not. Raises
    limits.TooMany after a few in an hour for one e-mail, whoever asks.
    """
    limits.count(PER_EMAIL, normal_form(email))
    figures, known = f"{secrets.randbelow(10**6):06}", User.objects.known_as(email)
    code = SignInCode(email=ascii_form(email), expires_at=timezone.now() + LASTS)
    code.figures_hash = _hash(code, figures)
    with transaction.atomic():
        # A letter goes with the state that it tells of.
        SignInCode.objects.filter(pk=request.session.get(KEY)).delete()
        code.save(force_insert=True)
        context = {"code": figures, "minutes": LASTS.seconds // 60}
        mail.send("mail/code.txt", context, to=[known.email if known else code.email], language=request.LANGUAGE_CODE)
    request.session[KEY] = str(code.pk)


def waiting(request) -> SignInCode | None:
    """Return the SignInCode that this session waits for, or None: whoever asked for it is the only one who can use it."""
    pk = request.session.get(KEY)
    return SignInCode.objects.good(timezone.now()).filter(pk=pk).first() if pk else None


def check(request, typed) -> User | None:
    """Return the User of the right figures, made now if need be, or None. They serve once and bear three tries."""
    code = waiting(request)
    # The database counts, and before it is known whether they are right: of any number at once three are looked at.
    if code is None or not SignInCode.objects.good(timezone.now()).filter(pk=code.pk).update(tries=F("tries") + 1):
        return None
    if not constant_time_compare(code.figures_hash, _hash(code, "".join(typed.split()))):
        return None
    used, _rows = SignInCode.objects.filter(pk=code.pk).delete()
    if not used:
        return None
    del request.session[KEY]
    user = User.objects.known_or_new(code.email, language=request.LANGUAGE_CODE)
    return user if user.is_active else None


def over(now) -> QuerySet:
    """Return the codes whose time is over."""
    return SignInCode.objects.filter(expires_at__lte=now)


def _hash(code, figures) -> str:
    return salted_hmac("energies.accounts.codes", f"{code.pk} {figures}", algorithm="sha256").hexdigest()
