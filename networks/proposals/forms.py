"""The form by which people propose a network, or a change to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from energies.entries.forms import PICTURE, EntryForm, barris, boxes, keys, menu, text, year
from energies.entries.parties import edited_by, ref
from energies.entries.rows import EntryTextRow
from energies.kernel.forms import EmailField, RowsField
from energies.territory.models import District
from energies.vocabulary.models import Theme
from networks.models import Network
from networks.proposals.fields import PartyMenu


class NetworkTextRow(EntryTextRow):
    how_to_join = forms.CharField(label=_("How to join"), required=False, widget=forms.Textarea({"rows": 2}))
    meets = forms.CharField(label=_("When you meet"), max_length=250, required=False)


class NetworkForm(EntryForm):
    """What for, where, since when, and how others join."""

    founder = PartyMenu(
        label=_("Who founds it?"),
        help_text=_("It will be its first member, and coordinate it."),
        error_messages={"required": _("Choose one.")},
    )
    summary = text(
        _("What for, in one sentence"),
        160,
        rows=2,
        required=True,
        hint=_("Up to 160 characters. It is what cards show."),
        missing=_("Say in one sentence what the network is for."),
    )
    description = text(_("Tell us more"), 8000, rows=5)
    themes = boxes(_("What is it about?"))
    texts = RowsField(NetworkTextRow, most=2, label=_("Translations"))
    scope = forms.ChoiceField(label=_("How far does it reach?"), choices=Network.Scope)
    barri = menu(_("Barri"))
    district = menu(_("District"))
    since = year(_("Since what year?"))
    until = year(_("Until what year?"), hint=_("Only if it has ended."))
    joining = forms.ChoiceField(label=_("Can others join?"), choices=Network.Joining)
    how_to_join = text(_("How does one join?"), 2000, rows=2)
    meets = text(_("When do you meet?"), 250, hint=_("For example: on the last Monday of the month, at 18.30 h."))
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "url"}),
        error_messages={"invalid": _("Write the whole address, such as https://exemple.cat.")},
    )
    contact_email = EmailField(label=_("E-mail for messages"), required=False, help_text=_("Never shown."))

    needed_when = EntryForm.needed_when | {
        "barri": _("needed if it is of a barri"),
        "district": _("needed if it is of a district"),
        "themes": _("needed if it is of a theme"),
    }
    sections: tuple = (
        ("what", _("What it is"), ["name", "founder", "lang", "summary", "description", "themes", "texts"]),
        ("where", _("Where and since when"), ["scope", "barri", "district", "since", "until"]),
        ("join", _("Joining"), ["joining", "how_to_join", "meets"]),
        ("picture", _("Photo"), ["image", *PICTURE]),
        ("contact", _("Contact"), ["website", "contact_email", "understood"]),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = keys(Theme)
        self.fields["barri"].choices = [("", _("Choose a barri")), *barris()]
        districts = [(district.code, district.name) for district in District.objects.all()]
        self.fields["district"].choices = [("", _("Choose a district")), *districts]
        if self.target:
            del self.fields["founder"]
        elif self.user:
            mine = [(ref(one), str(one)) for one in edited_by(self.user)]
            self.fields["founder"].choices = mine if len(mine) == 1 else [("", _("Choose one")), *mine]

    @classmethod
    def required_of(cls, said, *, is_new):
        wanted = super().required_of(said, is_new=is_new) - (set() if is_new else {"founder"})
        asked = {Network.Scope.BARRI: "barri", Network.Scope.DISTRICT: "district", Network.Scope.THEME: "themes"}
        return wanted | ({asked[said["scope"]]} if said.get("scope") in asked else set())

    def clean(self):
        cleaned = super().clean()
        scope = cleaned.get("scope")
        for place, words in (("barri", _("Choose the barri.")), ("district", _("Choose the district."))):
            if scope == place and not cleaned.get(place):
                self.add_error(place, words)
            elif scope != place:
                # What was chosen before changing the scope says nothing.
                cleaned[place] = ""
        if scope == Network.Scope.THEME and not cleaned.get("themes") and "themes" not in self.errors:
            self.add_error("themes", _("Choose the theme, or the themes, that bring you together."))
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", _("A network cannot end before it began: check the two years."))
        return cleaned
