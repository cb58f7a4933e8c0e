"""One draft open on two pages, tabs or devices, that both keep it: what does not overlap is merged, the rest stands side by side.

A page is a form as it was drawn once. It sends the whole form each time, so what it says of a field may be older than
what stands. It carries a key, digests of what it showed (``seen``) and a number that its script raises (``turn``); the
draft remembers of each page the digests of what it sent last. What a page sends as it knew it, it has not changed; what
stands as the page knew it, nobody else has. So a page may be as old as it likes, and an answer lost on the way costs nothing.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field

from django import forms

from energies.kernel import resubmission as sent_by
from energies.kernel.clean_text import whole_number
from energies.kernel.forms import RowsField, flat

KEY = re.compile(r"[\w-]{22}", re.ASCII)  # what ``secrets.token_urlsafe(16)`` makes
DIGEST = re.compile("[0-9a-f]{12}")
ROW = re.compile(r"(.+)-([0-9]{1,4})-(.+)")
# Names of what a page sends of itself.
MACHINERY = ("page", "seen", "turn", "take", "drop", sent_by.WRITER)
sent_by.machinery(*MACHINERY, "opened", "revision", "address2", "sure")
# Pages that are remembered of a draft; of those before them, what they were drawn from is all that is known.
MOST_PAGES = 12


@dataclass
class OpenForm:
    """A form as it was drawn: ``known`` is {unit: digest, or list of them} of what it holds without having been touched."""

    key: str = ""
    known: dict = field(default_factory=dict)
    serial: int = 0

    @classmethod
    def of(cls, query):
        """Return the Page that a QueryDict came from, or None for one that says nothing of itself; never raises."""
        key = query.get("page", "")
        if not KEY.fullmatch(key):
            return None
        return cls(key, _seen(query.get("seen", "")), whole_number(query.get("turn"), 0) or 0)

    def after(self, pk):
        """Return the Page that begins another draft once the one with the primary key ``pk`` was decided: always the same."""
        digest = hashlib.sha256(f"{self.key} {pk}".encode()).hexdigest()
        return OpenForm(digest[:22], self.known, self.serial)

    def as_remembered(self, pages):
        """Return this page with what ``Submission.pages`` tells of what it sent last; None when it has sent more since."""
        turn, known = next(((turn, known) for key, turn, known in pages if key == self.key), (0, self.known))
        return None if self.serial < turn else OpenForm(self.key, known, self.serial)


@dataclass
class MergedDraft:
    """``data`` is as the draft is to stand: what a page sent, with what others wrote meanwhile.

    ``elsewhere`` are the units that only others changed, ``clashes`` what the page says of those that both did:
    {unit: its inputs, as data}. There ``data`` holds what stood.
    """

    data: dict
    elsewhere: list = field(default_factory=list)
    clashes: dict = field(default_factory=dict)
    known: dict = field(default_factory=dict)


def merge(form_class, known, live, sent):
    """Return the Joined of what a page sends; ``live`` and ``sent`` are data, {input: [str…]}, ``known`` a Page's."""
    joined = MergedDraft(dict(sent))
    there, typed = units(form_class, live), units(form_class, sent)
    for unit in sorted({*there, *typed}):
        now, mine, before = _digests(there.get(unit)), _digests(typed.get(unit)), known.get(unit, "")
        joined.known[unit] = mine
        unsaid = unit not in there and not _may_be_left_out(form_class.base_fields.get(unit))
        if unsaid or _same(now, mine) or _same(now, before):
            continue
        if _same(mine, before):
            _put(joined.data, form_class, unit, live)
            joined.elsewhere.append(unit)
        elif (both := _both(form_class.base_fields.get(unit), before, there.get(unit), typed.get(unit))) is not None:
            _put(joined.data, form_class, unit, flat({unit: both}))
            joined.elsewhere.append(unit)
        else:
            joined.clashes[unit] = part(form_class, unit, sent)
            joined.known[unit] = before
            _put(joined.data, form_class, unit, live)
    joined.known = {unit: digests for unit, digests in joined.known.items() if digests}
    return joined


