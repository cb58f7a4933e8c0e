"""The second factor of somebody of the team: given anew or taken away by others, and how its secrets rest."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from energies.accounts import sealing
from energies.accounts.private_allauth import TOTP, RecoveryCodes, generate_totp_secret
from energies.kernel import mail

# What allauth keeps of each factor that is a secret. Of a passkey it keeps the public key alone (WebAuthn 2, 6.5).
SECRETS = ("secret", "seed", "migrated_codes")


def reset(user) -> None:
    """Take away all the factors of a person: at the next sign-in they set up new ones."""
    Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def renew(user) -> list[str]:
    """Give a person a new app key and return their new codes, each of which opens once."""
    reset(user)
    TOTP.activate(user, generate_totp_secret())
    return RecoveryCodes.activate(user).get_unused_codes()


def mark_of(user) -> str:
    """Return what stands for the factors that a person has now: another text once they have others."""
    newest = Authenticator.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True).first()
    return str(newest or 0)


@transaction.atomic
def give_codes(user, *, by, why) -> list[str]:
    """Return new codes for somebody who has lost theirs. It is recorded, their sessions end, and they are told.

    ``by`` is the User who gives them, None for whoever runs the server; ``why`` are words for the record. The codes
    themselves are kept nowhere but in the answer.
    """
    codes = renew(user)
    _record(user, by, _("New codes for the second factor: %(why)s") % {"why": why})
    _end_sessions(user)
    _tell(user, by, "mail/new_codes.txt")
    return codes


@transaction.atomic
def take_away(user, *, by, why) -> None:
    """Take away all the factors of a person, as ``give_codes`` does for the rest."""
    reset(user)
    _record(user, by, _("The second factor was taken away: %(why)s") % {"why": why})
    _end_sessions(user)
    _tell(user, by, "mail/factor_taken.txt")


def _record(user, by, words) -> None:
    # The table wants somebody: of what is done at the server, the words say so.
    LogEntry.objects.log_actions((by or user).pk, [user], CHANGE, change_message=words, single_object=True)


def _end_sessions(user) -> None:
    """A session holds for as long as the password that it began with, which opens nothing here, is the same."""
    user.set_unusable_password()
    user.save(update_fields=["password"])


def _tell(user, by, template) -> None:
    context = {"by": by, "staff_email": settings.STAFF_EMAIL}
    mail.send(template, context, to=[user.email], language=user.language)


@transaction.atomic
def reencrypt() -> int:
    """Seal every secret with the first key of ``SECRETS_KEYS``; return how many factors were written.

    Raises sealing.CannotOpen, having changed nothing, when a secret was sealed with none of the keys.
    """
    return rewrite(Authenticator.objects.select_for_update(), sealing.reseal)


def rewrite(rows, how) -> int:
    """Pass each secret of the authenticators ``rows`` through ``how`` (str to str); return how many rows changed."""
    written = 0
    for row in rows.order_by("pk"):
        data = {name: _through(how, value) if name in SECRETS else value for name, value in row.data.items()}
        if data != row.data:
            row.data = data
            row.save(update_fields=["data"])
            written += 1
    return written


def _through(how, value) -> str | list[str]:
    return [how(one) for one in value] if isinstance(value, list) else how(value)
