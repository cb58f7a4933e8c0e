"""Prints, as JSON, what the engine does with the database of its environment. Run by benchmarks/engine."""

import csv
import json
import sys
from itertools import pairwise
from pathlib import Path
from statistics import mean, quantiles
from time import perf_counter

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
django.setup()

from django.db.models import Count  # noqa: E402
from django.utils import timezone  # noqa: E402

from energies.search import index, rotation  # noqa: E402
from energies.search.models import Posting, SearchEntry, Word  # noqa: E402
from energies.search.query import search, suggest  # noqa: E402

TABLE = ROOT / "tests" / "search" / "relevance.csv"
WORDS = 20  # of each kind
ROUNDS = 10


def place(row):
    """Return the place (1 is first) of the row’s entry among the answers of its kind in today’s order, or None."""
    found, today = search(row["query"]), timezone.localdate()
    entries = SearchEntry.objects.filter(kind=row["kind"]).in_bulk(list(found.scores))
    order = sorted(entries, key=lambda rank: (-found.scores[rank], rotation.daily_key(rank, today, index.RANKS)))
    places = [at for at, rank in enumerate(order, 1) if row["name"] in entries[rank].names.values()]
    return min(places, default=None)


def quality():
    """Return the mean reciprocal rank, the share within the first ten, and how many that must be absent are there.

    MRR and recall@10 with one relevant entry a row: Manning, Raghavan, Schütze, «Introduction to Information
    Retrieval», chapter 8.
    """
    rows = list(csv.DictReader(TABLE.read_text("utf-8").splitlines(), delimiter=";"))
    wanted = [place(row) for row in rows if row["rule"] != "absent"]
    absent = [place(row) for row in rows if row["rule"] == "absent"]
    return {
        "rows": len(wanted),
        "mrr": mean(1 / at if at else 0 for at in wanted),
        "recall": mean(at is not None and at <= 10 for at in wanted),
        "absent": len(absent),
        "wrongly_there": sum(at is not None for at in absent),
    }


def samples():
    """Return {kind of words: (function, [(word, in how many entries)…])}, the same for the same data."""
    uses = dict(Posting.objects.values_list("term").annotate(Count("entry")))
    words = [(word.text, uses[word.term_id]) for word in Word.objects.order_by("text") if word.text.isalpha()]
    total = SearchEntry.objects.count()

    def some(few, many):
        fitting = sorted((pair for pair in words if few <= pair[1] <= many), key=lambda pair: -pair[1])
        return fitting[:: max(1, len(fitting) // WORDS)][:WORDS]

    most = sorted(words, key=lambda pair: -pair[1])
    middling = some(total // 200, total // 50)
    long = [word for word, _count in most if len(word) >= 7][:WORDS]
    return {
        "common": (search, most[:WORDS]),
        "middling": (search, middling),
        "rare": (search, some(1, 3)),
        "two common": (search, [(f"{one} {two}", 0) for (one, _), (two, _) in pairwise(most[:WORDS])]),
        "misspelt": (search, [(word[:3] + word[4] + word[3] + word[5:], 0) for word in long]),
        "nowhere": (search, [("x" + word[::-1], 0) for word in long]),
        "suggestions": (suggest, [(word[:3], 0) for word, _count in middling]),
    }


def speed():
    """Return {kind: its milliseconds, p50 and p95, and in how many entries its words are}."""
    figures = {}
    for kind, (function, words) in samples().items():
        extra = (8,) if function is suggest else ()
        times = []
        for _round in range(ROUNDS + 1):
            for word, _count in words:
                start = perf_counter()
                function(word, *extra)
                times.append((perf_counter() - start) * 1000)
        cuts = quantiles(times[len(words) :], n=20)
        counts = [count for _word, count in words]
        figures[kind] = {"p50": cuts[9], "p95": cuts[18], "least": min(counts), "most": max(counts)}
    return figures


if __name__ == "__main__":
    index.flush()
    json.dump({"quality": quality(), "speed": speed()}, sys.stdout)
