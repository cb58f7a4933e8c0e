"""Text as people type it and as Catalan writes it: folding for comparison, place names with their article."""

import re
import unicodedata

from rapidfuzz import fuzz

NEAR = 80  # of 100: from here on two names are alike
_FOLD_AWAY = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")  # accents, soft hyphen, zero-width signs
_GEMINATE = re.compile(r"(?<=l)[·•‧∙.](?=l)")
_ARTICLE = re.compile(r"(els|el|les|la)\s+|l['’]\s*", re.IGNORECASE)
# de elides before a vowel or mute h, but not where i or u is a consonant: «d’Horta», «de Huelva», «de Iowa».
_ELIDES = re.compile(r"h?[aeiou]", re.IGNORECASE)
_CONSONANT = re.compile(r"h?[iu][aeiou]", re.IGNORECASE)


def fold(text) -> str:
    """Return the key by which two spellings are the same, with single spaces and nothing around it.

    Accents, case, punctuation, hyphens and apostrophes of any kind, the geminate dot, non-breaking and
    double spaces, and invisible signs such as U+FEFF do not count: fold("COL·LECTIU  l’Avió") is
    "collectiu l avio". Letters and marks of other scripts stay. Folding twice changes nothing.
    """
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = _GEMINATE.sub("", _FOLD_AWAY.sub("", text))
    return " ".join("".join(char if _is_word(char) else " " for char in text).split())


def _is_word(char) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def nearness(one, other) -> int:
    """Return 0–100: how near two folded names are, whatever the order of their words."""
    if not one or not other:
        return 0
    return round(max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)))


def split_article(name) -> tuple:
    """Return (article, rest) in "el", "la", "els", "les", "l’" or "" and the name without it.

    The article comes back in lower case and apostrophes typographic, whatever came in.
    """
    name = name.strip().replace("'", "’")
    found = _ARTICLE.match(name)
    if not found or found.end() == len(name):
        return "", name
    return (found[1] or "l’").lower(), name[found.end() :]


def at_place(name) -> str:
    """Return the place after the preposition «a»: "al Raval", "a les Corts", "a l’Eixample", "a Sants"."""
    article, rest = split_article(name)
    if article in ("el", "els"):
        return f"a{article[1:]} {rest}"
    return f"a {_with(article, rest)}"


def of_place(name) -> str:
    """Return the place after the preposition «de»: "del Raval", "de les Corts", "d’Horta", "de Sants"."""
    article, rest = split_article(name)
    if article in ("el", "els"):
        return f"d{article} {rest}"
    if not article and _elides(rest):
        return f"d’{rest}"
    return f"de {_with(article, rest)}"


def sentence_start(name) -> str:
    """Return the name as it opens a sentence or a title: "El Raval", "L’Antiga Esquerra de l’Eixample"."""
    return name[:1].upper() + name[1:]


def sort_key(name) -> str:
    """Return the key that files a name under its first word that is not an article: "raval" for "el Raval"."""
    return fold(split_article(name)[1])


def _with(article, rest) -> str:
    return f"{article}{rest}" if article in ("", "l’") else f"{article} {rest}"


def _elides(word) -> bool:
    bare = unicodedata.normalize("NFKD", word)
    if _CONSONANT.match(bare):
        return False
    return bool(_ELIDES.match(bare))
