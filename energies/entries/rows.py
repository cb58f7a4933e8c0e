"""Rows of the form of an entry: its translations, and how rows of any form become rows of a table and back."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from energies.kernel.forms import in_order


class EntryTextRow(forms.Form):
    """The texts in another language."""

    given = ("lang",)

    lang = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    name = forms.CharField(label=_("Name, if it changes"), max_length=120, required=False)
    summary = forms.CharField(label=_("In one sentence"), max_length=160, required=False)
    description = forms.CharField(label=_("In more detail"), required=False, widget=forms.Textarea({"rows": 3}))


def once_each(rows, what) -> None:
    """Raise ValidationError when two rows have the same ``what``."""
    values = [row[what] for row in rows]
    if len(values) != len(set(values)):
        raise forms.ValidationError(_("There are two translations into one language: leave one."))


def keep_in_step(relation, rows, names) -> None:
    """Make the rows of a reverse relation say what ``rows`` say, leaving alone those that do already."""
    there = list(relation.model._base_manager.filter(**{relation.field.name: relation.instance}).order_by("pk"))
    wanted = [{name: row[name] for name in names} for row in rows]
    for old in there:
        told = {name: as_text(getattr(old, name)) for name in names}
        if told in wanted:
            wanted.remove(told)
        else:
            old.delete()
    for row in wanted:
        relation.create(**{name: value or None if name == "expires_on" else value for name, value in row.items()})


def rows_of(relation, names) -> list[dict]:
    """Return [{name: JSON-able value}…] of all the rows of a reverse relation, those that have expired too."""
    there = relation.model._base_manager.filter(**{relation.field.name: relation.instance}).order_by("pk")
    return in_order([{name: as_text(getattr(row, name)) for name in names} for row in there])


def rows_at(snapshot, part, names) -> list[dict]:
    """Return what ``rows_of`` gave when a ``history.snapshot`` was taken."""
    return in_order([{name: as_text(row.get(name)) for name in names} for row in snapshot.get(part, [])])


def as_text(value) -> str:
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else value
