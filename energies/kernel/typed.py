"""What comes from outside as text: rid of what nobody typed, and numbers that fit where they go."""

import re

from django.http import QueryDict

# Control characters but tab and the ends of lines (Unicode, category Cc), halves of surrogate pairs (Cs), and the
# code points that are for ever no characters (The Unicode Standard, 23.7). PostgreSQL stores neither NUL nor
# surrogates, XML and iCalendar none of these, and no keyboard has them.
_PLANES = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}-{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
UNTYPED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANES}]")
# Of those, the ones by which some programs end a line: texts copied from them bring them along.
_ENDS_OF_LINES = re.compile("[\x0b\x0c\x1c-\x1e\x85]")
_NUMBER = re.compile("-?[0-9]{1,19}")
BIGGEST = 2**63 - 1  # of a BigAutoField, on both databases


def is_clean(text):
    """Tell whether a text holds only what somebody may have typed."""
    return UNTYPED.search(text) is None


def clean(text):
    """Return the text without what nobody typed; a space stands where another program's end of line was."""
    return text if is_clean(text) else UNTYPED.sub("", _ENDS_OF_LINES.sub(" ", text))


def clean_query(query):
    """Return a QueryDict with names and values clean: the same one when they are so already."""
    if all(map(is_clean, query)) and all(is_clean(text) for _name, texts in query.lists() for text in texts):
        return query
    cleaned = QueryDict(mutable=True, encoding=query.encoding)
    for name, texts in query.lists():
        for text in texts:
            cleaned.appendlist(clean(name), clean(text))
    cleaned._mutable = False
    return cleaned


def is_clean_json(value):
    """Tell whether every text in parsed JSON, names too, is clean."""
    if isinstance(value, dict):
        return all(is_clean(name) and is_clean_json(one) for name, one in value.items())
    if isinstance(value, list):
        return all(map(is_clean_json, value))
    return not isinstance(value, str) or is_clean(value)


def whole_number(text, low=1, high=BIGGEST):
    """Return the int that ``text`` writes in the figures 0–9, or None when it writes none from ``low`` to ``high``.

    For numbers that travel in addresses, hidden inputs, tokens and JSON: never raises, whatever comes (³, ٣, True,
    None, five thousand figures). An int is taken as it is.
    """
    if isinstance(text, bool) or not isinstance(text, str | int):
        return None
    if isinstance(text, str):
        text = int(text) if _NUMBER.fullmatch(text) else low - 1
    return text if low <= text <= high else None
