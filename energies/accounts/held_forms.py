"""What was sent without being signed in: the page that asks to sign in carries it, and it is there again afterwards.

Nothing is kept for whoever only sends: the page has it all, signed and compressed, in one hidden input. It is kept, sealed
and for an hour, once they ask for figures with it; for their session, for the address that they gave, and for whoever the
form was drawn for. So nobody who signs in next on a shared browser is shown what another wrote, and strangers fill no table without a form of ours and
within the limit of the figures. Whether they may do what they sent is for the view that gets it to say.
"""

from django.contrib.auth import logout
from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from energies.accounts import sealing
from energies.accounts.models import HeldForm
from energies.kernel import periods, resubmission
from energies.kernel.email_address import normal_form

KEY = "held"  # in the session
SALT = "energies.accounts.held_forms"
MOST = 500_000  # characters of a token, of the two and a half million bytes that Django reads
TOKEN_LASTS = 24 * 3600  # seconds for which a page that was left open still serves


def token_of(request) -> str:
    """Return the token of what a request sent: "" when there is nothing to carry, or more than ``MOST``."""
    pairs = resubmission.pairs_of(request)
    if not pairs or resubmission.is_ours(request) is False:
        return ""
    told = {"to": request.get_full_path(), "pairs": pairs, "files": sorted(request.FILES)}
    token = signing.dumps(told, salt=SALT, compress=True)
    return token if len(token) <= MOST else ""


def read(token) -> dict | None:
    """Return what ``token_of`` was made of, {"to", "pairs", "files"}, or None for what we did not sign, or long ago."""
    try:
        return signing.loads(token, salt=SALT, max_age=TOKEN_LASTS)
    except signing.BadSignature:
        return None


def hold(request, email, token) -> bool:
    """Keep what a token carries until ``email`` signs in from this session; return whether there was anything to keep."""
    if read(token) is None:
        return False
    HeldForm.objects.filter(pk=request.session.get(KEY)).delete()
    until = timezone.now() + periods.HELD_FORM
    row = HeldForm.objects.create(whose=whose(normal_form(email)), sealed=sealing.seal(token), expires_at=until)
    request.session[KEY] = str(row.pk)
    return True


def waiting(request) -> tuple | None | None:
    """Return (HeldForm, what it holds) of whoever is signed in, from this session, or None."""
    now, pk = timezone.now(), request.session.get(KEY)
    row = HeldForm.objects.filter(pk=pk, whose=whose(request.user.email_key), expires_at__gt=now).first()
    if row is None:
        return None
    try:
        # The row says for how long; this is longer than any.
        told = signing.loads(sealing.unseal(row.sealed), salt=SALT, max_age=2 * TOKEN_LASTS)
    except (signing.BadSignature, sealing.CannotOpen):  # the keys were changed meanwhile
        return None
    return None if resubmission.is_of_another(request.user, told["pairs"]) else (row, told)


def end_session(request) -> None:
    """Sign out whoever is signed in; what waits in their session does still, for whom it is."""
    pk = request.session.get(KEY)
    logout(request)
    if pk:
        request.session[KEY] = pk


def let_go(row, now) -> None:
    """It is on its way: a second press of the button, within a minute, still finds it; then it is over."""
    HeldForm.objects.filter(pk=row.pk).update(expires_at=now + periods.HELD_FORM_SENT)


def whose(key) -> str:
    """Return the digest under which what the normal form ``key`` of an address is to be given is kept."""
    return salted_hmac(SALT, key, algorithm="sha256").hexdigest()


def expired(now) -> QuerySet:
    """Return those whose time is over."""
    return HeldForm.objects.filter(expires_at__lte=now)
