"""What somebody sent that was refused: it goes back to them, in a form that sends it again, or to be copied.

A refused POST must not cost anybody what they wrote (429, a form whose check failed, signing in first, no longer there).
"""

import re
from urllib.parse import urlsplit

from django.utils.crypto import salted_hmac

CHECK = "csrfmiddlewaretoken"  # of use for the page that it came from alone
WRITER = "written_by"  # the input in which a form says whose it was when it was drawn (``writer_key``)
# What a browser sends of a menu, a box, a day or an hour: a key, that nobody wrote.
_KEY = re.compile(r"[a-z0-9_.:-]*")
_machinery = {CHECK, WRITER}
# Names of what opens a door for a moment. A form that has one holds nothing that took long to write.
SECRETS = frozenset({"code", "credential", "password"})


def machinery(*names) -> None:
    """Say that inputs with these names are of the page and not of whoever writes: they are sent again, and not shown."""
    _machinery.update(names)


def writer_key(user) -> str:
    """Return a key that says who somebody is to nobody else, the same in each of their sessions; "" for a stranger."""
    if not user.is_authenticated:
        return ""
    return salted_hmac("energies.kernel.keep", str(user.pk), algorithm="sha256").hexdigest()[:20]


def is_of_another(user, pairs) -> bool:
    """Whether what was sent, [(name, text)], was written by somebody who is not ``user``, as far as its form tells."""
    written_by = dict(pairs).get(WRITER, "")
    return bool(written_by) and user.is_authenticated and written_by != writer_key(user)


def pairs_of(request) -> list:
    """Return what was sent as [(name, text)]: [] with a secret among it; no files, which no page can give back."""
    if not SECRETS.isdisjoint(request.POST):
        return []
    return [(name, text) for name, texts in request.POST.lists() if name != CHECK for text in texts]


def is_ours(request) -> bool | None:
    """Whether the browser says that a page of ours sent it: True, False, or None when it says nothing.

    Pages of others cannot make a browser lie in any of these heads
    (https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header, RFC 6454 section 7.3).
    """
    site, origin, referrer = (request.headers.get(name) for name in ("Sec-Fetch-Site", "Origin", "Referer"))
    if site is not None:
        return site == "same-origin"
    if origin is None and referrer is None:
        return None
    scheme, host = urlsplit(origin or referrer)[:2]
    return (scheme, host) == (request.scheme, request.get_host())


def again(request, *, button=True, ours=None) -> dict:
    """Return the context of ``errors/_sent.html``: what was sent, where to, and whether a button sends it again.

    Of what a page of others sent, nothing: their words are not for our pages, nor is a button under them. Where the
    browser says nothing of who sent it, it may be read and copied, and there is no button. ``ours`` says it when it is
    known by other means.
    """
    ours = is_ours(request) if ours is None else ours
    pairs = pairs_of(request) if ours is not False else []
    another = hasattr(request, "user") and is_of_another(request.user, pairs)
    return {
        "another": another,
        "sent": pairs,
        "texts": texts(pairs),
        "files": sorted(request.FILES) if ours is not False else [],
        "to": request.get_full_path() if button and ours and not another else "",
        "address": request.path,
    }


def texts(pairs) -> list[str]:
    """Return what is worth showing to whoever wrote it: what they typed, or, where that is nothing, all that was sent."""
    sent = [text for name, text in pairs if text.strip() and name not in _machinery]
    return [text for text in sent if not _KEY.fullmatch(text)] or sent
