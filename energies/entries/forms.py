"""What the forms of entries are made of: their fields in our words, and the form that all of them have in common."""

from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from energies.entries.models import WRONG_YEAR, YEARS
from energies.entries.rows import once_each
from energies.kernel.forms import ValuesForm
from energies.kernel.images import Licence, People, unsaid
from energies.kernel.text import fold, sentence_start
from energies.territory.models import District

PICTURE = ["picture", "image_gone", "image_alt", "image_author", "image_licence", "image_people"]


def text(label, most, *, rows=0, required=False, hint="", missing="", **attrs):
    """Return a field for text: one line, or ``rows`` of them."""
    widget = forms.Textarea({"rows": rows, **attrs}) if rows else forms.TextInput(attrs)
    errors = {"required": missing} if missing else {}
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, widget=widget, error_messages=errors
    )


def year(label, hint=""):
    wrong = WRONG_YEAR
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=YEARS[0],
        max_value=date.today().year + 1,
        help_text=hint,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def menu(label, required=False, hint="", missing=""):
    errors = {"required": missing or _("Choose one.")}
    return forms.ChoiceField(label=label, required=required, help_text=hint, error_messages=errors)


def boxes(label, hint=""):
    return forms.MultipleChoiceField(label=label, required=False, help_text=hint, widget=forms.CheckboxSelectMultiple)


def keys(model):
    return [(term.key, term.name) for term in model.objects.all()]


def barris():
    """Return the barris as grouped choices: by district, in the order of the city."""
    return [
        (district.name, [(barri.code, sentence_start(barri.name)) for barri in district.barris.all()])
        for district in District.objects.with_barris()
    ]


class EntryForm(ValuesForm):
    """What the form of a project and that of an entity have in common."""

    name = text(
        _("Name"), 120, required=True, hint=_("As people say it."), missing=_("Write the name as people say it.")
    )
    lang = forms.ChoiceField(label=_("In what language do you write?"), choices=settings.LANGUAGES, initial="ca")
    image = forms.CharField(required=False, widget=forms.HiddenInput)
    picture = forms.FileField(
        label=_("Add a photo"),
        required=False,
        help_text=_("JPEG, PNG or WebP, up to 10 MB. We take away where and with what it was taken."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )
    image_gone = forms.BooleanField(label=_("Take the photo away"), required=False)
    image_alt = text(_("What does the photo show?"), 250, hint=_("For whoever cannot see it."))
    image_author = text(_("Who took it?"), 120)
    image_licence = forms.ChoiceField(
        label=_("How may it be used?"), required=False, choices=[("", _("Choose one")), *Licence.choices]
    )
    image_people = forms.ChoiceField(
        label=_("Can anybody be recognised in it?"),
        required=False,
        choices=[("", _("Choose one")), *People.choices],
        help_text=_("If there are children, their families must have agreed."),
    )
    understood = forms.BooleanField(
        label=_("I understand that all this, but the e-mail for messages, will be public."),
        error_messages={"required": _("Tick that you understand that it will be public.")},
    )

    confirmations: tuple = ("understood",)
    asides = ("picture", "image_gone")
    needed_when = dict.fromkeys(("image_alt", "image_licence", "image_people"), _("needed if there is a photo"))

    def __init__(self, *args, user=None, target=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.target = user, target
        self.stored_picture = ""

    def values(self):
        out = (*self.asides, *self.confirmations)
        return {name: value for name, value in super().values().items() if name not in out}

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if not fold(name):
            raise ValidationError(_("Write the name as people say it."))
        return name

    def clean_texts(self):
        rows = self.cleaned_data["texts"]
        once_each(rows, "lang")
        return rows

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("image_gone"):
            cleaned |= {name: "" for name in ("image", "image_alt", "image_author", "image_licence", "image_people")}
        if cleaned.get("image"):
            self._ask_about_the_picture(cleaned)
        if "exact_agreed" in self.fields:
            self.check_home(cleaned)
        if any(row["lang"] == cleaned.get("lang") for row in cleaned.get("texts") or []):
            self.add_error("texts", _("One translation is into the language you write in: choose another language."))
        return cleaned

    def _ask_about_the_picture(self, cleaned):
        wanted = unsaid(cleaned)
        there = self.target.image.name if self.target and self.target.image else ""
        if cleaned.get("image") != there and not cleaned.get("image_people"):
            # Who was asked when it was put there is not asked again.
            wanted["image_people"] = _("Say whether anybody can be recognised in the photo.")
        for name, words in wanted.items():
            if name not in self.errors:
                self.add_error(name, words)
