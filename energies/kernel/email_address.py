"""E-mail addresses: the spelling that is kept and written to, and the normal form by which two are one.

A database's own comparison without case is of no use here: its upper() makes the dotless ı of ``ana@bıcı.cat``, a domain
that anybody may register, the I of ``ana@bici.cat``. So it is done here, once, and what comes out is compared exactly.
"""

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

LONGEST = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
WHOLE = _("Write the whole e-mail, such as nom@exemple.cat.")
PLAIN_LETTERS = _("Write the part of the e-mail before the @ in plain letters and figures, without accents.")


def ascii_form(address) -> str:
    """Return the spelling of an address that is kept: what comes before the @ as it was typed, the domain in ASCII.

    The domain is mapped by UTS 46 (which takes in NFKC and case, so that full width, ligatures and the long ſ become the
    letters they stand for, since no domain can have them) and encoded by IDNA 2008, without the transitional mappings:
    ß and ς, and the dotless ı, are letters of their own, and ``straße.de`` is not ``strasse.de``. Nothing is mapped
    before the @: there what is not ASCII is refused, or ``ﬁ@`` would open what is of ``fi@``. So are quoted names.

    Raises ValidationError, with words, for what is no such address; its code is "local_part" or "invalid".
    """
    # Keyboards for wide scripts write the sign itself wide: nobody else's address is meant by it.
    local, _at, domain = str(address).strip().replace("＠", "@").rpartition("@")
    if not local.isascii():
        raise ValidationError(PLAIN_LETTERS, code="local_part")
    if '"' in local or len(domain) > LONGEST:
        raise ValidationError(WHOLE, code="invalid")
    try:
        whole = f"{local}@{idna.encode(domain, uts46=True, std3_rules=True).decode('ascii')}"
        validate_email(whole)
    except (UnicodeError, ValidationError) as error:
        raise ValidationError(WHOLE, code="invalid") from error
    if len(whole) > LONGEST:
        raise ValidationError(WHOLE, code="invalid")
    return whole


def normal_form(address) -> str:
    """Return the key of an address: two addresses are one person's when, and only when, their keys are the same text.

    It is ``ascii_form`` in lower case: before the @ too, which mail servers may tell apart (RFC 5321, 2.4) and none that
    people use does. Raises what ``ascii_form`` raises.
    """
    return ascii_form(address).lower()


def key_or_none(address) -> str | None:
    """Return the key of an address, None of what is none: for looking somebody up by what was typed."""
    try:
        return normal_form(address)
    except ValidationError:
        return None


def as_read(address) -> str:
    """Return an address as people read it: the letters that its domain stands for, instead of «xn--»."""
    local, at, domain = address.rpartition("@")
    try:
        return local + at + idna.decode(domain)
    except UnicodeError:
        return address


def domain_of(address) -> str:
    """Return the domain of an address in ASCII and lower case, "" of what is none."""
    return (key_or_none(address or "") or "").rpartition("@")[2]
