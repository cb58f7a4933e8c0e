"""Taking somebody out of the site, everywhere at once: by ``manage.py erase_person`` and by the page of the team.

The account stays as a row of nobody, because the history points at it; what else each app holds of them it says itself
(``energies.kernel.erasing``). GDPR, article 17; that it was done can be shown (article 5.2) without saying for whom.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from energies.accounts.models import Erasure, User
from energies.kernel import periods
from energies.kernel.email_address import normal_form
from energies.kernel.erasing import Person, key_of, parts, rows_of
from energies.kernel.mail import NOBODY

SALT = "energies.accounts.erasing"


class CannotErase(Exception):
    """It cannot be done (yet); says in words what to do first."""


def person_of(email) -> Person:
    """Return the Person of an e-mail address, with their account if there is one; ValidationError for what is none."""
    key = normal_form(email)
    return Person(key, rows_of(User.objects.all(), key).first())


def plan(person) -> list:
    """Return [(Part, what it holds)] of the parts that hold something of a person, in the order in which they are done."""
    held = ((part, list(part.find(person))) for part in parts())
    return [(part, things) for part, things in held if things]


@transaction.atomic
def erase(person, *, by=None, keep=(), record=True) -> dict[str, int]:
    """Take a person out and return {key of the part: how many things}; {} when nothing is held of them.

    ``by`` is the user who does it (None: the system, or who runs it), ``keep`` the keys of parts to leave as they are,
    of those that ask. Raises CannotErase for somebody of the team.
    """
    if person.user and person.user.is_staff:
        raise CannotErase(_("This person is on the team: take them off it first, on their page at the team’s desk."))
    counts = {}
    for part in parts():
        if not (part.asks and part.key in keep) and (done := part.erase(person, by)):
            counts[part.key] = done
    if counts and record:
        Erasure.objects.create(key=digest(person.key), by=by, person=person.user, counts=counts)
    return counts


def digest(key, secret=None) -> str:
    """Return the HMAC-SHA-256, in hexadecimal, under which the erasure of an address is kept."""
    return salted_hmac(SALT, key, secret=secret, algorithm="sha256").hexdigest()


def ledger() -> list:
    """Return every erasure as [{"key": digest, "at": ISO date}]: what a restored backup has to be compared with.

    Whoever restores keeps it aside before, since the backup does not know of what was erased after it.
    """
    return [{"key": one.key, "at": one.at.isoformat()} for one in Erasure.objects.order_by("at", "pk")]


@transaction.atomic
def erase_again(rows, *, since) -> int:
    """After a backup made at ``since`` was put back: take out again whoever was taken out after it; return how many.

    ``rows`` is what ``ledger`` gave. Erasures before ``since`` are left alone: whoever came back since then is here by
    their own will. The secret key must be the one they were kept under, or be in SECRET_KEY_FALLBACKS.
    """
    later = {row["key"]: moment for row in rows if (moment := datetime.fromisoformat(row["at"])) > since}
    for name in ("by", "person"):
        # An account that the backup does not have: its number will be somebody else's.
        Erasure.objects.exclude(**{name: None}).exclude(**{f"{name}_id__in": User.objects.values("pk")}).update(
            **{name: None}
        )
    there = set(Erasure.objects.filter(key__in=later).values_list("key", "at"))
    Erasure.objects.bulk_create(Erasure(key=key, at=at) for key, at in later.items() if (key, at) not in there)
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    known = {key_of(address) for part in parts() for address in part.addresses()} - {""}
    gone = [key for key in sorted(known) if any(digest(key, secret) in later for secret in secrets)]
    for key in gone:
        person = person_of(key)
        if person.user:
            leave_team(person.user)
        erase(person, record=False)
    return len(gone)


def leave_team(user) -> None:
    """Take every right away from somebody, and save it."""
    user.is_staff = user.is_superuser = False
    user.groups.clear()
    user.user_permissions.clear()
    user.save()


def erase_account(user) -> None:
    """Leave of an account a row that names nobody and lets nobody in."""
    leave_team(user)
    user.email, user.name, user.language = f"erased-{user.pk}@{NOBODY}", "", settings.LANGUAGE_CODE
    user.is_active, user.last_login = False, None
    user.set_unusable_password()
    user.save()


def unused(now) -> QuerySet:
    """Return the accounts of whoever has not signed in for ACCOUNT_UNUSED, keeps nothing up and is not of the team."""
    since = now - periods.ACCOUNT_UNUSED
    quiet = Q(last_login__lte=since) | Q(last_login=None, date_joined__lte=since)
    rows = User.objects.filter(quiet, is_staff=False).exclude(email_key__endswith=f"@{NOBODY}")
    # Whatever apps above tie people to, such as the entries that they keep up.
    kept_up = [relation.name for relation in User._meta.related_objects if relation.many_to_many]
    return rows.filter(**{f"{name}__isnull": True for name in kept_up})


def erase_unused(users) -> int:
    """Take out the owners of accounts; return how many."""
    return len([erase(Person(key_of(user.email), user)) for user in users])
