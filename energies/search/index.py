"""Keeps the index true: what was marked is read again and its entries, postings and facets are put right.

Marks (``kernel.changes``) wait until somebody closes the act (curation.history.finish), reads the index or commits, and
are then worked off at once, however many saves an act took.
"""

from itertools import batched
from random import sample
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from energies.kernel import changes
from energies.search import facets, registry
from energies.search.models import Catalogue, HeldRank, IndexTerm, Posting, SearchEntry, Word

BATCH = 500
# Ranks are drawn from a range of this many, or of four times as many as there are entries: a narrow range keeps
# the bitmaps small.
RANKS = 2**20
# Before the name of a facet it marks, in place of an object, the values of that facet.
VALUES = "values of "


def mark(kind, pks) -> None:
    """Say that the index no longer tells the truth of these objects (primary keys)."""
    MARKS.add((kind, str(pk)) for pk in pks)


def flush() -> None:
    """Bring the index up to date with all that was marked on this connection."""
    MARKS.work_off()


def pending() -> dict[str, set]:
    """Return {kind: primary keys} of what is marked and not yet worked off."""
    return _by_kind(MARKS.waiting())


def _by_kind(keys) -> dict[str, set]:
    kinds = {}
    for kind, pk in keys:
        kinds.setdefault(kind, set()).add(pk)
    return kinds


def _follow(keys) -> None:
    for kind, pks in sorted(_by_kind(keys).items()):
        refresh(kind, pks)


MARKS = changes.Marks("search", _follow)
postponed = MARKS.postponed


def follow_the_day(now) -> int:
    """Bring to the day of ``now`` what the calendar alone changes; return how many kinds of objects had to follow.

    ``tick`` does it, so that no reader has to.
    """
    days = dict(Catalogue.objects.values_list("kind", "day"))
    today = timezone.localdate(now)
    kinds = [one.kind for one in registry.kinds() if one.kind not in days or days[one.kind] < today]
    for kind in kinds:
        refresh(kind, [])
    return len(kinds)


@transaction.atomic
def refresh(kind, pks, progress=None) -> None:
    """Make the index tell the truth of these objects, visible or not (any more). ``progress(done, total)``, if given."""
    searchable, today = registry.get(kind), timezone.localdate()
    catalogue, fresh = Catalogue.objects.select_for_update().get_or_create(pk=kind, defaults={"day": today})
    pks = {str(pk) for pk in pks}
    values = {pk for pk in pks if pk.startswith(VALUES)}
    pks -= values
    if fresh or values:
        facets.load_values(searchable, None if fresh else {name.removeprefix(VALUES) for name in values})
    if catalogue.day < today:
        pks |= {str(pk) for pk in searchable.expiring(catalogue.day, today)}
        Catalogue.objects.filter(pk=kind).update(day=today)
    moves, done, left = facets.Moves(searchable), 0, set()
    for some in batched(sorted(pks), BATCH):
        left |= _refresh(searchable, some, moves)
        done += len(some)
        if progress:
            progress(done, len(pks))
    moves.save()
    for some in batched(left, BATCH):
        _drop_unused(IndexTerm.objects.filter(pk__in=some))


def is_whole() -> bool:
    """Tell whether every kind has been indexed."""
    return Catalogue.objects.count() == len(registry.kinds())


@transaction.atomic
def rebuild(kind, progress=None) -> None:
    """Make the whole index of a kind anew, keeping the ranks."""
    searchable = registry.get(kind)
    there = set(SearchEntry.objects.filter(kind=kind).values_list("object_id", flat=True))
    SearchEntry.objects.filter(kind=kind).update(digest="", facets=[])
    Posting.objects.filter(entry__in=SearchEntry.objects.filter(kind=kind)).delete()
    Catalogue.objects.filter(pk=kind).delete()
    refresh(kind, there | {str(pk) for pk in searchable.visible().values_list("pk", flat=True)}, progress)
    if connection.vendor == "postgresql":
        # Its planner knows nothing of a table just filled, and reads all of it for one word.
        with connection.cursor() as cursor:
            for model in (SearchEntry, IndexTerm, Word, Posting):
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
    _drop_unused(IndexTerm.objects.all())


