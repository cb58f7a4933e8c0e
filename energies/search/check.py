"""Does the index tell the truth?"""

import time
from collections.abc import Iterator
from itertools import batched

from pyroaring import BitMap

from energies.search import facets, index
from energies.search.index import BATCH
from energies.search.models import FacetValue, Posting, SearchEntry

# Seconds in which whoever was writing while the tables were read has brought the index up to date.
MOMENT = 1


def faults(searchable, progress=None) -> list[str]:
    """Return a sentence for everything in which the index of a kind differs from the tables.

    Each visible object is read again and compared with its entry, its postings and the sets it stands in.
    What whoever reads would put right first is no fault: another day, and what was marked and waits. Nor is what
    somebody was writing meanwhile: what differs is looked at twice.
    ``progress(done, total)``, if given, is called as it goes.
    """
    index.flush()
    index.refresh(searchable.kind, [])
    found = _faults(searchable, progress)
    if not found:
        return []
    time.sleep(MOMENT)
    index.refresh(searchable.kind, [])  # midnight may have passed during the first look
    again = set(_faults(searchable))
    return [fault for fault in found if fault in again]


def _faults(searchable, progress=None) -> list:
    found, sets = [], {}
    pks = sorted(str(pk) for pk in searchable.visible().values_list("pk", flat=True))
    entries = {entry.object_id: entry for entry in SearchEntry.objects.filter(kind=searchable.kind)}
    found += [f"{searchable.kind} {pk}: in the index, but not public" for pk in entries.keys() - set(pks)]
    for done, some in enumerate(batched(pks, BATCH)):
        found += _compare(searchable, some, entries, sets)
        if progress:
            progress(min((done + 1) * BATCH, len(pks)), len(pks))
    return found + list(_compare_sets(searchable, sets))


def _compare(searchable, pks, entries, sets) -> Iterator[str]:
    objects = {str(obj.pk): obj for obj in searchable.with_all(searchable.visible().filter(pk__in=pks))}
    under, stored = facets.of_objects(searchable, objects), {}
    ranks = [entries[pk].rank for pk in objects if pk in entries]
    for rank, term, weight in Posting.objects.filter(entry__in=ranks).values_list("entry", "term__text", "weight"):
        stored.setdefault(rank, {})[term] = weight
    for pk, obj in objects.items():
        name, entry, document = f"{searchable.kind} {pk}", entries.get(pk), searchable.document(obj)
        if entry is None:
            yield f"{name}: public, but not in the index"
            continue
        if entry.digest != document.digest or stored.get(entry.rank, {}) != document.postings()[0]:
            yield f"{name}: its words have changed"
        if entry.facets != under[pk]:
            yield f"{name}: it stands under other facets"
        for pair in under[pk]:
            sets.setdefault(tuple(pair), BitMap()).add(entry.rank)


def _compare_sets(searchable, sets) -> Iterator[str]:
    rows = FacetValue.objects.filter(catalogue=searchable.kind)
    stored = {(row.facet, row.value): (facets.load(row.bits), row.count) for row in rows}
    for pair in sorted(sets.keys() | stored.keys()):
        ranks, (bits, count) = sets.get(pair, BitMap()), stored.get(pair, (BitMap(), 0))
        if ranks != bits or len(bits) != count:
            yield f"{searchable.kind}, {': '.join(pair)}: {len(bits)} in the set, {len(ranks)} in the tables"
