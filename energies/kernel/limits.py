"""How often somebody may do something: counted in the cache, forgotten with the window."""

import time

from django.core.cache import cache

from energies.kernel.client import address_of

__all__ = ["address_of", "too_many"]


def too_many(act, who, most, seconds):
    """Count one more ``act`` of ``who`` (an address, an e-mail, a key) and return whether it is beyond ``most``."""
    key = f"limit:{act}:{who}:{int(time.time()) // seconds}"
    cache.add(key, 0, timeout=seconds)
    return cache.incr(key) > most
