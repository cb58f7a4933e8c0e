"""Markdown as people write it: paragraphs, lists, links, emphasis; everything else is text."""

from urllib.parse import urlsplit

import nh3
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "blockquote", "h2", "h3", "h4", "hr"}
ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"http", "https", "mailto"}
# What only we write: the guides in docs/.
OUR_TAGS = {"table", "thead", "tbody", "tr", "th", "td", "code", "pre"}
_parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
_ours = MarkdownIt("commonmark", {"html": False}).enable("table")


def render(text, level=3, *, ours=False) -> str:
    """Return CommonMark ``text`` as safe HTML: no raw HTML, only TAGS, links to http(s), mailto or this site.

    With ``ours``, a text of this repository, tables and code too.

    Headings start at ``level`` (2–4), whatever level they were written at, so that a page keeps its outline.
    """
    parser = _ours if ours else _parser
    tokens = parser.parse(text)
    written = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    top = min(written, default=1)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) - top + int(level), 4)}"
    html = parser.renderer.render(tokens, parser.options, {})
    return mark_safe(  # nosec B308 B703 # cleaned by nh3
        nh3.clean(
            html,
            tags=TAGS | OUR_TAGS if ours else TAGS,
            attributes=ATTRIBUTES,
            attribute_filter=lambda _tag, _name, value: value if leads_where_it_says(value) else None,
            url_schemes=SCHEMES,
            link_rel="noopener",
        )
    )


def leads_where_it_says(link) -> bool:
    """Whether browsers take a link for what it looks like: a whole address with its host, or a page of this site.

    They follow «//host», «/\\host» and «https:host» elsewhere (WHATWG URL, 4.4), whatever stands before them unseen.
    """
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.hostname) and parts.username is None and "\\" not in link
    return parts.scheme == "mailto" or url_has_allowed_host_and_scheme(link, allowed_hosts=None)
