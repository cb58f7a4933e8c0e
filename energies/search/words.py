"""From text to the terms by which it is found. The index and the query both come through here, and nowhere else.

What it does was measured against queries of the directory (tests/search/relevance.csv): fold accents, case, l·l and
apostrophes; restore -cio and -sio, which people type without accent, before stemming with Snowball's Catalan; strip
accents again, so that «educacio», «educació» and «educacions» meet; then let the few words of equal.txt that no
stemmer joins («jove, jovent, joven, young»; «veí, veïna, vecina») stand for one another.
"""

import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

from energies.kernel.text import fold

FOLDER = Path(__file__).parent
LONGEST = 40  # what is longer is an address or an accident

_GEMINATE = re.compile(r"(?<=l)[-‐‑.](?=l)", re.IGNORECASE)
_COMPOUND = re.compile(r"\w+(?:[-‐‑]\w+)+")
_NO_ACCENT = re.compile(r"([cs])io(ns?)?$")
_WORD = re.compile(r"\w+(?:[·•‧∙.'’-]\w+)*")
_ELIDED = re.compile(r"^[ldsnmt]['’]", re.IGNORECASE)
_stemmer = snowballstemmer.stemmer("catalan")


def words(text) -> list[str]:
    """Return the words of ``text`` that say something, folded, in order: ["hort", "sagrera"] for «l’hort de la Sagrera».

    Where nothing else is left («Els»), the small words stay.
    """
    every = [word[:LONGEST] for word in fold(_GEMINATE.sub("", text)).split()]
    return [word for word in every if word not in _small()] or every


@lru_cache(maxsize=50_000)
def term(word) -> str:
    """Return the term under which a folded word is filed: "educac" for "educacio" and "educacions"."""
    return _equal().get(word) or _equal().get(_stem(word)) or _stem(word)


def terms(text) -> list:
    """Return the terms of ``text`` for a query, in order, each once."""
    return list(dict.fromkeys(term(word) for word in words(text)))


def index_terms(text) -> dict[str, str]:
    """Return {term: the word as it was written} of ``text`` for the index.

    Besides its words, a compound is found as one («Poble-sec», «poblesec»), an acronym by its words and its words
    by the acronym («AVV», «associació de veïns»).
    """
    found = {}
    for shown, folded in spellings(text).items():
        found.setdefault(term(folded), shown)
    run = [term(word) for word in words(text)]
    for short, meant in _acronyms().items():
        if short in run:
            found |= {one: "" for one in meant if one not in found}
        elif any(tuple(run[at : at + len(meant)]) == meant for at in range(len(run))):
            found.setdefault(short, "")
    return found


def spellings(text) -> dict[str, str]:
    """Return {word as written, in lower case: folded} of the words of ``text`` that say something."""
    found = {}
    for match in _WORD.finditer(_GEMINATE.sub("·", text)):
        whole = _ELIDED.sub("", match[0]).lower()
        parts = [part for part in re.split(r"['’.-]", whole) if part] if "·" not in whole else [whole]
        for shown in [*parts, whole] if _COMPOUND.fullmatch(whole) else parts:
            folded = fold(shown).replace(" ", "")[:LONGEST]
            if folded and folded not in _small():
                found.setdefault(shown, folded)
    return found


def _stem(word) -> str:
    return fold(_stemmer.stemWord(_NO_ACCENT.sub(r"\1ió" if word.endswith("io") else r"\1io\2", word))) or word


@cache
def _small() -> frozenset:
    """Words that say nothing by themselves, in the three languages, folded."""
    return frozenset(word for line in _lines("small.txt") for word in fold(line).split())


@cache
def _equal() -> dict[str, str]:
    """{folded word or stem: the term of its group}: the lines of equal.txt, the first word being the term.

    A word alone on its line is kept from the stemmer, which would take «Horta» for an «hort».
    """
    equal = {}
    for line in _lines("equal.txt"):
        if "=" not in line:
            group = fold(line).split()
            equal |= {_stem(word): group[0] for word in group if len(group) > 1}
            equal |= {word: group[0] for word in group}
    return equal


@cache
def _acronyms() -> dict:
    """{term of the acronym: terms of the words it stands for}: the lines of equal.txt with an equals sign."""
    pairs = (line.split("=") for line in _lines("equal.txt") if "=" in line)
    return {term(fold(short)): tuple(term(word) for word in words(long)) for short, long in pairs}


@cache
def edition() -> str:
    """Return a fingerprint of the lists of words: another edition asks for another index."""
    text = "".join((FOLDER / name).read_text("utf-8") for name in ("small.txt", "equal.txt"))
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


def _lines(name) -> list:
    lines = (line.split("#")[0].strip() for line in (FOLDER / name).read_text("utf-8").splitlines())
    return [line for line in lines if line]
