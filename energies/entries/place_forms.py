"""The part of a form that asks how much may be told of a place: it begins with the least, and asks twice about homes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from energies.entries.place import Placed
from energies.kernel.forms import ValuesForm
from energies.kernel.home_addresses import looks_like_home
from energies.kernel.text import sentence_start


class AddressForm(ValuesForm):
    """Of what has an ``address``."""

    exposure = forms.ChoiceField(
        label=_("What may be told of the place?"),
        choices=Placed.Exposure,
        initial=Placed.Exposure.BARRI,
        help_text=_("If it is open to everybody, choose «exact», so that people can find it."),
    )
    exact_agreed = forms.BooleanField(
        label=_("Whoever lives there wants everybody to read this address, or nobody lives there."), required=False
    )

    @classmethod
    def notes(cls, values):
        """Say how much of an address will be public, also when its author left that as it was."""
        notes, chosen = super().notes(values), values.get("exposure")
        if not values.get("address") or chosen not in Placed.Exposure.values:
            return notes
        words = f"{cls.base_fields['exposure'].label} {sentence_start(str(Placed.Exposure(chosen).label))}."
        if chosen != Placed.Exposure.EXACT:
            words += f" {_('The address will not be public.')}"
        return [*notes, (("address",), words)]

    def check_home(self, cleaned):
        """Ask, once, whether an exact address that looks like somebody's home may be public."""
        exact, address = cleaned.get("exposure") == Placed.Exposure.EXACT, cleaned.get("address")
        if not exact or not looks_like_home(address) or cleaned.get("exact_agreed") or self._is_public(address):
            return
        words = _(
            "“%(address)s” looks like somebody’s home: choose that only the barri is told, or tick that it may be public."
        )
        self.add_error("exact_agreed", words % {"address": address})

    def _is_public(self, address):
        """Whether what is changed tells this address already."""
        return self.target is not None and self.target.public_address == address
