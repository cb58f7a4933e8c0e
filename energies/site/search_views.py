"""One search over everything public, and suggestions while one types."""

from dataclasses import dataclass

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from energies.kernel.paging import paginate
from energies.kernel.text import sentence_start
from energies.search import registry
from energies.search.models import SearchEntry
from energies.search.query import search, suggest

IN_SHORT = 6  # results of a kind while all kinds are shown
SUGGESTED, OF_A_KIND = 24, 3
LONGEST_NAME = 60


@dataclass
class Result:
    """A line of the search page."""

    name: str
    lang: str
    note: str
    url: str


class Ranked:
    """Ranks of entries in the order of their answers, read a page at a time."""

    def __init__(self, ranks):
        self.ranks = ranks

    def count(self):
        return len(self.ranks)

    def __getitem__(self, places):
        entries = SearchEntry.objects.in_bulk(self.ranks[places])
        return [result(entries[rank]) for rank in self.ranks[places] if rank in entries]


def result(entry):
    """Return the Result of a SearchEntry in the page’s language."""
    name, lang = entry.translated()
    note = entry.note.get(get_language()) or entry.note.get("ca", "")
    return Result(name, lang, sentence_start(note), registry.get(entry.kind).url(entry.slug))


@require_safe
def search_page(request):
    """Results by kind, a few of each; with ``?kind=`` all of one kind, page by page."""
    q = " ".join(request.GET.get("q", "").split())
    found = search(q, literal=request.GET.get("exact") == "1") if q else None
    only = request.GET.get("kind", "")
    kinds = SearchEntry.objects.kinds_of(found.scores) if found else {}
    groups = [_group(request, one, kinds.get(one.kind, []), found, only) for one in registry.kinds()]
    query = request.GET.copy()
    query["exact"] = "1"
    context = {"q": q, "found": found, "groups": [group for group in groups if group], "only": only}
    return render(request, "search/search.html", context | {"literal": f"?{query.urlencode()}"})


def _group(request, searchable, ranks, found, only):
    if not ranks or (only and only != searchable.kind):
        return None
    ranks = sorted(ranks, key=lambda rank: (-found.scores[rank], rank))
    query = request.GET.copy()
    query["kind"] = searchable.kind
    alone = only == searchable.kind
    return {
        "kind": searchable.kind,
        "label": searchable.label,
        "icon": searchable.icon,
        "count": len(ranks),
        "page": paginate(request, Ranked(ranks)) if alone else Ranked(ranks)[:IN_SHORT],
        "more": "" if alone or len(ranks) <= IN_SHORT else f"{reverse('search')}?{query.urlencode()}",
    }


@require_safe
def suggestions(request):
    """JSON {groups: [{label, items: [{name, note, url}]}]} under 2 KB, best names first, in the page’s language."""
    entries = SearchEntry.objects.in_bulk(suggest(request.GET.get("q", ""), SUGGESTED))
    groups = []
    for searchable in registry.kinds():
        items = [_item(entry) for entry in entries.values() if entry.kind == searchable.kind][:OF_A_KIND]
        if items:
            groups.append({"label": str(searchable.label), "items": items})
    response = JsonResponse({"groups": groups}, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    response["X-Robots-Tag"] = "noindex"
    return response


def _item(entry):
    line = result(entry)
    name = line.name if len(line.name) <= LONGEST_NAME else f"{line.name[: LONGEST_NAME - 1]}…"
    return {"name": name, "note": line.note[:30], "url": line.url}
