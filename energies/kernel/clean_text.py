"""What comes from outside as text: rid of what nobody typed, and numbers that fit where they go."""

import re
import unicodedata

from django.http import QueryDict

# Control characters but tab and the ends of lines (Unicode, category Cc), halves of surrogate pairs (Cs), and the
# code points that are for ever no characters (The Unicode Standard, 23.7). PostgreSQL stores neither NUL nor
# surrogates, XML and iCalendar none of these, and no keyboard has them.
_PLANES = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}-{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
UNTYPED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANES}]")
# Of those, the ones by which some programs end a line: texts copied from them bring them along.
_ENDS_OF_LINES = re.compile("[\x0b\x0c\x1c-\x1e\x85]")
# What needs no look: most of what is sent.
_PLAIN = re.compile("[\t\n -~]*")
# Signs that word processors, web pages and PDF readers leave in what is copied, and that nobody sees: soft hyphens,
# byte order marks, marks of line breaking and of mathematics, directions forced upon others (Unicode, category Cf);
# private use (Co), which each font draws in its own way.
_UNSEEN = re.compile(
    "[\u00ad\u2060-\u2064\u206a-\u206f\u202a-\u202e\ufeff\ufff9-\ufffc\U000e0001"
    "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)
# Tags, which only flags of regions have: the whole sequence (Unicode Technical Standard 51, annex C), or one out of it.
_TAGS = re.compile("(\U0001f3f4[\U000e0030-\U000e007a]+\U000e007f)|[\U000e0020-\U000e007f]")
_LINES = re.compile("\r\n?|[\u2028\u2029]")
# Spaces of another width, and those that keep words together: these stay between a figure and its unit.
_SPACES = re.compile("[\u1680\u2000-\u200a\u205f\u3000]|(?<![0-9])[\u00a0\u202f]|[\u00a0\u202f](?=\\s|$)")
# Those that some script or emoji may need.
_JOINERS, _BREAK = re.compile("[\u200c\u200d\u180e]"), re.compile("\u200b")
_MARKS = re.compile("[\u200e\u200f\u061c\u2066-\u2069]")
_JOINING = {"Lo", "Mn", "Mc", "So", "Sk", "Sm"}
_WITHOUT_SPACES = re.compile("[\u0e00-\u109f\u1780-\u17ff]")  # Thai, Lao, Tibetan, Burmese, Khmer
_NUMBER = re.compile("-?[0-9]{1,19}")
BIGGEST = 2**63 - 1  # of a BigAutoField, on both databases


def is_clean(text) -> bool:
    """Tell whether a text holds only what somebody may have typed."""
    return UNTYPED.search(text) is None


def clean(text) -> str:
    """Return what somebody wrote without what nobody typed or sees, its letters composed (NFC), its lines ended by LF.

    A space stands where another program's end of line was, or a space of another width. What joins letters, parts words
    or says the direction stays where a script or an emoji needs it. Cleaning twice changes nothing.
    """
    while not _PLAIN.fullmatch(text) and (cleaner := _cleaner(text)) != text:
        text = cleaner
    return text


def _cleaner(text) -> str:
    text = _UNSEEN.sub("", UNTYPED.sub("", _ENDS_OF_LINES.sub(" ", text)))
    text = _TAGS.sub(lambda found: found[1] or "", text)
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", _LINES.sub("\n", text)))
    text = _BREAK.sub(lambda found: found[0] if _WITHOUT_SPACES.match(_before(found)) else "", text)
    if _MARKS.search(text) and not any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in _MARKS.sub("", text)):
        text = _MARKS.sub("", text)
    return _JOINERS.sub(lambda found: found[0] if _joins(_before(found)) else "", text)


def _before(found) -> str:
    return found.string[max(found.start() - 1, 0) : found.start()]


def _joins(sign) -> bool:
    """Whether a sign may be joined to another: a letter of a script without capitals, its marks, an emoji."""
    return sign > "\u02ff" and unicodedata.category(sign) in _JOINING


def clean_query(query) -> QueryDict:
    """Return a QueryDict with names and values clean: the same one when they are so already.

    Of a password, whose every sign counts, only what cannot be kept is taken out.
    """
    cleaned = QueryDict(mutable=True, encoding=query.encoding)
    for name, texts in query.lists():
        for text in texts:
            cleaned.appendlist(clean(name), UNTYPED.sub("", text) if "password" in name else clean(text))
    return query if cleaned == query else QueryDict(cleaned.urlencode(), encoding=query.encoding)


def is_clean_json(value) -> bool:
    """Tell whether every text in parsed JSON, names too, is clean."""
    if isinstance(value, dict):
        return all(is_clean(name) and is_clean_json(one) for name, one in value.items())
    if isinstance(value, list):
        return all(map(is_clean_json, value))
    return not isinstance(value, str) or is_clean(value)


def whole_number(text, low=1, high=BIGGEST) -> int | None:
    """Return the int that ``text`` writes in the figures 0–9, or None when it writes none from ``low`` to ``high``.

    For numbers that travel in addresses, hidden inputs, tokens and JSON: never raises, whatever comes (³, ٣, True,
    None, five thousand figures). An int is taken as it is.
    """
    if isinstance(text, bool) or not isinstance(text, str | int):
        return None
    if isinstance(text, str):
        text = int(text) if _NUMBER.fullmatch(text) else low - 1
    return text if low <= text <= high else None
