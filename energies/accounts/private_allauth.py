"""What we take from the private modules of allauth, in this one place: an update may move it.

allauth has views for people who set up their own second factor, and no public function by which somebody else, the team or
a test, gives them one, or by which a way of signing in of our own says when it was used. Looked at in version 65.
"""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

__all__ = [
    "TOTP",
    "RecoveryCodes",
    "format_hotp_value",
    "generate_totp_secret",
    "hotp_value",
    "record_authentication",
    "yield_hotp_counters_from_time",
]
