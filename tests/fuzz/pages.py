"""What a page links to and asks, read from its HTML."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import PurePath
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, resolve

SKIPPED = ("csrfmiddlewaretoken",)


@dataclass
class Input:
    """One name of a form: the type of its inputs, the values it has, and those one may choose."""

    type: str
    values: list = field(default_factory=list)
    choices: list = field(default_factory=list)


@dataclass
class Form:
    page: str
    action: str
    method: str
    inputs: dict = field(default_factory=dict)
    buttons: list = field(default_factory=list)  # (name, value)


class Page(HTMLParser):
    """``links`` and ``forms`` of a ``text``."""

    def __init__(self, path, text):
        super().__init__()
        self.path, self.text, self.links, self.forms = path, text, [], []
        self._form = self._menu = self._area = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "a" and said.get("href"):
            self.links.append(inside(self.path, said["href"]))
        elif tag == "form":
            action = inside(self.path, said.get("action") or self.path)
            self._form = Form(self.path, action, (said.get("method") or "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "select", "textarea", "button", "option"):
            getattr(self, f"_{tag}")(said)

    def handle_endtag(self, tag):
        if tag in ("form", "select", "textarea"):
            setattr(self, {"form": "_form", "select": "_menu", "textarea": "_area"}[tag], None)

    def handle_data(self, data):
        if self._area is not None:
            self._area.values = [*self._area.values, data]

    def _named(self, said, kind):
        if not said.get("name") or said["name"] in SKIPPED:
            return Input(kind)
        return self._form.inputs.setdefault(said["name"], Input(kind))

    def _input(self, said):
        kind = said.get("type", "text")
        if kind in ("submit", "image"):
            return self._button(said)
        one = self._named(said, kind)
        if kind in ("checkbox", "radio"):
            one.choices.append(said.get("value", "on"))
            if "checked" in said:
                one.values.append(said.get("value", "on"))
        elif said.get("value"):
            one.values.append(said["value"])

    def _select(self, said):
        self._menu = self._named(said, "select")

    def _option(self, said):
        if self._menu is not None:
            self._menu.choices.append(said.get("value", ""))
            if "selected" in said:
                self._menu.values.append(said.get("value", ""))

    def _textarea(self, said):
        self._area = self._named(said, "textarea")

    def _button(self, said):
        if said.get("name"):
            self._form.buttons.append((said["name"], said.get("value", "")))


def inside(base, link):
    """Return the path with its query of a link to this site, or None."""
    try:
        parts = urlsplit(urljoin(f"http://testserver{base}", link))
    except ValueError:
        return None
    if parts.netloc != "testserver":
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def view_of(path):
    """Return what names the view of a path, or None: its name and the languages apart."""
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return None
    # A view that gives files of several kinds is several.
    return (match.view_name or match.route) + PurePath(path.partition("?")[0]).suffix[:8]


def parameters_of(path):
    return [name for name, _value in parse_qsl(urlsplit(path).query)]


def is_page(answer):
    return answer.status_code == 200 and not answer.streaming and "text/html" in answer.get("Content-Type", "")


LANG = re.compile(r'<html[^>]* lang="(\w\w)')
