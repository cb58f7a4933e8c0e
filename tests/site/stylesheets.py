"""What a stylesheet speaks of and what a page is made of, so that one can be held against the other."""

import re
from functools import cache
from itertools import product
from pathlib import Path

from django.conf import settings

# What all pages of the site link, and what those of Django's admin do.
EVERYWHERE = ("site", "admin")
SHEETS = Path(settings.BASE_DIR) / "static/css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PRELUDE = re.compile(r"([^{};]+)\{")
_OTHERS = re.compile(r":not\([^()]*(?:\([^()]*\)[^()]*)*\)|::?(?!is\(|where\(|has\()[a-z-]+(?:\([^()]*\))?")
_EITHER = re.compile(r":(?:is|where|has)\(([^()]*)\)")
_TOKEN = re.compile(r"[.#]-?[a-zA-Z_][\w-]*|\[[\w-]+|(?<![\w.#\[=\"-])[a-z][a-z0-9]*")
_TAG = re.compile(r"""<([a-z][a-z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(r"""([a-z][\w-]*)(?:="([^"]*)")?""")


def outermost(css):
    """Yield what stands before each block that is in no other."""
    depth = 0
    for before, brace in re.findall(r"([^{}]*)([{}])", _COMMENT.sub("", css)):
        if brace == "{" and not depth:
            yield before.strip()
        depth += 1 if brace == "{" else -1


def selectors(css):
    """Yield each selector of a stylesheet, those between commas one by one."""
    for prelude in _PRELUDE.findall(_COMMENT.sub("", css)):
        if not prelude.strip().startswith("@"):
            yield from _split(prelude)


def tokens(selector):
    """Return the sets of tags, .classes, #ids and [attributes, one set for each of its ways, that a page needs for it."""
    plain = _EITHER.sub(r"<\1>", _OTHERS.sub("", selector).replace(">", " "))
    pieces = re.split(r"<([^<>]*)>", plain)
    ways = [_split(piece) or [""] if at % 2 else [piece] for at, piece in enumerate(pieces)]
    return [frozenset(_TOKEN.findall(" ".join(way))) for way in product(*ways)]


def _split(text):
    """Split at the commas that stand in no brackets."""
    return [part.strip() for part in re.split(r",(?![^()]*\))", text) if part.strip()]


def parts(html):
    """Return the tags, .classes, #ids and [attributes of a page, as ``tokens`` names them."""
    tags = _TAG.findall(html)
    attributes = [one for _tag, said in tags for one in _ATTRIBUTE.findall(said)]
    classes = {f".{one}" for name, value in attributes if name == "class" for one in value.split()}
    ids = {f"#{value}" for name, value in attributes if name == "id"}
    return {tag for tag, _said in tags} | {f"[{name}" for name, _value in attributes} | classes | ids


def linked(html):
    """Return the names of the sheets that a page links."""
    return re.findall(r'<link rel="stylesheet" href="[^"]*/css/(\w+)[^"]*">', html)


def weight(html):
    """Return the bytes of all the CSS that a page links."""
    return sum((SHEETS / f"{name}.css").stat().st_size for name in linked(html))


def not_linked(html):
    """Return (sheet, selector) of what speaks of something in a page of the site which does not link that sheet."""
    there, have = parts(html), linked(html)
    if "site" not in have:
        return []  # Django's admin
    return [(sheet, one) for sheet, one, ways in _known() if sheet not in have and any(way <= there for way in ways)]


@cache
def _known():
    """Return (sheet, selector, its tokens) of every sheet that some pages link and others do not."""
    files = [file for file in sorted(SHEETS.glob("*.css")) if file.stem not in EVERYWHERE]
    return [(file.stem, one, tokens(one)) for file in files for one in selectors(file.read_text("utf-8"))]
