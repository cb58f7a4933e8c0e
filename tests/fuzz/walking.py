"""Somebody who walks the site by its links, knows every address and parameter, and sends what nobody expects."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import django_filters
from django.contrib import admin
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import translation

from energies.kernel.clean_text import BIGGEST, is_clean, is_clean_json
from tests.files import closed
from tests.fuzz.pages import LANG, Page, is_page, parameters_of, view_of
from tests.packages import OURS
from tests.site import stylesheets

ROOT = Path(__file__).resolve().parent.parent.parent
# What programs ask for has no words of ours; a page without content has no language.
_ASKED = re.compile(r"""(?:GET|query|data|asked)(?:\.get|\.getlist|\.pop)?[\[(]\s*["']([\w-]+)["']""")
LOOKUPS = ("exact", "in", "isnull", "gte", "lt", "year", "month", "day", "year__gte", "range", "contains", "regex", "id__exact", "x")  # fmt: skip


def of_a_test():
    """Return a transaction that is one of a test's own, as those of Django's TestCase: the code does not count it."""
    atomic = transaction.atomic()
    atomic._from_testcase = True
    return atomic


class Walker:
    """One person with a browser. ``faults`` is what must stay empty, ``counted`` how much was tried.

    ``weights`` are the bytes of CSS that each page links.
    """

    def __init__(self, name, client=None):
        self.name, self.client = name, client or Client()
        self.client.raise_request_exception = False
        self.cookies = self.client.cookies.copy()
        self.pages, self.forms, self.seen, self.tables, self.weights = defaultdict(list), [], set(), [], {}
        self.faults, self.counted, self.statuses, self._written = [], 0, Counter(), []

    def walk(self, starts, of_each=2, most=400):
        """Follow links from ``starts``; keep ``of_each`` pages of each view, and each form once."""
        waiting, done, opened = list(starts), set(), Counter()
        while waiting and len(done) < most:
            path = waiting.pop(0)
            view = path and view_of(path)
            if not view or path in done or opened[view] >= of_each or len(self.pages[view]) >= 3 * of_each:
                continue
            done.add(path)
            answer = self.knock(path)
            self.pages[view].append(path)
            # What sends elsewhere, for want of a parameter, is opened by another link.
            opened[view] += answer.status_code == 200
            if answer.get("Content-Type", "").startswith("text/csv"):
                self.tables.append(path)
            if is_page(answer):
                page = Page(path, answer.content.decode())
                self.weights[path] = stylesheets.weight(page.text)
                waiting += page.links
                for form in page.forms:
                    self._keep_form(form, of_each)
        return self

    def _keep_form(self, form, of_each):
        key = (view_of(form.action or ""), form.method, tuple(sorted(form.inputs)), tuple(form.buttons))
        if key[0] and key not in self.seen and sum(one[0] == key[0] for one in self.seen) < 4 * of_each:
            self.seen.add(key)
            self.forms.append(form)

    def knock(self, path, data=None, **extra):
        """Ask for a page, or send a form to it, undo whatever it did, and note what should not have been."""
        cache.clear()
        self.client.cookies = self.cookies.copy()
        raised, told = [], lambda **said: raised.append(_last_error())
        got_request_exception.connect(told, weak=False)
        self._written = []
        try:
            with of_a_test(), connection.execute_wrapper(self._look):
                ask = self.client.get if data is None else self.client.post
                answer = ask(path, data, **extra)
                answer = answer if not answer.streaming else closed(answer)
                transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(told)
        self.counted += 1
        self.statuses[answer.status_code] += 1
        for fault in (*self._faults_of(path, answer, raised), *self._written):
            self.faults.append((self.name, str(path)[:300], _short(data), fault))
        return answer

    def _look(self, execute, sql, params, many, context):
        for one in _flat(params):
            # Our own end of all words: energies/search/query.py.
            if isinstance(one, str) and not is_clean(one.removesuffix("\U0010ffff")):
                self._written.append(f"the database is given {one[:40]!r}")
            if isinstance(one, int) and abs(one) > BIGGEST + 1:
                self._written.append(f"the database is given {one}")
        return execute(sql, params, many, context)

    def _faults_of(self, path, answer, raised):
        if not answer.streaming and "text/html" in answer.get("Content-Type", ""):
            yield from (
                f"asks for {sheet}.css: {one}" for sheet, one in stylesheets.not_linked(answer.content.decode())
            )
        if answer.status_code >= 500:
            yield f"{answer.status_code} {raised}"
        elif answer.status_code >= 400:
            asked = re.match(r"/(es|en)/", path)
            text = "" if answer.streaming else answer.content.decode()
            found = LANG.search(text)
            if "<h1" not in text or not found:
                yield f"{answer.status_code} without words"
            elif found[1] != (asked[1] if asked else "ca"):
                yield f"{answer.status_code} in {found[1]}"
        elif answer.status_code in (301, 302, 303):
            where = answer["Location"]
            if re.match(r"//|/\\|\w+:", where) and not where.startswith("http://testserver/"):
                yield f"sent away to {where[:60]!r}"


def _last_error():
    import sys
    import traceback

    kind, error, trace = sys.exc_info()
    frames = [one for one in traceback.extract_tb(trace) if "/.venv/" not in one.filename]
    at = f"{frames[-1].filename.removeprefix(str(ROOT))}:{frames[-1].lineno}" if frames else ""
    last = traceback.extract_tb(trace)[-1]
    return f"{kind.__name__}: {str(error)[:160]} at {at} ({Path(last.filename).name}:{last.lineno})"


def _flat(params):
    for one in params.values() if isinstance(params, dict) else params or ():
        if isinstance(one, list | tuple):
            yield from _flat(one)
        elif hasattr(one, "obj") and not is_clean_json(one.obj):  # psycopg's Jsonb
            yield "\x00"
        else:
            yield one


def _short(data):
    if data is None:
        return ""
    return {
        name: [str(one)[:30] for one in (value if isinstance(value, list) else [value])] for name, value in data.items()
    }


def routes():
    """Yield (name, address with «{argument}»s) of every pattern, in each language in which it is translated."""
    for code in ("ca", "es", "en"):
        with translation.override(code):
            yield from _routes_under(get_resolver(), "/")


def _routes_under(resolver, before):
    for one in resolver.url_patterns:
        route = before + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(one.pattern)).lstrip("^").replace(r"\Z", "").replace(
            "$", ""
        )
        if isinstance(one, URLPattern):
            yield one.name, re.sub(r"\(\?P\{(\w+)\}[^)]*\)", r"{\1}", route)
        else:
            yield from _routes_under(one, route)


def known_parameters():
    """Return the names that views read out of a query string: in the sources, in FilterSets and in the team's lists."""
    names = {"page", "next", "view", "q"}
    for app in OURS:
        for file in (ROOT / app).rglob("*.py"):
            names |= set(_ASKED.findall(file.read_text("utf-8")))
    waiting = [django_filters.FilterSet]
    while waiting:
        one = waiting.pop()
        names |= set(one.base_filters) if hasattr(one, "base_filters") else set()
        waiting += one.__subclasses__()
    return sorted(names)


def desk_parameters(model_admin):
    """Return the names by which a list of the team's desk is narrowed, and lookups of them that make no sense."""
    fields = [
        one if isinstance(one, str) else one[0] for one in model_admin.list_filter if isinstance(one, str | tuple)
    ]
    fields += [field.name for field in model_admin.model._meta.fields]
    names = [f"{name}__{lookup}" for name in dict.fromkeys(fields) for lookup in LOOKUPS]
    return ["q", "o", "p", "all", "_to_field", "_popup", "_facets", "_changelist_filters", "e", *fields, *names]


def desk_lists():
    """Yield (address, ModelAdmin) of each list of the team's desk."""
    for model, model_admin in admin.site._registry.items():
        yield f"/equip/{model._meta.app_label}/{model._meta.model_name}/", model_admin


__all__ = ["Walker", "desk_lists", "desk_parameters", "known_parameters", "parameters_of", "routes"]
