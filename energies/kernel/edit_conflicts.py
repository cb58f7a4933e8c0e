"""Two of the team with one row open at the desk: whoever saves second is told what changed meanwhile, and decides.

The form carries a digest of each thing that it shows. What was typed stays in the form, with the digests of how it stands
now, so that saving once more means it.
"""

import hashlib
import json

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import connection
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

NAME = "as_seen"


class AsSeen:
    """For a form of the desk about a row that is there: ``stands`` is {name: (digest, label, the value in words)} of what it shows."""

    stands = None

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.stands is not None:
            digests = {name: digest for name, (digest, _label, _said) in self.stands.items()}
            self.fields[NAME] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=json.dumps(digests, sort_keys=True)
            )

    def clean(self) -> dict | None:
        cleaned = super().clean()
        if changed := self._changed():
            told = "; ".join(
                f"{label}: «{Truncator(said).chars(200)}»" if said else str(label) for label, said in changed
            )
            words = _(
                "Somebody saved it while you had it open, and what you typed is not saved yet. This is how it stands "
                "now: %(told)s. Look at it, and save again to put what you have here."
            )
            self.add_error(NON_FIELD_ERRORS, words % {"told": told})
            self.data = self.data.copy()
            self.data[self.add_prefix(NAME)] = self.fields[NAME].initial
        return cleaned

    def _changed(self) -> list:
        """Return [(label, the value as it stands)] of what is no longer as the page showed it."""
        if self.stands is None:
            return []
        try:
            seen = json.loads(self.data.get(self.add_prefix(NAME), ""))
        except (ValueError, RecursionError):
            return []
        seen = seen if isinstance(seen, dict) else {}
        return [
            (label, said) for name, (digest, label, said) in self.stands.items() if seen.get(name, digest) != digest
        ]


def standing(model_admin, request, row, form_class) -> dict[str, tuple]:
    """Return {name: (digest, label, value in words)} of what the desk shows of a row: its fields, and its inlines' rows."""
    found = {}
    for field in (*row._meta.concrete_fields, *row._meta.many_to_many):
        if field.name in form_class.base_fields:
            value = field.value_from_object(row)
            digest = _digest(sorted(one.pk for one in value) if field.many_to_many else value)
            found[field.name] = (digest, capfirst(field.verbose_name), _said(field, value))
    for formset, inline in model_admin.get_formsets_with_inlines(request, row):
        if hasattr(formset, "fk"):
            names = ["pk", *_shown(inline.model, formset.form)]
            rows = inline.model._base_manager.filter(**{formset.fk.name: row}).order_by("pk").values_list(*names)
            label = capfirst(inline.model._meta.verbose_name_plural)
            found[f"{inline.model._meta.label} {formset.fk.name}"] = (_digest(list(rows)), label, "")
    return found


def lock(model, row) -> None:
    """Keep others from saving a row until this transaction ends; nothing outside one."""
    if connection.in_atomic_block:
        model._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()


def _shown(model, form_class) -> list:
    fields = (field for field in model._meta.concrete_fields if not field.primary_key)
    return [field.attname for field in fields if field.name in form_class.base_fields]


def _said(field, value) -> str:
    """Return a value that is told in a few words, else ""."""
    return str(dict(field.flatchoices or ()).get(value, value)) if isinstance(value, str) else ""


def _digest(value) -> str:
    return hashlib.sha256(json.dumps(value, default=str).encode()).hexdigest()[:12]