def units(form_class, data):
    """Return {unit: value} of data: rows are one unit, a list of dicts; boxes a list; any other input its text."""
    found, rows = {}, {}
    for name, texts in data.items():
        unit, number, column = _place(form_class, name)
        if column:
            rows.setdefault(unit, {}).setdefault(number, {})[column] = texts[-1].strip() if texts else ""
        elif _is_boxes(form_class.base_fields.get(unit)):
            found[unit] = texts
        else:
            found[unit] = texts[-1] if texts else ""
    for unit, numbered in rows.items():
        given = form_class.base_fields[unit].row.given
        found[unit] = [
            {column: text for column, text in row.items() if text}
            for _number, row in sorted(numbered.items())
            if any(row[column] for column in row if column not in given)
        ]
    return found


def part(form_class, unit, data):
    """Return the inputs of one unit out of data."""
    return {name: texts for name, texts in data.items() if _place(form_class, name)[0] == unit}


def drawn(form, data):
    """Return {unit: digests} of what an untouched page would send whose unbound ``form`` shows ``data``."""
    shown = dict(data)
    for name in form.fields:
        choices = _first_of_a_menu(form[name])
        if choices is not None:
            shown[name] = [choices]
        elif name not in data and isinstance(value := form[name].value(), str | int) and not isinstance(value, bool):
            shown[name] = [str(value)]
    digests = {unit: _digests(value) for unit, value in units(type(form), shown).items()}
    return {unit: one for unit, one in digests.items() if one}


def _first_of_a_menu(bound):
    """Return what a browser sends of a menu that shows none of its choices as chosen, else None."""
    widget = bound.field.widget
    if not isinstance(widget, forms.Select) or widget.allow_multiple_selected or isinstance(widget, forms.RadioSelect):
        return None
    keys = []
    for key, label in widget.choices:
        keys += [str(inner) for inner, _name in label] if isinstance(label, (list, tuple)) else [str(key)]
    value = bound.value()
    return keys[0] if keys and str("" if value is None else value) not in keys else None


def _place(form_class, name):
    """Return (unit, number, column) of an input: the last two are None for one that is in no row."""
    row = ROW.fullmatch(name)
    if row and isinstance(form_class.base_fields.get(row[1]), RowsField):
        return row[1], int(row[2]), row[3]
    return name, None, None


def _put(data, form_class, unit, other):
    for name in part(form_class, unit, data):
        del data[name]
    data |= part(form_class, unit, other)


def _both(one, before, now, mine):
    """Return the list that follows both changes, or None when they cannot both be followed."""
    if not (isinstance(one, RowsField) or _is_boxes(one)):
        return None
    now, mine, before = now or [], mine or [], before or []
    there, kept = [_digest(row) for row in now], [_digest(row) for row in mine]
    gone = [digest for digest in before if digest not in kept]
    if isinstance(one, RowsField) and any(digest not in there for digest in gone):
        # A row that both changed, or that one took away and the other changed.
        return None
    come = [row for row, digest in zip(mine, kept, strict=True) if digest not in (*before, *there)]
    both = [row for row, digest in zip(now, there, strict=True) if digest not in gone] + come
    return None if len(both) > getattr(one, "most", len(both)) else both


def _is_boxes(one):
    return isinstance(one, forms.MultipleChoiceField)


def _may_be_left_out(one):
    """Whether browsers send nothing of a field that is empty; of the others, what is not there was never written."""
    return isinstance(one, forms.BooleanField | RowsField) or _is_boxes(one)


def _digests(value):
    if isinstance(value, list):
        return [_digest(one) for one in value]
    return _digest(value) if value else ""


def _digest(value):
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]  # as DIGEST


def _same(one, other):
    """Whether two digests, or lists of them, are of the same: the order of a list says nothing."""
    return sorted(one or []) == sorted(other or [])


def _seen(text):
    """Return {unit: digest or list of digests} that a page carries; what it does not say is taken for not seen."""
    try:
        seen = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {unit: one for unit, one in seen.items() if _is_digests(one)} if isinstance(seen, dict) else {}


def _is_digests(one):
    return _is_digest(one) or (isinstance(one, list) and all(map(_is_digest, one)))


def _is_digest(one):
    return isinstance(one, str) and DIGEST.fullmatch(one) is not None
