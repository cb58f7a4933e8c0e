"""What people show at the door: a code that only those who organise it can use, signed apart from their own link."""

import segno
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from energies.kernel.clean_text import whole_number

# Another than that of the letters: whoever scans the code of somebody can count them, and not cancel for them.
# Without a date: the code is always the same, and how long it is good depends on the activity (``code_until``).
SIGNER = signing.Signer(salt="gatherings.there")


def token_of(registration):
    """Return what names a registration in its code; always the same, so that what was printed stays good."""
    return SIGNER.sign(str(registration.pk))


def pk_of(token):
    """Return the key of the registration a token names; signing.BadSignature for another text."""
    return whole_number(SIGNER.unsign(token))


def address_of(registration):
    """Return what the code holds: the page of who scans it, in the first language, since who scans is not who shows."""
    with translation.override(settings.LANGUAGE_CODE):
        return settings.ORIGIN + reverse("check_in", args=[token_of(registration)])


def picture_of(registration):
    """Return the code as an SVG without styles."""
    code = segno.make(address_of(registration), micro=False, error="m")
    # Drawn by segno, which escapes the description: an address made here.
    return SafeString(code.svg_inline(omitsize=True, desc=address_of(registration), svgclass=None, lineclass=None))  # nosec B308 B703
