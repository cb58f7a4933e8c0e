"""What the pages kept tell of people: nothing, since they are everybody's."""

from energies.kernel.personal import not_personal


def declare():
    not_personal("pagecache.ContentVersion", "token", because="drawn at random")
