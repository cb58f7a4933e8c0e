"""Signing up for an activity, without an account."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from energies.kernel.forms import ValuesForm
from energies.kernel.text import sentence_start
from gatherings.models.care import care_labels
from gatherings.models.registration import MOST_PEOPLE
from projects.proposals.forms import text

PEOPLE = _("Write how many you are, from 1 to 6.")


def people_field():
    return forms.IntegerField(
        label=_("How many people are you?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={name: PEOPLE for name in ("required", "invalid", "min_value", "max_value")},
    )


class SignUpForm(ValuesForm):
    name = text(_("Name"), 120, required=True, missing=_("Write your name."), autocomplete="name")
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We write to you to confirm, to remind you, and if anything changes. Nobody else sees it."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail: the link to confirm goes there."),
            "invalid": _("Write the whole e-mail, such as nom@exemple.cat."),
        },
    )
    people = people_field()
    entity_name = text(_("Do you come on behalf of an entity?"), 120, hint=_("Write which."))
    is_listed = forms.BooleanField(label=_("It may be named among the entities that come"), required=False)
    needs = forms.MultipleChoiceField(
        label=_("What do you need to be able to come?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    needs_note = text(_("Anything else?"), 250)
    needs_agreed = forms.BooleanField(
        label=_("I agree that whoever organises it reads what I need. It is deleted when the activity is over."),
        required=False,
    )
    adult_agreed = forms.BooleanField(
        label=_("If there are children, I am the adult in charge of them and I agree that they come."), required=False
    )
    understood = forms.BooleanField(
        label=_("I agree that you keep my name and e-mail until a month after the activity."),
        error_messages={"required": _("Tick it: without name and e-mail we cannot keep a place for you.")},
    )

    sections = (
        ("who", _("Who you are"), ["name", "email", "people", "entity_name", "is_listed", "adult_agreed"]),
        ("needs", _("What you need"), ["needs", "needs_note", "needs_agreed"]),
        ("agree", _("Consent"), ["understood"]),
    )

    def __init__(self, *args, activity, **kwargs):
        super().__init__(*args, **kwargs)
        self.activity = activity
        self.fields["needs"].choices = [(name, sentence_start(str(label))) for name, label in care_labels().items()]
        if not activity.for_children:
            del self.fields["adult_agreed"]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if self.activity.registrations.open().filter(email=email).exists():
            raise ValidationError(_("This address has signed up already: use the link that we sent you to change it."))
        return email

    def clean(self):
        cleaned = super().clean()
        asks = cleaned.get("needs") or cleaned.get("needs_note")
        if asks and not cleaned.get("needs_agreed"):
            self.add_error("needs_agreed", _("Tick it, or leave what you need empty: it may tell of your health."))
        return cleaned

    def fields_of_registration(self):
        """Return the fields of the Registration that a valid form makes."""
        cleaned, now = self.cleaned_data, timezone.now()
        asks = bool(cleaned["needs"] or cleaned["needs_note"])
        names = ("name", "email", "people", "entity_name", "is_listed", "needs", "needs_note")
        return {name: cleaned[name] for name in names} | {
            "needs_agreed_at": now if asks else None,
            "adult_agreed_at": now if cleaned.get("adult_agreed") else None,
        }


class PeopleForm(forms.Form):
    people = people_field()


class ByHandForm(ValuesForm):
    """Somebody who told an organiser, by telephone or on a sheet: there is nothing to confirm."""

    name = text(_("Name"), 120, required=True, missing=_("Write who it is."))
    people = people_field()
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("If there is one we remind them, and tell them if anything changes."),
        error_messages={"invalid": _("Write the whole e-mail, such as nom@exemple.cat.")},
    )
    phone = text(_("Telephone"), 20)

    sections = (("who", "", ["name", "people", "email", "phone"]),)

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class AttendedForm(forms.Form):
    attended = forms.IntegerField(
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        error_messages={name: _("Write how many came, from 0 to 6.") for name in ("invalid", "min_value", "max_value")},
    )
