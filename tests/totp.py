"""The six figures that an app shows now, not on the edge of the next."""

import time

from energies.accounts.private_allauth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

PERIOD, EDGE = 30, 8  # seconds


def figures_now(secret):
    """Return what an app with this secret shows; it waits for the next when these would be over before they are sent."""
    left = PERIOD - time.time() % PERIOD
    if left < EDGE:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
