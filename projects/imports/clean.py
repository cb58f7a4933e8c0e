"""What spreadsheets and exports do to a cell, undone."""

import html
import re
import unicodedata

from energies.kernel.clean_text import clean

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_C1 = re.compile("[\u0080-\u009f]")
_NO_VALUE = {"none", "null", "nan", "n/a", "#n/a", "-", "--"}
_STRAIGHT = re.compile(r"(?<=\w)['´`](?=\w)")
_WORD = re.compile(r"[^\W\d_]+(?:[·.][^\W\d_]+)*\.?")
_SMALL = set(
    [
        "a",
        "al",
        "als",
        "amb",
        "d",
        "de",
        "del",
        "dels",
        "e",
        "el",
        "els",
        "en",
        "entre",
        "i",
        "l",
        "la",
        "las",
        "les",
        "los",
        "n",
        "o",
        "per",
        "pels",
        "s",
        "sa",
        "sense",
        "un",
        "una",
        "y",
    ]
)
_ACRONYMS = set(
    [
        "AA",
        "AAVV",
        "AEE",
        "AFA",
        "AFAs",
        "AMPA",
        "AVV",
        "BCN",
        "CAP",
        "CCCB",
        "CCOO",
        "CEIP",
        "ESO",
        "FAVB",
        "IES",
        "JJ",
        "ONG",
        "SCCL",
        "UGT",
    ]
)
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(IX|IV|V?I{0,3})")
_LONGEST_LONE_ACRONYM = 5


def clean_cell(text):
    """Return a cell without entities, invisible or control signs, odd or double spaces; "" for 'None' and the like.

    Letters come back composed (NFC). Windows punctuation that was decoded as Latin-1 (U+0092) is put right.
    """
    text = html.unescape(html.unescape(text or ""))
    text = _C1.sub(lambda sign: sign[0].encode("latin-1").decode("cp1252", "ignore"), text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = " ".join(clean("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)).split())
    return "" if text.casefold() in _NO_VALUE else text


def prose(text):
    """Return a clean cell as people read it: typographic apostrophes, and no shouting."""
    text = _STRAIGHT.sub("’", text)
    return calm(text) if text.isupper() else text


def calm(text):
    """Return an ALL CAPS name in title case: "ATENEU D’HORTA II" is "Ateneu d’Horta II".

    Particles go small, Roman numerals and acronyms stay: those we know, words without vowels or with full
    stops (S.L.), and a name that is a single short word (MACBA).
    """
    words = _WORD.findall(text)
    if len(words) == 1 and len(words[0]) <= _LONGEST_LONE_ACRONYM:
        return text
    return _WORD.sub(lambda word: _calm_word(word[0], first=not text[: word.start()].strip("«“\"'( ")), text)


def _calm_word(word, first):
    if word.lower() in _SMALL:
        return word.capitalize() if first else word.lower()
    bare = unicodedata.normalize("NFKD", word)
    if word in _ACRONYMS or _ROMAN.fullmatch(word) or re.search(r"\.\w", word) or not re.search("[AEIOUY]", bare):
        return word
    return word.capitalize()
