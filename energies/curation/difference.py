"""A Change in words that whoever knows the form can read."""

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from energies.curation.history import ANOTHER, KEPT

# Derived from other fields: they would only repeat what those say.
UNSAID = {"id", "updated_at", "created_at", "sort_name", "panot_seed", "renditions"}
NOTHING = "—"


def differences(change):
    """Return [(label, lines before, lines after)] of the fields that ``change`` changed; lines are lists of str."""
    model = change.content_type.model_class()
    return [
        (_label(model, name), _lines(model, name, before), _lines(model, name, after))
        for name, before, after in change.fields
        if name not in UNSAID and (before or after)
    ]


def _field(model, name):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        # Fields renamed or gone since then are still in the history, under the name they had.
        return None


def _label(model, name):
    field = _field(model, name)
    if field is None:
        return name
    return capfirst(field.related_model._meta.verbose_name_plural if field.one_to_many else field.verbose_name)


def _lines(model, name, value):
    field = _field(model, name)
    if field is not None and value and field.one_to_many:
        return [_row(field.related_model, row) for row in value]
    if field is not None and value and field.many_to_many:
        return _names(field.related_model, value)
    return [_said(field, value)]


def _row(model, row):
    said = [(name, _said(_field(model, name), value)) for name, value in row.items() if name not in UNSAID and value]
    return "; ".join(f"{_label(model, name)}: {value}" for name, value in said)


def _names(model, keys):
    rows = {str(row.pk): str(row) for row in model._base_manager.filter(pk__in=keys)}
    return [rows.get(str(key), str(key)) for key in keys]


def _said(field, value):
    if value in (None, ""):
        return NOTHING
    if value in (KEPT, ANOTHER):
        return _("one that the history does not keep") if value == KEPT else _("another that the history does not keep")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field is not None and field.is_relation:
        return _names(field.related_model, [value])[0]
    if getattr(field, "flatchoices", None):
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return formats.date_format(parse_date(value), "SHORT_DATE_FORMAT")
    return str(value)
