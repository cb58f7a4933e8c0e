"""Menus of parties: whoever reads a proposal reads their names, also of those that whoever wrote it no longer answers for."""

from django import forms
from django.utils.translation import gettext as _

from networks import parties


def named(ref, among=tuple(parties.MODELS)):
    """Return the name of the party that «project.5» stands for, or words that say that it is not there."""
    return str(parties.party(ref, among) or _("one that is no longer in the directory")) if ref else ""


class PartyMenu(forms.ChoiceField):
    def in_words(self, value):
        return named(value)


class PartyBoxes(forms.MultipleChoiceField):
    def in_words(self, value):
        return named(value)
