"""What a proposal changes, and what has changed meanwhile: field by field."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass
class FieldChange:
    """One field of a proposal: ``base`` is what the author saw, ``live`` what stands now, ``proposed`` what they sent."""

    name: str
    base: object
    live: object
    proposed: object

    @property
    def is_conflict(self):
        """Whether it changed on both sides, and not to the same."""
        return self.base != self.live


def changes(base, live, proposed):
    """Return the FieldChanges of what the author changed and is not so already; all three are {field: value}.

    Fields the form did not know when the author began (not in ``base``) count as changed by the author if they differ.
    """
    found = []
    for name, value in proposed.items():
        before, now = base.get(name), live.get(name)
        if value != before and value != now and not (_empty(value) and _empty(now)):
            found.append(FieldChange(name, before, now, value))
    return found


def merged(base, live, proposed, taken=None):
    """Return ``live`` with what the author changed put over it; of the fields ``taken`` only, when given."""
    wanted = {one.name: one.proposed for one in changes(base, live, proposed)}
    if taken is not None:
        wanted = {name: value for name, value in wanted.items() if name in taken}
    return {**{name: value for name, value in proposed.items() if name not in live}, **live, **wanted}


def _empty(value):
    return value in (None, "", [], False)


@dataclass
class Piece:
    """A run of words: ``kind`` is "same", "del" or "ins"."""

    kind: str
    text: str


def pieces(before, after):
    """Return ([Piece…] of the old text, [Piece…] of the new), words that stay told from those that go or come."""
    old, new = _words(before), _words(after)
    left, right = [], []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            left.append(Piece("same", "".join(old[a:b])))
            right.append(Piece("same", "".join(new[c:d])))
            continue
        if b > a:
            left.append(Piece("del", "".join(old[a:b])))
        if d > c:
            right.append(Piece("ins", "".join(new[c:d])))
    return left, right


def _words(text):
    return re.findall(r"\s+|[^\s]+", text)
