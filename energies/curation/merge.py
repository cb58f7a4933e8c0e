"""What a proposal changes, and what has changed meanwhile: field by field."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from energies.kernel.forms import in_order

# What names a row of a list of rows, of those that have a name: nobody else may mean another thing by it.
NAMES = ("key", "lang")


@dataclass
class FieldChange:
    """One field of a proposal: ``base`` is what the author saw, ``live`` what stands now, ``proposed`` what they sent.

    It is a conflict when it changed on both sides, and not to the same. Two lists that can both be followed are none:
    then ``proposed`` holds what stands now, with what the author added and without what they took away.
    """

    name: str
    base: object
    live: object
    proposed: object
    is_conflict: bool = False


def changes(base, live, proposed) -> list[FieldChange]:
    """Return the FieldChanges of what the author changed and is not so already; all three are {field: value}.

    Fields the form did not know when the author began (not in ``base``) count as changed by the author if they differ.
    """
    found = []
    for name, value in proposed.items():
        before, now = base.get(name), live.get(name)
        if value in (before, now) or (_empty(value) and _empty(now)):
            continue
        both = None if before == now else _followed(before, now, value)
        if both is None:
            found.append(FieldChange(name, before, now, value, is_conflict=before != now))
        elif both != now:
            found.append(FieldChange(name, before, now, both))
    return found


def _followed(base, live, proposed) -> list | None:
    """Return the list that follows both changes to ``base``, or None when they cannot both be followed."""
    if not all(isinstance(one, list) for one in (base, live, proposed)):
        return None
    # Lists are sets here: what the author added is added to what stands now, what they took away is taken from it.
    come, gone = [one for one in proposed if one not in base], [one for one in base if one not in proposed]
    is_rows = any(isinstance(one, dict) for one in (*come, *gone, *live))
    if is_rows:
        # A row changed is one gone and one come. Both followed, it would stand twice if others changed it too: so its
        # old form must still be there, and nobody else may have added or changed a row of the same name.
        theirs = {_name(row) for row in live if row not in base} | {_name(row) for row in base if row not in live}
        if any(row not in live for row in gone) or {_name(row) for row in come} & theirs - {None}:
            return None
    both = [one for one in live if one not in gone] + [one for one in come if one not in live]
    return in_order(both) if is_rows else sorted(both)


def _name(row) -> Any:
    return next((row[name] for name in NAMES if row.get(name)), None)


def merged(base, live, proposed, taken=None) -> dict:
    """Return ``live`` with what the author changed put over it; of the fields ``taken`` only, when given."""
    wanted = {one.name: one.proposed for one in changes(base, live, proposed)}
    if taken is not None:
        wanted = {name: value for name, value in wanted.items() if name in taken}
    return {**{name: value for name, value in proposed.items() if name not in live}, **live, **wanted}


def _empty(value) -> bool:
    return value in (None, "", [], False)


@dataclass
class TextSpan:
    """A run of words: ``kind`` is "same", "del" or "ins"."""

    kind: str
    text: str


def text_spans(before, after) -> tuple:
    """Return ([Piece…] of the old text, [Piece…] of the new), words that stay told from those that go or come."""
    old, new = _words(before), _words(after)
    left, right = [], []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            left.append(TextSpan("same", "".join(old[a:b])))
            right.append(TextSpan("same", "".join(new[c:d])))
            continue
        if b > a:
            left.append(TextSpan("del", "".join(old[a:b])))
        if d > c:
            right.append(TextSpan("ins", "".join(new[c:d])))
    return left, right


def _words(text) -> list[str]:
    """Return a text in pieces: words without the signs around them («Cosim,» is «Cosim» and «,»), signs, blanks."""
    return re.findall(r"\s+|\w(?:\S*\w)?|[^\w\s]+", text)
