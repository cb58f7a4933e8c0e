"""Who may be found: what apps bring (``Brings.searchables``); nothing here names a model."""

from typing import Any

from django.db.models import QuerySet

from energies.search.document import Document

_kinds = {}


class Searchable:
    """One kind of public object; subclasses say what it is. Registered as an instance."""

    kind = ""  # a stable word: addresses and the index use it
    label = ""  # its plural, as the heading of a group
    position = 5  # of its group among the others
    icon = "fletxa"  # beside its heading (templates/components/sprite.html)
    model: Any = None
    facets: tuple = ()  # of facets.Facet
    vocabularies: dict = {}  # {model whose rows are the values of a facet: name of the facet}
    # Models whose rows a document or a facet is made from:
    # {model: function from a row to the primary keys of the objects that depend on it}.
    depends: Any = {}

    def visible(self) -> QuerySet:
        """Return the queryset of the objects that anybody may see."""
        return self.model._default_manager.all()

    def with_all(self, objects) -> QuerySet:
        """Return the queryset with all that ``document`` reads, in a constant number of queries."""
        return objects

    def document(self, obj) -> Document:
        """Return the Document of a visible object."""
        raise NotImplementedError

    def url(self, slug) -> str:
        """Return the address of the object with that slug, in the page's language."""
        raise NotImplementedError

    def expiring(self, since, until) -> list:
        """Return the primary keys of objects whose facets the calendar alone changes after ``since`` up to ``until``."""
        return []


def add(searchable) -> None:
    _kinds[searchable.kind] = searchable


def kinds() -> list:
    """Return the Searchables in the order in which their groups are shown."""
    return sorted(_kinds.values(), key=lambda one: one.position)


def get(kind) -> Searchable:
    """Return the Searchable of that kind; KeyError if there is none."""
    return _kinds[kind]
