"""Signs that a machine wrote a proposal. They are marks for the team, never a puzzle and never a refusal.

What a mark says is so: of the first sending alone where it tells how that came about, and of what the author wrote.
"""

import re
import time
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from energies.kernel import periods
from energies.kernel.home_addresses import looks_like_home

FASTEST = timedelta(seconds=20)  # in which nobody fills in the form
LINKS = 4
SIGNS = {
    "trap": _("a field that people do not see was filled in"),
    "fast": _("it was written in a few seconds"),
    "links": _("it holds many links"),
    "home": _("its address, which would be public, looks like somebody’s home"),
    "many": _("there are many from the same person or address"),
}
SALT = "form-opened"
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
# One link, however it is written.
_WHOLE = re.compile(rf"(?:{LINK.pattern})+", re.IGNORECASE)


def stamp(page):
    """Return a token that says when the form with the key ``page`` was opened: it is good for no other."""
    return signing.dumps([page, time.time()], salt=SALT)


def opened_at(token, page):
    """Return when the form with the key ``page`` was opened, or None when ``token`` does not tell."""
    try:
        key, seconds = signing.loads(token, salt=SALT, max_age=periods.DRAFT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return datetime.fromtimestamp(seconds, UTC) if key == page else None


def marks(submission, data, values, *, many=False):
    """Return the codes of SIGNS that a sending shows: ``data`` is what was posted, ``values`` what came of it.

    How fast it was written, and how many there are, says something of a proposal sent for the first time; who mends it
    or adds what was asked has read it. Links that were public before are nobody's doing.
    """
    found = []
    if any(data.get("address2", [""])):
        found.append("trap")
    if not submission.was_sent and _too_fast(submission):
        found.append("fast")
    before = submission.base or {}
    own = [text for name, text in values.items() if isinstance(text, str) and text != before.get(name)]
    if len(_WHOLE.findall(" ".join(own))) > LINKS:
        found.append("links")
    if values.get("exposure") == "exact" and looks_like_home(values.get("address")):
        found.append("home")
    return [*found, *(["many"] if many and not submission.was_sent else [])]


def _too_fast(submission):
    """Whether it was sent too soon after its author first saw the form; what is not known tells nothing."""
    return submission.opened_at is not None and timezone.now() - submission.opened_at < FASTEST
