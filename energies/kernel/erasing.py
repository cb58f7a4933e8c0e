"""Taking somebody out: what they wrote stays, without them. Each app says what it holds of a person and how it lets go.

A person is an e-mail address, with an account or without. ``energies.accounts.erasing`` does it, all parts in one
transaction; this module only knows who brings what.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from energies.kernel.email_address import key_or_none


def key_of(email) -> str:
    """Return the normal form of an e-mail address, "" of what is none."""
    return key_or_none(email) or ""


def is_same(email, key) -> bool:
    """Whether an address, as it was written, is the one that ``key`` stands for."""
    return bool(email and key) and key_of(email) == key


def rows_of(queryset, key, field="email") -> QuerySet:
    """Return the rows of a queryset whose ``field`` holds the address that ``key`` stands for, however it is spelt."""
    if not key:
        return queryset.none()
    if any(one.name == f"{field}_key" for one in queryset.model._meta.concrete_fields):
        return queryset.filter(**{f"{field}_key": key})
    written = queryset.exclude(**{field: ""}).values_list("pk", field)
    return queryset.filter(pk__in=[pk for pk, email in written.iterator() if is_same(email, key)])


@dataclass(frozen=True)
class Person:
    """Whose data goes: ``key`` stands for their address; ``user`` is their account, or None.

    Raises ValueError without a key: it would stand for everybody who has no address.
    """

    key: str
    user: Any = None

    def __post_init__(self) -> None:
        if not self.key:
            raise ValueError("Nobody is named.")

    @property
    def name(self) -> str:
        """The name they gave with their account, or ""."""
        return self.user.name if self.user else ""


@dataclass(frozen=True)
class Part:
    """What an app holds of people.

    ``find(person)`` returns the things it holds, to be counted and, if ``listed``, named on the page that asks whether
    it is sure; ``erase(person, by)`` lets go of them and returns how many; ``addresses()`` gives every address the app
    holds. ``by`` is the user who does it, or None. Whoever erases may leave out what ``asks``.
    """

    key: str
    words: Promise
    find: Callable[[Person], Iterable]
    erase: Callable[[Person, object], int]
    addresses: Callable[[], Iterable[str]] = tuple
    listed: bool = False
    asks: bool = False
    order: int = 0


def deleting(find) -> Callable:
    """Return the ``erase`` of a Part whose rows, a queryset from ``find``, are deleted."""
    return lambda person, by: find(person).delete()[0]


_parts: dict[str, Part] = {}


def register(*parts) -> None:
    """Add Parts; ValueError for a key that is there already. Those of a smaller ``order`` are done first."""
    for part in parts:
        if part.key in _parts:
            raise ValueError(f"There is a part {part.key!r} already.")
        _parts[part.key] = part


def parts() -> list:
    """Return every Part, in the order in which they are done."""
    return sorted(_parts.values(), key=lambda part: part.order)
