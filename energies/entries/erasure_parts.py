"""How entries let go of somebody: their private address, and being kept up by them."""

from energies.curation.history import record
from energies.curation.models import Change
from energies.kernel.erasing import Part, rows_of

# Fields that every entry has, as the register of personal data tells them apart.
PICTURE = ("image", "image_alt", "image_author")
SAID = ("name", "summary", "description")
COPIES = ("slug", "sort_name", "renditions", "source", "source_id", "state_reason")


def route(by):
    return Change.Route.ADMIN if by else Change.Route.SYSTEM


def contacts(key, words, *models, order):
    """Return the Part of the entries of ``models`` that are reached at somebody's address: whoever erases may leave them.

    Each loses it with a Change of its own.
    """

    def find(person):
        return [one for model in models for one in rows_of(model.everything.all(), person.key, "contact_email")]

    def erase(person, by):
        there = find(person)
        for one in there:
            with record(one, by=by, route=route(by)):
                one.contact_email = ""
                one.save()
        return len(there)

    def addresses():
        return [
            email
            for model in models
            for email in model.everything.exclude(contact_email="").values_list("contact_email", flat=True)
        ]

    return Part(key, words, find, erase, addresses, listed=True, asks=True, order=order)


def keepers(key, words, *models, order):
    """Return the Part of the entries of ``models`` that somebody keeps up: they are its ``editors`` no more."""

    def find(person):
        return [one for model in models for one in model.everything.filter(editors=person.user)] if person.user else []

    def erase(person, by):
        there = find(person)
        for one in there:
            with record(one, by=by, route=route(by)):
                one.editors.remove(person.user)
        return len(there)

    return Part(key, words, find, erase, listed=True, order=order)


def left_alone(key, words, *models, order):
    """Return the Part that names the entries of ``models`` that nobody else keeps up: they are the team's to look after."""

    def find(person):
        kept = keepers(key, words, *models, order=order).find(person)
        return [one for one in kept if not one.editors.exclude(pk=person.user.pk).filter(is_active=True).exists()]

    # Named before their keeper goes, and counted then: there is nothing of theirs to let go of.
    return Part(key, words, find, lambda person, by: len(find(person)), listed=True, order=order)
