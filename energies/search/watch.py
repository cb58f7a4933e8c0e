"""Notices what is written, so that the index follows in the same transaction and no writer need think of it.

What goes past Django's signals (``update``, ``bulk_create``) must call ``index.mark`` itself.
"""

from functools import partial

from energies.kernel import changes
from energies.search import index, registry


def register(searchable) -> None:
    """Make a kind of object searchable from now on."""
    registry.add(searchable)
    kind, model = searchable.kind, searchable.model
    _listen(kind, model, lambda row: [row.pk], "itself")
    for field in model._meta.many_to_many:
        changes.listen_to_pairs(field, partial(index.mark, kind), name=f"search.{kind}")
    for other, owners in searchable.depends.items():
        _listen(kind, other, owners, "what it is made from")
    for vocabulary, facet in searchable.vocabularies.items():
        _listen(kind, vocabulary, lambda row, facet=facet: [index.VALUES + facet], f"values of {facet}")


def _listen(kind, model, owners, why) -> None:
    changes.listen(model, lambda row, _created: index.mark(kind, owners(row)), name=f"search.{kind}.{why}")
