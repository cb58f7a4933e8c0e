"""From what somebody typed to the entries that answer it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count
from django.db.models.functions import Length
from pyroaring import BitMap
from rapidfuzz import process
from rapidfuzz.distance import OSA

from energies.search import index, words
from energies.search.document import NAME
from energies.search.models import IndexTerm, Posting, Word

LONGEST = 200  # characters of a query that are read
MOST_WORDS = 8
PREFIX_FROM = 3  # letters
# A finished word counts in full, the beginning of one less.
WHOLE, BEGINNING = 4, 3


@dataclass
class SearchMatches:
    """Who answers a query: {rank: score}, and what was done to the words to get there."""

    scores: dict = field(default_factory=dict)
    corrected: list = field(default_factory=list)  # [(as typed, as searched)…]
    partial: bool = False  # nobody has all the words: these have some

    @property
    def ranks(self) -> BitMap:
        return BitMap(self.scores)


def search(text, *, literal=False) -> SearchMatches | None:
    """Return the Found of ``text``, of every kind, or None when there is nothing to search for.

    All the words must be there, wherever; where no entry has them all, those that have most of them count. A word
    that nobody uses is taken for the beginning of one and, if that leads nowhere either, for a slip of the finger
    (not when ``literal``).
    """
    index.flush()
    typed = words.words(text[:LONGEST])[:MOST_WORDS]
    if not typed:
        return None
    found, groups = SearchMatches(), []
    known = _known(typed)
    for word in typed:
        if term := known.get(words.term(word)):
            groups.append({term: WHOLE})
        elif begun := _begun_with(word) if len(word) >= PREFIX_FROM else ():
            groups.append(dict.fromkeys(begun, BEGINNING))
        elif not literal and (better := _correct(word)):
            found.corrected.append((word, better.shown))
            groups.append({better.term_id: WHOLE})
        else:
            groups.append({})
    found.scores, found.partial = _score(groups)
    return found


def suggest(text, most) -> list[int]:
    """Return the ranks of up to ``most`` entries whose name holds all the words, the last one perhaps unfinished."""
    index.flush()
    typed = words.words(text[:LONGEST])[:MOST_WORDS]
    if not typed or len(typed[-1]) < 2:
        return []
    known = _known(typed)
    groups = [{known[words.term(word)]} if words.term(word) in known else set() for word in typed]
    groups[-1] = groups[-1] | set(_begun_with(typed[-1]))
    if len(groups) == 1:
        best = Posting.objects.of(groups[0]).filter(weight__gte=NAME).order_by("-weight", "entry")[: 4 * most]
        return list(dict.fromkeys(rank for _term, rank, _weight in best))[:most]
    scores, partial = _score([dict.fromkeys(group, WHOLE) for group in groups], from_weight=NAME)
    return [] if partial else sorted(scores, key=lambda rank: (-scores[rank], rank))[:most]


def _known(typed) -> dict:
    return dict(IndexTerm.objects.filter(text__in={words.term(word) for word in typed}).values_list("text", "pk"))


def _begun_with(word, most=40) -> tuple:
    """Return the terms (primary keys) of the words in use that begin like this one; the shortest words first."""
    found = Word.objects.filter(text__startswith=word)
    if connection.vendor == "sqlite":  # its LIKE takes no index
        found = Word.objects.filter(text__gte=word, text__lt=word + "\U0010ffff")
    return tuple(dict.fromkeys(found.order_by(Length("text"), "text").values_list("term", flat=True)[:most]))


def _correct(word) -> Word | None:
    """Return the Word in use that was probably meant, or None. The figures of a number are never corrected.

    Nearest by optimal string alignment (a letter too many, too few, another, or two swapped count one): up to one
    from four letters, up to two from eight; among the nearest, one that sounds the same, then the one that
    most entries use.
    """
    slips = 0 if len(word) < 4 or not word.isalpha() else 1 if len(word) < 8 else 2
    if not slips:
        return None
    near = Word.objects.annotate(size=Length("text")).filter(size__range=(len(word) - slips, len(word) + slips))
    candidates = dict(near.values_list("pk", "text"))
    close = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=slips, limit=20)
    nearest = min((distance for _text, distance, _pk in close), default=None)
    pks = [pk for _text, distance, pk in close if distance == nearest]
    meant = Word.objects.filter(pk__in=pks).annotate(uses=Count("term__postings"))
    return min(meant, key=lambda one: (_sound(one.text) != _sound(word), -one.uses, one.text), default=None)


def _sound(word) -> str:
    """Return how a Catalan ear hears a folded word: h is mute, b and v are one."""
    return word.replace("h", "").replace("v", "b")


def _score(groups, from_weight=0) -> tuple:
    """Return ({rank: score}, whether they lack some word) for groups {term: how well it fits} of alternatives."""
    totals, hits = defaultdict(int), defaultdict(int)
    for group in groups:
        best = {}
        for term, rank, weight in Posting.objects.of(group).filter(weight__gte=from_weight):
            if (score := weight * group[term]) > best.get(rank, 0):
                best[rank] = score
        for rank, score in best.items():
            totals[rank] += score
            hits[rank] += 1
    most = max(hits.values(), default=0)
    return {rank: score for rank, score in totals.items() if hits[rank] == most}, 0 < most < len(groups)
