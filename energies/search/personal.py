"""The index holds what the public reads, and nothing else: it follows the entries, and goes with them."""

from energies.kernel.personal import not_personal


def declare() -> None:
    copies = "made of what is public, and made again with it"
    not_personal(
        "search.SearchEntry", "kind", "object_id", "lang", "names", "note", "slug", "facets", "digest", because=copies
    )
    not_personal("search.HeldRank", "kind", "object_id", because="the turn of an entry that is hidden")
    not_personal("search.IndexTerm", "text", because=copies)
    not_personal("search.Word", "text", "shown", because=copies)
    not_personal("search.Catalogue", "kind", because=copies)
    not_personal("search.FacetValue", "facet", "value", "labels", "bits", because=copies)
