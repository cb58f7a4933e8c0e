"""Tags every template may use."""

import json

from django import template
from django.conf import settings
from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeData, SafeString
from django.utils.translation import get_language

from energies.kernel.images import rendition_url
from energies.kernel.markdown import render
from energies.kernel.resubmission import WRITER, writer_key
from energies.kernel.working_days import within

register = template.Library()


@register.filter
def markdown(text, level=3) -> HttpResponse:
    """Return Markdown as safe HTML whose highest heading is ``level``."""
    return render(text, level)


@register.filter
def paragraphs(html) -> str:
    """Return HTML that has no paragraphs yet with one for each part between empty lines, each in its own direction."""
    return SafeString(linebreaks(html, autoescape=not isinstance(html, SafeData)).replace("<p>", '<p dir="auto">'))  # nosec B308 B703


register.simple_tag(rendition_url)
register.simple_tag(within, name="answer_within")


@register.simple_tag
def sheets(*names) -> str:
    """Return the links to the stylesheets of these areas (``static/css/<name>.css``), for the block ``styles`` of a page."""
    links = ((static(f"css/{name}.css"),) for name in names)
    return format_html_join("\n    ", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag
def translated(entry, field) -> str:
    """Return a text of the entry in the page's language, else as it was written and marked with its ``lang``."""
    text, lang = entry.translated(field)
    return text if lang == get_language() else format_html('<span lang="{}">{}</span>', lang, text)


@register.simple_tag
def translated_pair(entry, field) -> tuple[str, str]:
    """Return (text, lang) of the entry, for elements that carry the ``lang`` themselves."""
    return entry.translated(field)


@register.simple_tag(takes_context=True)
def languages(context) -> list:
    """Return [(code, name, address of this page in it, whether it is this one)], filters and page kept."""
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    current = get_language()
    return [(code, name, translate_url(path, code), code == current) for code, name in settings.LANGUAGES]


@register.simple_tag(takes_context=True)
def autosave(context) -> str:
    """Return the attribute by which the browser keeps what is typed into a form for whoever reads the page."""
    return format_html('data-keep="{}"', writer_key(context["request"].user))


@register.simple_tag(takes_context=True)
def written_by(context) -> str:
    """Return the input by which a form says whose it is, "" for a stranger's: what is sent of it is nobody else's."""
    who = writer_key(context["request"].user)
    return format_html('<input type="hidden" name="{}" value="{}">', WRITER, who) if who else ""


@register.simple_tag(takes_context=True)
def leaves(context) -> str:
    """Return the attribute by which a form that signs out tells the browser of whom it has kept text."""
    return format_html('data-leaves="{}"', writer_key(context["request"].user))


@register.simple_tag(takes_context=True)
def with_query(context, **changes) -> str:
    """Return the page's query string with some parameters replaced, or dropped where the new value is empty."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def without(context, name, value) -> str:
    """Return the page's query string without one value of one filter, back on the first page."""
    query = context["request"].GET.copy()
    query.setlist(name, [one for one in query.getlist(name) if one != value])
    query.pop("page", None)
    left = query.urlencode()
    return f"?{left}" if left else context["request"].path


@register.filter
def model_name(obj) -> str:
    """Return the name of an object's model, in lower case."""
    return obj._meta.model_name


@register.filter
def json_ld(data) -> str:
    """Return a dict as a JSON-LD data block (no script: nothing of it runs), escaped as Django's ``json_script`` does."""
    text = json.dumps(data, ensure_ascii=False).translate(
        {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
    )
    # What could end the element or begin another is escaped above.
    return SafeString(f'<script type="application/ld+json">{text}</script>')  # nosec B308 B703
