"""Somebody with a browser without JavaScript, who comes by https through the proxy unless told otherwise."""

import http.client
import socket
import ssl
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

import html5lib
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.production.processes import HOST

FORM = "application/x-www-form-urlencoded"


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    url: str

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def tree(self):
        return html5lib.parse(self.text, namespaceHTMLElements=False)

    @property
    def links(self) -> list[str]:
        return [link.get("href") for link in self.tree.iter("a") if link.get("href")]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


class Visitor:
    """Asks for pages and sends forms, with the cookies of one person."""

    def __init__(
        self, origin: str, *, http: int, https: int | None = None, certificate: Path | None = None, source: str = HOST
    ):
        """``source``: the loopback address that this person's requests come from."""
        self.origin = origin
        self.source = source
        self.ports = {"http": http, "https": https}
        self.cookies = CookieJar()
        self.tls = ssl.create_default_context(cafile=certificate)
        self.page: Answer | None = None

    def ask(
        self, path: str, body: bytes | None = None, *, headers=(), follow: bool = True, timeout: float = 60
    ) -> Answer:
        """Return the answer to a GET, or to a POST of ``body``; ``path`` may be a whole address of the site."""
        request = urllib.request.Request(urljoin(self.origin, path), data=body, headers=dict(headers))
        opener = urllib.request.build_opener(*self._handlers(), *([] if follow else [NoRedirect]))
        opener.addheaders = [("User-Agent", "Mozilla/5.0")]
        try:
            with opener.open(request, timeout=timeout) as answer:
                return Answer(answer.status, answer.headers, answer.read(), answer.url)
        except urllib.error.HTTPError as answer:
            with answer:
                return Answer(answer.code, answer.headers, answer.read(), answer.url)

    def _handlers(self):
        visitor = self

        class Plain(http.client.HTTPConnection):
            def connect(self):
                self.sock = visitor._connect("http", self.timeout)

        class Secure(http.client.HTTPSConnection):
            def connect(self):
                plain = visitor._connect("https", self.timeout)
                self.sock = visitor.tls.wrap_socket(plain, server_hostname=self.host)

        class OpenPlain(urllib.request.HTTPHandler):
            def http_open(self, request):
                return self.do_open(Plain, request)

        class OpenSecure(urllib.request.HTTPSHandler):
            def https_open(self, request):
                return self.do_open(Secure, request)

        return OpenPlain(), OpenSecure(), urllib.request.HTTPCookieProcessor(self.cookies)

    def _connect(self, scheme, timeout):
        """The names of the run are of no use to a resolver: everything is on the loopback."""
        return socket.create_connection((HOST, self.ports[scheme]), timeout, source_address=(self.source, 0))

    def open(self, path: str, **options) -> Answer:
        """Open a page and keep it as the one whose forms are sent; fails when it is no 200."""
        self.page = self.ask(path, **options)
        assert self.page.status == 200, f"{path}: {self.page.status}\n{self.page.body[:2000].decode(errors='replace')}"
        return self.page

    def send(self, data: dict, *, button: str = "", **options) -> Answer:
        """Fill in and send the form of the open page that has these fields (and this button), as a browser would.

        ``data``: values by name; a list for several; a file as Django's test client takes it. The answer becomes the
        open page.
        """
        form, fields = _form_with(self.page.tree, {*data, *filter(None, [button])})
        action = urljoin(self.page.url, form.get("action") or self.page.url)
        fields |= data | ({button: data.get(button, "1")} if button else {})
        if form.get("enctype") == "multipart/form-data":
            body, kind = encode_multipart(BOUNDARY, fields), MULTIPART_CONTENT
        else:
            body, kind = urlencode(fields, doseq=True).encode(), FORM
        headers = {"Content-Type": kind, "Referer": self.page.url, "Origin": self.origin} | options.pop("headers", {})
        self.page = self.ask(action, body, headers=headers, **options)
        return self.page

    def cookie(self, name: str):
        return next((cookie for cookie in self.cookies if cookie.name == name), None)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path


def _form_with(tree, names: set[str]):
    """Return the first form that has all these names, and what a browser would send of it untouched."""
    found = []
    for form in tree.iter("form"):
        fields = _fields(tree, form)
        there = {field.get("name") for field in fields}
        found.append(sorted(there))
        if names <= there and (form.get("method") or "get").lower() == "post":
            return form, _values(fields)
    raise AssertionError(f"No form of the page has {sorted(names)}; there are {found}.")


def _fields(tree, form) -> list:
    """Return the fields of a form with a name, those that stand elsewhere and say so by ``form="…"`` too."""
    inside = [field for field in form.iter() if field.get("form") is None]
    elsewhere = [field for field in tree.iter() if field.get("form") and field.get("form") == form.get("id")]
    return [field for field in inside + elsewhere if field.get("name") and field.get("disabled") is None]


def _values(fields) -> dict:
    values: dict = {}
    for field in fields:
        name, kind = field.get("name"), (field.get("type") or "text").lower()
        if field.tag == "textarea":
            values[name] = field.text or ""
        elif field.tag == "select":
            values[name] = _chosen(field)
        elif field.tag == "input" and kind in {"checkbox", "radio"}:
            if field.get("checked") is not None:
                values.setdefault(name, []).append(field.get("value") or "on")
        elif field.tag == "input" and kind not in {"submit", "button", "image", "reset", "file"}:
            values[name] = field.get("value") or ""
    return values


def _chosen(select) -> list[str]:
    options = list(select.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    return [option.get("value", "".join(option.itertext())) for option in chosen]
