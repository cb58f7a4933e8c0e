"""Addresses that were kept before they had a key are given one: for migrations."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from energies.kernel.email_address import ascii_form, normal_form

WHAT_TO_DO = (
    "Nothing was changed. With the former release: correct an address that is none, or empty it. Of two accounts of one "
    "address keep the one that is used: give its entities and networks to it, and the other an address of nobody’s; of two "
    "registrations cancel one. Then migrate again."
)


class Unclear(CommandError):
    """An address is none, or is there twice in two spellings: people must say which stays."""


def fill(rows, address, among=lambda row: None):
    """Give each of ``rows``, a queryset of a historical model, the spelling of its address that is kept, and its key.

    ``address`` names the column; the key stands in ``<address>_key``, if the model has that. ``among(row)`` returns a
    hashable within which an address may be there once, or None where it may be more often. Raises Unclear, with nothing
    written, naming the rows and what to do.
    """
    key = f"{address}_key"
    has_key = any(field.name == key for field in rows.model._meta.fields)
    first, wrong, right = {}, [], []
    for row in rows.exclude(**{address: ""}).order_by("pk"):
        text, place = getattr(row, address), among(row)
        try:
            right.append((row.pk, {address: ascii_form(text)} | ({key: normal_form(text)} if has_key else {})))
        except ValidationError:
            wrong.append(f"{row._meta.label} {row.pk}: “{text}” is no address that mail reaches.")
            continue
        other = first.setdefault((place, normal_form(text)), row.pk)
        if place is not None and other != row.pk:
            wrong.append(f"{row._meta.label} {other} and {row.pk}: “{text}” is one address, spelled in two ways.")
    if wrong:
        raise Unclear("\n".join([*wrong, WHAT_TO_DO]))
    for pk, values in right:
        rows.filter(pk=pk).update(**values)
