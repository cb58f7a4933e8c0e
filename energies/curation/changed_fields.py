"""The values of a proposal in words: what a reviewer reads instead of keys and lists."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django import forms
from django.utils.dateparse import parse_date, parse_time
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from energies.curation import merge
from energies.kernel.forms import RowsField

IN_A_LINE = 90
PICTURE = "image"


@dataclass
class ChangedField:
    """One field in words: ``old`` and ``new`` are lists of merge.Piece for texts, ``gone`` and ``come`` lists of str for lists.

    Of a picture, ``old`` and ``new`` are names in the private storage.
    """

    name: str
    label: str
    kind: str  # "text", "list" or "picture"
    old: Any = field(default_factory=list)
    new: Any = field(default_factory=list)
    gone: list = field(default_factory=list)
    come: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    is_conflict: bool = False
    base: str = ""
    left_out: bool = False  # of what was approved in part
    note: str = ""  # what it says together with other fields

    @property
    def in_short(self):
        """«Hora: 19:00 (abans: 18:00)», or what the field is called when that would not fit in a line."""
        if self.kind != "text":
            return self.label
        before, now = ("".join(piece.text for piece in pieces) for pieces in (self.old, self.new))
        if not now or len(before) + len(now) > IN_A_LINE:
            return self.label
        told = _("%(label)s: %(now)s (before: %(before)s)") if before else _("%(label)s: %(now)s")
        return told % {"label": self.label.rstrip("?"), "now": now, "before": before}


def as_json(tolds, taken=None):
    """Return Tolds as JSON keeps them; of what was approved in part, ``taken`` are the names of what was."""
    return [{**asdict(one), "left_out": taken is not None and one.name not in taken} for one in tolds]


def from_json(rows):
    """Return the Tolds that ``as_json`` kept."""
    tolds = [ChangedField(**row) for row in rows]
    for one in tolds:
        if one.kind == "text":
            one.old, one.new = ([merge.TextSpan(**piece) for piece in side] for side in (one.old, one.new))
    return tolds


def is_shown(form, name):
    """Whether people are told of a field: of what only the program needs, and has no words, they are not."""
    return name == PICTURE or (name in form.fields and bool(form.fields[name].label))


def of_the_picture(name):
    """Whether a field is the photo, or says something of it."""
    return name == PICTURE or name.startswith(f"{PICTURE}_")


def label_of(form, name):
    """Return what a field is called, "" of one that the form has not, or has for the program alone."""
    if name == PICTURE:
        return _("Photo")
    return capfirst(str(form.fields[name].label)) if is_shown(form, name) else ""


def changed_field(form, change):
    """Return the Told of a merge.FieldChange; ``form`` is an unbound form of the proposal's kind."""
    one, label = form.fields.get(change.name), label_of(form, change.name)
    if change.name == PICTURE:
        old, new = change.live or "", change.proposed or ""
        return ChangedField(change.name, label, "picture", old=old, new=new, is_conflict=change.is_conflict)
    if isinstance(change.proposed, list) or isinstance(change.live, list):
        live, proposed = list_in_words(one, change.live), list_in_words(one, change.proposed)
        return ChangedField(
            change.name,
            label,
            "list",
            gone=[words for words in live if words not in proposed],
            come=[words for words in proposed if words not in live],
            unchanged=[words for words in proposed if words in live],
            is_conflict=change.is_conflict,
            base="; ".join(list_in_words(one, change.base)),
        )
    old, new = merge.text_spans(value_in_words(one, change.live), value_in_words(one, change.proposed))
    return ChangedField(
        change.name,
        label,
        "text",
        old=old,
        new=new,
        is_conflict=change.is_conflict,
        base=value_in_words(one, change.base),
    )


def changed_fields(form, changes, values):
    """Return the Tolds of merge.FieldChanges, those that people are told of; ``values`` are all those proposed."""
    tolds = [changed_field(form, change) for change in changes if is_shown(form, change.name)]
    shown = {one.name: one for one in tolds}
    for names, words in form.notes(values):
        if there := [shown[name] for name in names if name in shown]:
            there[-1].note = words
    return tolds


def fields_of(form, values):
    """Return the Tolds of all the values that say something, for a proposal of something new."""
    said = {
        name: value
        for name, value in values.items()
        if name in form.fields and value not in ("", None, [], False) and value != form.fields[name].initial
    }
    nothing = {name: [] if isinstance(value, list) else "" for name, value in said.items()}
    new = [merge.FieldChange(name, nothing[name], nothing[name], said[name]) for name in said]
    return changed_fields(form, new, values)


def list_in_words(one, value):
    """Return a list of values as a list of words."""
    value = value or []
    if hasattr(one, "in_rows"):
        return one.in_rows(value)
    if isinstance(one, RowsField):
        parts = {name: part for name, part in one.row.base_fields.items() if not part.widget.is_hidden}
        return [
            ", ".join(value_in_words(parts[part], text) for part, text in row.items() if text and part in parts)
            for row in value
        ]
    return [value_in_words(one, item) for item in value]


def value_in_words(one, value):
    """Return one value in words: the label of a choice, yes or no, a date, or the text itself."""
    if value in (None, ""):
        return ""
    if isinstance(one, forms.ChoiceField) and (offered := _label(one.choices, value)):
        return offered
    if hasattr(one, "in_words"):
        return one.in_words(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(one, forms.ChoiceField):
        # Never the key: it may have been a code, or the number of a row.
        return _("one that is no longer on the list")
    if isinstance(one, forms.DateField):
        return date_format(parse_date(value), "SHORT_DATE_FORMAT")
    if isinstance(one, forms.TimeField):
        return time_format(parse_time(value), "TIME_FORMAT")
    return str(value)


def _label(choices, value):
    """Return the label of a choice, "" of a key that is not offered (any more)."""
    for key, label in choices:
        inner = label if isinstance(label, (list, tuple)) else [(key, label)]
        found = next((str(words) for one, words in inner if str(one) == str(value)), "")
        if found:
            return capfirst(found)
    return ""
