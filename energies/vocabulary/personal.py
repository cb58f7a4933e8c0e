"""Words that the team chooses, and tags, which say what is done and not who does it."""

from energies.kernel.personal import not_personal


def declare() -> None:
    for label in ("vocabulary.Theme", "vocabulary.Collective", "vocabulary.Language"):
        not_personal(label, "key", "name", because="a list that the team chooses")
    not_personal("vocabulary.Tag", "name", "slug", "folded", because="what is done, in a word")
    not_personal("taggit.Tag", "name", "slug", because="a table of the library that stays empty")
