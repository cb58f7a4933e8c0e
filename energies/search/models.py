"""What is found and how: entries, the terms they hold, the words people write, and who stands under each facet."""

from django.db import models
from django.utils.translation import get_language

from energies.kernel.models import Manager
from energies.search.querysets import FacetValueQuerySet, PostingQuerySet, SearchEntryQuerySet


class SearchEntry(models.Model):
    """One public object. Its key is its rank: drawn at random once, it is the object's place in the fair rotation
    (rotation.py) and its number in the sets of facets (bits of FacetValue)."""

    rank = models.PositiveIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=20)
    lang = models.CharField(max_length=2)
    names = models.JSONField()  # {language: name}
    note = models.JSONField(default=dict)  # {language: a word or two that tell it from its namesakes}
    slug = models.CharField(max_length=140)
    facets = models.JSONField(default=list)  # [[facet, value]…] it stands under
    digest = models.CharField(max_length=32)  # of the document it was made from

    objects = Manager.from_queryset(SearchEntryQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")]

    def __str__(self) -> str:
        return self.names.get(self.lang, self.slug)

    def translated(self, field="name") -> tuple:
        """Return (name, language) in the page's language, else as it was written."""
        lang = get_language()
        return (self.names[lang], lang) if lang in self.names else (self.names[self.lang], self.lang)


class HeldRank(models.Model):
    """The rank of an object that was public, for when it is so again: who was hidden does not draw another turn."""

    rank = models.PositiveIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=20)

    objects = Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_held_rank_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class IndexTerm(models.Model):
    """What words.term makes of a word."""

    text = models.CharField(max_length=40, unique=True)

    objects = Manager()

    def __str__(self) -> str:
        return self.text


class Word(models.Model):
    """A word in use, folded, for prefixes and for typing mistakes; ``shown`` is how it is written."""

    text = models.CharField(max_length=40, unique=True)
    shown = models.CharField(max_length=60)
    term = models.ForeignKey(IndexTerm, on_delete=models.DB_CASCADE, related_name="words")

    objects = Manager()

    def __str__(self) -> str:
        return self.shown


class Posting(models.Model):
    """A term stands in an entry; the weight says where (document.py)."""

    pk = models.CompositePrimaryKey("entry_id", "term_id")
    entry = models.ForeignKey(SearchEntry, on_delete=models.DB_CASCADE, related_name="postings")
    term = models.ForeignKey(IndexTerm, on_delete=models.DB_CASCADE, related_name="postings", db_index=False)
    weight = models.PositiveSmallIntegerField()

    objects = Manager.from_queryset(PostingQuerySet)()

    class Meta:
        # A query reads nothing but this index.
        indexes = [models.Index(fields=["term", "weight", "entry"], name="search_by_term")]

    def __str__(self) -> str:
        return f"{self.term_id} in {self.entry_id}: {self.weight}"


class Catalogue(models.Model):
    """One kind of object; writers of its index take their turn here. ``day`` is the day its facets hold for."""

    kind = models.CharField(max_length=20, primary_key=True)
    day = models.DateField()

    objects = Manager()

    def __str__(self) -> str:
        return self.kind


class FacetValue(models.Model):
    """A value of a facet and the set of entries under it, as a roaring bitmap of their ranks."""

    catalogue = models.ForeignKey(Catalogue, on_delete=models.DB_CASCADE, related_name="facet_values")
    facet = models.CharField(max_length=12)
    value = models.CharField(max_length=100)
    position = models.PositiveIntegerField(default=0)
    labels = models.JSONField(default=dict)  # {language: words}
    count = models.PositiveIntegerField(default=0)
    bits = models.BinaryField(default=b"")

    objects = Manager.from_queryset(FacetValueQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["catalogue", "facet", "value"], name="search_facet_value_once")]

    def __str__(self) -> str:
        return f"{self.facet}: {self.value}"
