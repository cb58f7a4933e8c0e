"""Six figures by mail: how everybody signs in, and how the unknown become known.

The code lives in the session that asked for it, hashed; a person is made only once the right one came back, so that
nothing along the way tells who has an account.
"""

import secrets
import time

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from energies.accounts.models import User
from energies.kernel import limits, mail

KEY = "sign_in"
LASTS = 15 * 60  # seconds
TRIES = 3
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


def send(request, email):
    """Mail a new code to ``email`` in the page's language, in place of any former one of this session.

    Raises limits.TooMany after a few in an hour to one e-mail, whoever asks.
    """
    limits.count(PER_EMAIL, email.lower())
    code = f"{secrets.randbelow(10**6):06}"
    request.session[KEY] = {"email": email, "code": _hash(email, code), "at": time.time(), "wrong": 0}
    with transaction.atomic():
        # A letter goes with the state that it tells of, which here is the session’s.
        request.session.save()
        mail.send("mail/code.txt", {"code": code, "minutes": LASTS // 60}, to=[email], language=request.LANGUAGE_CODE)


def waiting(request):
    """Return the e-mail a code was sent to and is waited for in this session, or None."""
    state = request.session.get(KEY)
    return state["email"] if state and time.time() - state["at"] <= LASTS and state["wrong"] < TRIES else None


def check(request, typed):
    """Return the User of the right code, made now if need be, or None. A code serves once and bears three tries."""
    email = waiting(request)
    if email is None:
        return None
    state = request.session[KEY]
    if not constant_time_compare(state["code"], _hash(email, "".join(typed.split()))):
        request.session[KEY] = state | {"wrong": state["wrong"] + 1}
        return None
    del request.session[KEY]
    return _person(email, request.LANGUAGE_CODE)


def _person(email, language):
    """Return the active user of an e-mail, a new one if there is none; None for one who is not let in any more."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User(email=User.objects.normalize_email(email), language=language, password=make_password(None))
        user.full_clean(exclude=["password"])
        user.save()
    return user if user.is_active else None


def _hash(email, code):
    return salted_hmac("energies.accounts.codes", f"{email.lower()} {code}", algorithm="sha256").hexdigest()
