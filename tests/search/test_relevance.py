"""What people type and what they must find: relevance.csv, over the demo and lost among ten thousand other projects.

A row says where the entry of that name must stand among the answers of its kind: ``first``, in the first ``five``,
``found`` at all, or ``absent``; the column ``crowd`` says it for the large set, where many answer as well.
"""

import csv
from pathlib import Path

from energies.demo import bulk, loader
from energies.search import index, registry
from energies.search.models import SearchEntry
from energies.search.query import search
from energies.site import reference

TABLE = Path(__file__).parent / "relevance.csv"
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines(), delimiter=";"))
CROWD = 10_000


def place(row):
    """Return the place (0 is first) of the row’s entry among the answers of its kind, or None."""
    found = search(row["query"])
    entries = SearchEntry.objects.filter(kind=row["kind"]).in_bulk(list(found.scores))
    wanted = [entry for entry in entries.values() if row["name"] in entry.names.values()]
    if not wanted:
        return None
    best = max(found.scores[entry.rank] for entry in wanted)
    return sum(found.scores[rank] > best for rank in entries)


def stands(row, rule):
    at = place(row)
    return {
        "first": at == 0,
        "five": at is not None and at < 5,
        "found": at is not None,
        "absent": at is None,
    }[rule]


def load(projects=0):
    reference.load()
    loader.load(picture_width=160)
    bulk.load(projects)
    for searchable in registry.kinds():
        index.rebuild(searchable.kind)


def test_the_table_is_long_and_its_entries_exist(territory, vocabulary):
    load()
    names = {name for entry in SearchEntry.objects.all() for name in entry.names.values()}
    assert len({row["query"] for row in ROWS}) >= 60
    assert {row["name"] for row in ROWS} <= names


def test_everybody_finds_what_they_look_for(territory, vocabulary):
    load()
    assert [row for row in ROWS if not stands(row, row["rule"])] == []


def test_nobody_is_lost_in_a_crowd(territory, vocabulary):
    load(CROWD)
    assert [row for row in ROWS if not stands(row, row["crowd"])] == []
