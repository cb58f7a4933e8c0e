"""Six figures by mail: how everybody signs in, and how the unknown become known.

The code lives in the session that asked for it, hashed; a person is made only once the right one came back, so that
nothing along the way tells who has an account.
"""

import secrets
import time

from django.contrib.auth.hashers import make_password
from django.utils.crypto import constant_time_compare, salted_hmac

from energies.accounts.models import User
from energies.kernel import mail
from energies.kernel.limits import too_many

KEY = "sign_in"
LASTS = 15 * 60  # seconds
TRIES = 3
AN_HOUR = 3600
CODES_AN_HOUR = {"email": 5, "address": 30}


class TooMany(Exception):
    """Too many codes were asked for with this e-mail or from this address."""


def send(request, email, address):
    """Mail a new code to ``email`` in the page's language, in place of any former one of this session.

    Raises TooMany after 5 in an hour to one e-mail or 30 from one network ``address``.
    """
    limits = (("email", email.lower()), ("address", address))
    # Both are counted, whichever is over.
    if any([too_many("codes", f"{kind}:{who}", CODES_AN_HOUR[kind], AN_HOUR) for kind, who in limits]):
        raise TooMany
    code = f"{secrets.randbelow(10**6):06}"
    request.session[KEY] = {"email": email, "code": _hash(email, code), "at": time.time(), "wrong": 0}
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
