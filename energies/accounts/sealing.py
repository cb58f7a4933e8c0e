"""Secrets at rest: Fernet (AES-128-CBC and HMAC-SHA256; github.com/fernet/spec), with keys from the settings.

The second factor is checked against what both sides know, so it cannot be hashed as a password is. Who reads a copy of
the database, without the settings, reads nothing of use.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

# The version byte of a Fernet token and the zeros its clock begins with, in base64. No secret of ours looks like it:
# base32 has no small letters, hexadecimal no g.
MARK = "gAAAA"


class CannotOpen(ValueError):
    """None of the keys in the settings is the one that sealed it."""


def seal(text) -> str:
    """Return ``text`` sealed with the first key of ``SECRETS_KEYS``."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed) -> str:
    """Return what ``seal`` was given; raises CannotOpen when no key of ``SECRETS_KEYS`` opens it."""
    try:
        return _keys().decrypt(sealed).decode()
    except InvalidToken as error:
        raise CannotOpen(
            "SECRETS_KEY opens none of it: put the key of before after the new one, and a comma."
        ) from error


def reseal(sealed) -> str:
    """Return the same secret sealed with the first key, whichever opened it; raises CannotOpen as ``unseal`` does."""
    return seal(unseal(sealed))


def is_sealed(text) -> bool:
    """Whether ``seal`` made it."""
    return text.startswith(MARK)


def _keys() -> MultiFernet:
    return _fernets(tuple(settings.SECRETS_KEYS))


@lru_cache
def _fernets(keys) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key) -> bytes:
    """Return 32 bytes in base64 from a key of any length (HKDF, RFC 5869), of no use for anything else."""
    return urlsafe_b64encode(
        HKDF(SHA256(), length=32, salt=None, info=b"energies.accounts.sealing").derive(key.encode())
    )
