"""Signs that a machine wrote a proposal. They are marks for the team, never a puzzle and never a refusal."""

from django.core import signing
from django.utils.translation import gettext_lazy as _

FASTEST = 20  # seconds in which nobody fills in the form
LINKS = 4
SIGNS = {
    "trap": _("a field that people do not see was filled in"),
    "fast": _("it was written in a few seconds"),
    "links": _("it holds many links"),
    "many": _("there are many from the same person or address"),
}
_signer = signing.TimestampSigner(salt="form-opened")


def stamp():
    """Return a token that says when the form was opened."""
    return _signer.sign("form")


def marks(data, values, *, many=False):
    """Return the codes of SIGNS that a proposal shows; ``data`` is what was posted, ``values`` what came of it."""
    found = []
    if any(data.get("address2", [""])):
        found.append("trap")
    if _too_fast(next(iter(data.get("opened", [""])), "")):
        found.append("fast")
    texts = " ".join(value for value in values.values() if isinstance(value, str))
    if texts.count("http") > LINKS or texts.count("www.") > LINKS:
        found.append("links")
    return [*found, *(["many"] if many else [])]


def _too_fast(token):
    try:
        _signer.unsign(token, max_age=FASTEST)
    except signing.SignatureExpired:
        return False
    except signing.BadSignature:
        # A draft taken up again has no fresh stamp; a forged one tells nothing more than a missing one.
        return bool(token)
    return True
