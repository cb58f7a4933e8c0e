"""How a party is named, reached and spoken for: in forms, addresses and proposals its reference is «project.5».

What is passed around is the entry (a Project, an Entity…); ``one.party`` is its row.
"""

from energies.entries.models import Party
from energies.entries.party_kinds import joining, named
from energies.kernel.clean_text import whole_number


def ref(one):
    """Return «project.5» of an entry, or of anything else that a menu names with them."""
    return f"{one._meta.model_name}.{one.pk}"


def party(text, among=None):
    """Return the visible entry that «project.5» names, or None when there is none of the kinds ``among`` (those that join)."""
    name, _dot, pk = str(text).partition(".")
    kind = named(name, joining() if among is None else among)
    return kind and kind.objects.filter(pk=whole_number(pk)).first()


def contacts(one):
    """Return {key: private address} by which an entry that nobody keeps up yet is reached, each of them once."""
    addresses = one.addresses()
    return {key: addresses[key] for key in sorted(addresses) if key}


def answerers(one):
    """Return [(e-mail, language)] of those who may say yes for an entry: who keeps it up, or else its own address."""
    people = [(person.email, person.language) for person in one.keepers()]
    return people or [(address, one.lang) for address in contacts(one).values()]


def may_answer(user, one):
    """Whether a user may say yes for an entry: an account's e-mail is proven by signing in, or by a letter's link."""
    keys = set(one.keepers().values_list("email_key", flat=True)) or contacts(one).keys()
    return user.is_active and user.email_key in keys


def edited_by(user):
    """Return the visible entries that may join others for which a user answers, by name, in one query."""
    rows = Party.objects.answered_by(user).with_entries()
    return sorted((row.entry for row in rows), key=lambda one: (one.sort_name, one.pk))
