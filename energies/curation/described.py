"""The values of a proposal in words: what a reviewer reads instead of keys and lists."""

from dataclasses import dataclass, field

from django import forms
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from energies.curation import merge
from energies.kernel.forms import RowsField

IN_A_LINE = 90


@dataclass
class Told:
    """One field in words: ``old`` and ``new`` are lists of merge.Piece for texts, ``gone`` and ``come`` lists of str for lists."""

    name: str
    label: str
    kind: str  # "text", "list" or "picture"
    old: list = field(default_factory=list)
    new: list = field(default_factory=list)
    gone: list = field(default_factory=list)
    come: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    is_conflict: bool = False
    base: str = ""

    @property
    def in_short(self):
        """«Hora: 19:00 (abans: 18:00)», or what the field is called when that would not fit in a line."""
        before, now = ("".join(piece.text for piece in pieces) for pieces in (self.old, self.new))
        if self.kind != "text" or not now or len(before) + len(now) > IN_A_LINE:
            return self.label
        told = _("%(label)s: %(now)s (before: %(before)s)") if before else _("%(label)s: %(now)s")
        return told % {"label": self.label.rstrip("?"), "now": now, "before": before}


def told(form, change):
    """Return the Told of a merge.FieldChange; ``form`` is an unbound form of the proposal's kind."""
    one = form.fields.get(change.name)
    label = capfirst(str(one.label)) if one is not None and one.label else change.name
    if change.name == "image":
        return Told(change.name, _("Photo"), "picture", is_conflict=change.is_conflict)
    if isinstance(change.proposed, list) or isinstance(change.live, list):
        live, proposed = words_list(one, change.live), words_list(one, change.proposed)
        return Told(
            change.name,
            label,
            "list",
            gone=[words for words in live if words not in proposed],
            come=[words for words in proposed if words not in live],
            kept=[words for words in proposed if words in live],
            is_conflict=change.is_conflict,
            base="; ".join(words_list(one, change.base)),
        )
    old, new = merge.pieces(words(one, change.live), words(one, change.proposed))
    return Told(
        change.name, label, "text", old=old, new=new, is_conflict=change.is_conflict, base=words(one, change.base)
    )


def all_of(form, values):
    """Return the Tolds of all the values that say something, for a proposal of something new."""
    found = []
    for name, value in values.items():
        if name in form.fields and value not in ("", None, [], False) and value != form.fields[name].initial:
            nothing = [] if isinstance(value, list) else ""
            found.append(told(form, merge.FieldChange(name, nothing, nothing, value)))
    return found


def words_list(one, value):
    """Return a list of values as a list of words."""
    value = value or []
    if hasattr(one, "in_rows"):
        return one.in_rows(value)
    if isinstance(one, RowsField):
        parts = {name: part for name, part in one.row.base_fields.items() if not part.widget.is_hidden}
        return [
            ", ".join(words(parts[part], text) for part, text in row.items() if text and part in parts) for row in value
        ]
    return [words(one, item) for item in value]


def words(one, value):
    """Return one value in words: the label of a choice, yes or no, a date, or the text itself."""
    if value in (None, ""):
        return ""
    if hasattr(one, "in_words"):
        return one.in_words(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(one, forms.ChoiceField):
        return _choice(one.choices, value)
    if isinstance(one, forms.DateField):
        return date_format(parse_date(value), "SHORT_DATE_FORMAT")
    return str(value)


def _choice(choices, value):
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            found = next((str(name) for inner, name in label if str(inner) == str(value)), None)
            if found is not None:
                return found
        elif str(key) == str(value):
            return str(label)
    return str(value)
