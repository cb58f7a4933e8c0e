"""Menus of parties: whoever reads a proposal reads their names, also of those that whoever wrote it no longer answers for."""

from django import forms
from django.utils.translation import gettext as _

from energies.entries import parties, party_kinds


def named(ref, among=None):
    """Return the name of the party of any kind (or of those ``among``) that «project.5» stands for, or words that say that
    it is not there."""
    return (
        str(
            parties.party(ref, party_kinds.kinds() if among is None else among)
            or _("one that is no longer in the directory")
        )
        if ref
        else ""
    )


class PartyMenu(forms.ChoiceField):
    def in_words(self, value):
        return named(value)


class PartyBoxes(forms.MultipleChoiceField):
    def in_words(self, value):
        return named(value)
