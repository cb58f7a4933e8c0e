"""The texts of a calendar of other hands: in whatever encoding, with or without HTML."""

import codecs
import re
from html.parser import HTMLParser

import nh3

# RFC 5545, 3.1: lines are folded by bytes, also between the bytes of one letter.
FOLD = re.compile(rb"\r?\n[ \t]")
HTML = re.compile(r"<[a-zA-Z/!]|&(?:#\d+|#x[\da-fA-F]+|[a-zA-Z]+);")
LONGEST = 20_000  # of HTML that is read
PARAGRAPHS = {"p", "div", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
LINES = {"br", "li", "tr"}


def decoded(data):
    """Return the bytes of an .ics file as text, unfolded: UTF-8 as the standard says, UTF-16 with its mark, or else
    Windows-1252, as older programs write it."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return re.sub(r"\r?\n[ \t]", "", data.decode("utf-16", errors="replace"))
    data = FOLD.sub(b"", data.removeprefix(codecs.BOM_UTF8))
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def without_html(text):
    """Return a text without tags and entities: paragraphs apart, lists with a dash, links followed by their address."""
    if not HTML.search(text):
        return text
    reader = _Reader()
    reader.feed(nh3.clean(text[:LONGEST], tags=PARAGRAPHS | LINES | {"a"}, attributes={"a": {"href"}}, link_rel=None))
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Gathers in ``parts`` what a reader would see of well-formed HTML."""

    def __init__(self):
        super().__init__()
        self.parts, self.href, self.since = [], "", 0

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.href, self.since = dict(attrs).get("href") or "", len(self.parts)
        elif tag in PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in LINES:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag):
        if tag == "a":
            said = "".join(self.parts[self.since :]).strip()
            address = self.href.removeprefix("mailto:")
            if address and address != said:
                self.parts.append(f" ({address})")
            self.href = ""
        elif tag in PARAGRAPHS:
            self.parts.append("\n\n")

    def handle_data(self, data):
        # Ends of lines in HTML are spaces.
        self.parts.append(re.sub(r"\s+", " ", data))
