"""Rows of the form of a project: what it looks for, what it offers, links, translations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from energies.entries.rows import EntryTextRow
from energies.kernel.rules import words_of
from projects.models import Need
from projects.models.exchange import Exchange


class ExchangeRow(forms.Form):
    """A need or an offer."""

    given = ("kind",)

    kind = forms.ChoiceField(label=_("What kind?"), choices=Exchange.Kind)
    text = forms.CharField(
        label=_("In a few words"), max_length=120, error_messages={"required": words_of(Need, "need_text")}
    )
    detail = forms.CharField(label=_("Detail"), max_length=200, required=False)
    expires_on = forms.DateField(
        label=_("Until when?"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a date, such as 31/12/2027.")},
    )


class LinkRow(forms.Form):
    given = ()

    label = forms.CharField(
        label=_("What is there?"), max_length=60, error_messages={"required": _("Say what is there, in a few words.")}
    )
    url = forms.URLField(
        label=_("Address of the page"),
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput({"inputmode": "url"}),
        error_messages={
            "required": _("Write the address of the page."),
            "invalid": _("Write the whole address, such as https://exemple.cat."),
        },
    )


class ProjectTextRow(EntryTextRow):
    how_to_take_part = forms.CharField(label=_("How to take part"), required=False, widget=forms.Textarea({"rows": 2}))
    schedule = forms.CharField(label=_("When"), max_length=250, required=False)
