"""The second factor of somebody of the team, set up or taken away by who runs the site."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction


def reset(user):
    """Take away all the factors of a person: at the next sign-in they set up new ones."""
    Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def renew(user):
    """Give a person a new app key and return their new codes, each of which opens once."""
    reset(user)
    TOTP.activate(user, generate_totp_secret())
    return RecoveryCodes.activate(user).get_unused_codes()