def _refresh(searchable, pks, moves) -> set[int]:
    """Do it for these, and return the terms (primary keys) that perhaps nobody uses any more."""
    objects = {str(obj.pk): obj for obj in searchable.with_all(searchable.visible().filter(pk__in=pks))}
    entries = {entry.object_id: entry for entry in SearchEntry.objects.filter(kind=searchable.kind, object_id__in=pks)}
    documents = {pk: searchable.document(obj) for pk, obj in objects.items()}
    changed = [pk for pk, doc in documents.items() if pk not in entries or entries[pk].digest != doc.digest]
    new = [pk for pk in documents if pk not in entries]
    ranks = _held_ranks(searchable.kind, new)
    drawn = iter(_free_ranks(len(new) - len(ranks)))
    for pk in new:
        rank = ranks[pk] if pk in ranks else next(drawn)
        entries[pk] = SearchEntry(rank=rank, kind=searchable.kind, object_id=pk)
    under = facets.of_objects(searchable, objects)
    for pk, entry in entries.items():
        moves.move(entry.rank, entry.facets, under.get(pk, []))
        entry.facets = under.get(pk, [])
    gone = [entry.rank for pk, entry in entries.items() if pk not in documents]
    _hold_ranks(searchable, [entry for pk, entry in entries.items() if pk not in documents])
    left = _forget(gone + [entries[pk].rank for pk in changed])
    SearchEntry.objects.filter(rank__in=gone).delete()
    _write(documents, {pk: entry for pk, entry in entries.items() if pk in documents}, changed)
    return left


def _hold_ranks(searchable, left) -> None:
    """Keep the ranks of entries that leave the index, of those whose objects may come back."""
    pks = searchable.model._base_manager.filter(pk__in=[entry.object_id for entry in left]).values_list("pk", flat=True)
    there = {str(pk) for pk in pks} if left else ()
    HeldRank.objects.bulk_create(
        HeldRank(rank=one.rank, kind=one.kind, object_id=one.object_id) for one in left if one.object_id in there
    )


def _held_ranks(kind, pks) -> dict[Any, int]:
    """Return {primary key: rank} of those that had one and come back, which is theirs again."""
    held = HeldRank.objects.filter(kind=kind, object_id__in=pks)
    ranks = dict(held.values_list("object_id", "rank")) if pks else {}
    if ranks:
        held.delete()
    return ranks


def _free_ranks(count) -> list[int]:
    """Return ``count`` ranks, drawn at random, that no entry has or may come back to."""
    top, free = max(RANKS, 4 * (SearchEntry.objects.count() + count)), []
    while len(free) < count:
        drawn = sample(range(1, top), count)
        taken = {*free, *_ranks(SearchEntry, drawn), *_ranks(HeldRank, drawn)}
        free += [rank for rank in drawn if rank not in taken]
    return free[:count]


def _ranks(model, among) -> QuerySet:
    return model.objects.filter(rank__in=among).values_list("rank", flat=True)


def _write(documents, entries, changed) -> None:
    for pk in changed:
        document, entry = documents[pk], entries[pk]
        entry.lang, entry.names, entry.note = document.lang, document.names, document.note
        entry.slug, entry.digest = document.slug, document.digest
    known = [entry for entry in entries.values() if not entry._state.adding]
    new = [entry for entry in entries.values() if entry._state.adding]
    SearchEntry.objects.bulk_update(known, ["lang", "names", "note", "slug", "digest", "facets"])
    SearchEntry.objects.bulk_create(new)
    postings = {entries[pk].rank: documents[pk].postings() for pk in changed}
    numbers = _numbers(postings.values())
    Posting.objects.bulk_create(
        Posting(entry_id=rank, term_id=numbers[term], weight=weight)
        for rank, (weights, _spelt) in postings.items()
        for term, weight in weights.items()
    )


def _numbers(postings) -> dict[str, int]:
    """Return {term: its primary key}, after adding the terms and words that are new."""
    terms = {term for weights, _spelt in postings for term in weights}
    words = {}
    for word, how in (pair for _weights, spelt in postings for pair in spelt.items()):
        if word not in words or words[word][0].isascii():
            words[word] = how
    IndexTerm.objects.bulk_create(
        (IndexTerm(text=text) for text in sorted(terms)), ignore_conflicts=True, batch_size=BATCH
    )
    numbers = dict(IndexTerm.objects.filter(text__in=terms).values_list("text", "pk"))
    known = {word.text: word for word in Word.objects.filter(text__in=words)}
    rows = (
        Word(text=word, shown=shown[:60], term_id=numbers[term])
        for word, (shown, term) in sorted(words.items())
        if word not in known and term in numbers
    )
    Word.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    _accent(known, words)
    return numbers


def _accent(known, words) -> None:
    """Keep the spelling that has accents: who is in a hurry leaves them out, nobody adds them."""
    better = [word for word in known.values() if word.shown.isascii() and not words[word.text][0].isascii()]
    for word in better:
        word.shown = words[word.text][0][:60]
    Word.objects.bulk_update(better, ["shown"], batch_size=BATCH)


def _forget(ranks) -> set[int]:
    """Drop the postings of these entries and return the terms they held."""
    postings = Posting.objects.filter(entry__in=ranks)
    terms = set(postings.values_list("term", flat=True)) if ranks else set()
    if terms:
        postings.delete()
    return terms


def _drop_unused(terms) -> None:
    """Drop those of these terms that nobody uses, with their words: a hidden text must not help to spell."""
    terms.filter(~Exists(Posting.objects.filter(term=OuterRef("pk")))).delete()
