"""The one seam through which anything public is written: it leaves a Change behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import QuerySet

from energies.curation.models import Change
from energies.kernel import personal
from energies.kernel.email_fields import AddressKeyField
from energies.search import index

# What stands in a snapshot for a private value: that there is one, and that it is another than before.
KEPT, ANOTHER = "•••", "••• •••"
_parts = {}


def register(model, parts=()) -> None:
    """Say which reverse relations of ``model`` (accessor names) belong to it and are snapshot with it."""
    _parts[model] = tuple(parts)


def snapshot(target) -> dict:
    """Return ``target`` as a dict of JSON-able values: its fields, many-to-many keys and registered parts' rows.

    Of what the register of personal data keeps out of the history, only whether there is something.
    """
    values = {}
    for field in target._meta.concrete_fields:
        if isinstance(field, AddressKeyField):
            # Made from another column, which is here.
            continue
        if field.one_to_one and not field.editable:
            # Its own row among the parties, made with it and never another.
            continue
        value = field.value_from_object(target)
        values[field.name] = value.name if isinstance(field, models.FileField) else value
    for field in target._meta.many_to_many:
        related = getattr(target, field.name)
        values[field.name] = sorted(str(key) for key in related.values_list("pk", flat=True))
    for part in _parts.get(type(target), ()):
        relation = target._meta.get_field(part)
        # The base manager: what has expired is part of the object too.
        rows = relation.related_model._base_manager.filter(**{relation.field.name: target}).order_by("pk").values()
        values[part] = [{k: v for k, v in row.items() if k not in ("id", relation.field.attname)} for row in rows]
    return values | {name: KEPT if value else "" for name, value in _private(target).items()}


def _private(target) -> dict:
    """Return {name: value} of the fields that no Change may hold."""
    return {name: getattr(target, name) for name in personal.kept_from_history(type(target))}


@contextmanager
def record(target, *, by=None, route=Change.Route.ADMIN, why="", act=None) -> Iterator[Any]:
    """Run the block in one transaction and write what it did to ``target`` as a Change.

    ``by`` is the User who acts (None for the system), ``act`` a Change.Act (by default *created* for a new object,
    else *updated*). A block that changes nothing leaves no Change. Yields the Change to be, unsaved.
    """
    with transaction.atomic():
        change = begin(target, by=by, route=route, why=why, act=act)
        yield change
        finish(change, target)


def begin(target, *, by=None, route=Change.Route.ADMIN, why="", act=None) -> Change:
    """Return the unsaved Change of an act about to begin, for callers that cannot use ``record``.

    The caller's transaction must hold the act from here to ``finish``.
    """
    is_new = target._state.adding
    there = None if is_new else type(target)._base_manager.get(pk=target.pk)
    act = act or (Change.Act.CREATED if is_new else Change.Act.UPDATED)
    change = Change(act=act, route=route, by=by, why=why, before=there and snapshot(there))
    # Until it is compared with what follows: it is never saved.
    change.private = _private(there) if there else {}
    return change


def finish(change, target) -> None:
    """Save ``change`` with ``target`` as it stands now, unless nothing differs; the search index follows."""
    index.flush()
    there = type(target)._base_manager.get(pk=target.pk)
    change.after = snapshot(there)
    for name, value in _private(there).items():
        if value and change.private.get(name) not in ("", None, value):
            change.after[name] = ANOTHER
    if _differs(change.before, change.after) or change.act not in (Change.Act.CREATED, Change.Act.UPDATED):
        change.content_type = ContentType.objects.get_for_model(target)
        change.object_id, change.label = target.pk, str(target)[:200]
        change.save()


def changes_of(target) -> QuerySet:
    """Return the Changes of ``target``, newest first."""
    return Change.objects.filter(content_type=ContentType.objects.get_for_model(target), object_id=target.pk)


def _differs(before, after) -> bool:
    return {k: v for k, v in (before or {}).items() if k != "updated_at"} != {
        k: v for k, v in after.items() if k != "updated_at"
    }
