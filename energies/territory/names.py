"""From what a table says ("8.0", "EL POBLE SEC", "la Dreta de Eixample") to the official code, or a clear failure."""

import html
import re
from functools import cache

from django.utils.translation import gettext as _

from energies.kernel.text import fold
from energies.territory import facts

_CODE = re.compile(r"0*(\d{1,2})(?:[.,]0+)?")  # a spreadsheet turns 08 into 8 or 8.0
# Words that people drop, add or misspell around a name: articles, particles, "barri de".
_ARTICLES = {"el", "la", "els", "les", "l", "los", "las", "en", "n"}
_LOOSE = _ARTICLES | {"de", "del", "dels", "d", "i", "y", "barri", "barrio", "districte", "distrito"}
_SPELT_OUT = {"st": "sant", "sta": "santa"}


class UnknownPlace(LookupError):
    """No such place. ``str()`` is a sentence for the reader; ``text`` is what was asked for."""

    def __init__(self, text) -> None:
        self.text = text
        super().__init__(text)

    def __str__(self) -> str:
        shown = str(self.text).strip()
        if not shown or shown == "None":
            return self.missing()
        return self.unknown() % {"text": shown if len(shown) <= 80 else f"{shown[:79]}…"}


class UnknownBarri(UnknownPlace):
    def missing(self) -> str:
        return _("The barri is missing.")

    def unknown(self) -> str:
        return _("“%(text)s” is not a barri of Barcelona that we know.")


class UnknownDistrict(UnknownPlace):
    def missing(self) -> str:
        return _("The district is missing.")

    def unknown(self) -> str:
        return _("“%(text)s” is not a district of Barcelona that we know.")


def barri_code(text) -> str:
    """Return the two-digit code of a barri from its code, name, slug or alias (text or number).

    Case, accents, articles, particles, punctuation and spaces do not count, nor do HTML entities
    or a stray U+FEFF. Raises UnknownBarri, also for "00", "", None and names that mean several barris.
    """
    return _code(text, "barri", UnknownBarri)


def district_code(text) -> str:
    """Return the two-digit code of a district as barri_code does. Raises UnknownDistrict."""
    return _code(text, "district", UnknownDistrict)


def _code(text, level, unknown) -> str:
    cleaned = html.unescape("" if text is None else str(text)).replace("\ufeff", "").strip()
    number = _CODE.fullmatch(cleaned)
    known, wanted = (_codes(level), f"{int(number[1]):02}") if number else (_names(level), _key(cleaned))
    if wanted not in known:
        raise unknown(text)
    return known[wanted]


def _places(level) -> tuple:
    return facts.barris() if level == "barri" else facts.districts()


@cache
def _codes(level) -> dict:
    return {place.code: place.code for place in _places(level)}


@cache
def _names(level) -> dict:
    aliases = {_key(alias.alias): alias.code for alias in facts.aliases(level)}
    return aliases | {_key(place.name): place.code for place in _places(level)}


def _key(name) -> str:
    """Words that matter, joined: "el Poble-sec", "Poble Sec" and "POBLESEC" are one."""
    words = (word for word in fold(name).split() if word not in _LOOSE)
    return "".join(_SPELT_OUT.get(word, word) for word in words)
