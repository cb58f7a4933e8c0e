"""Signing up for an activity, without an account."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from energies.entries.forms import text
from energies.kernel.email_address import normal_form
from energies.kernel.forms import EmailField, ValuesForm
from energies.kernel.rules import words_of
from gatherings.models import Registration
from gatherings.models.registration import MOST_PEOPLE
from gatherings.registration.care_forms import CareFields

WE_ARE = _("How many people are you?")
PEOPLE = _("Write how many you are, from 1 to 6.")
ROWS = 10  # of a sheet keyed in at once
MOST_HEADS = 100_000


def people_field(label):
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={name: PEOPLE for name in ("required", "invalid", "min_value", "max_value")},
    )


class AttendeeForm(ValuesForm):
    """Who signs up, once for all that they sign up for."""

    name = text(_("Name"), 120, required=True, missing=_("Write your name."), autocomplete="name")
    email = EmailField(
        label=_("E-mail"),
        help_text=_(
            "We write to you to confirm, to remind you, and if anything changes. Whoever organises it sees it, and the team for Trobades."
        ),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": _("Write your e-mail: the link to confirm goes there.")},
    )
    people = people_field(WE_ARE)
    entity_name = text(_("Do you come on behalf of an entity?"), 120, hint=_("Write which."))
    is_listed = forms.BooleanField(label=_("It may be named among the entities that come"), required=False)
    needs_agreed = forms.BooleanField(
        label=_(
            "I agree that whoever organises it, and whoever sees to it on the team, read what I need. It is deleted when the activity is over."
        ),
        required=False,
    )
    adult_agreed = forms.BooleanField(
        label=_("If there are children, I am the adult in charge of them and I agree that they come."), required=False
    )
    understood = forms.BooleanField(
        label=_("I agree that you keep my name and e-mail until a month after the activity."),
        error_messages={"required": _("Tick it: without name and e-mail we cannot keep a place for you.")},
    )

    def check_agreed(self, asks):
        """Say so when something is asked for (``asks``) that is kept only with consent, and there is none."""
        if asks and not self.cleaned_data.get("needs_agreed"):
            self.add_error("needs_agreed", _("Tick it, or leave what you need empty: it may tell of your health."))

    def fields_of_person(self):
        """Return the fields of each Registration that a valid form makes, but for what they need there."""
        cleaned = self.cleaned_data
        names = ("name", "email", "people", "entity_name", "is_listed")
        agreed_at = timezone.now() if cleaned.get("adult_agreed") else None
        return {name: cleaned[name] for name in names} | {"adult_agreed_at": agreed_at}


class SignUpForm(CareFields, AttendeeForm):
    sections = (
        ("who", _("Who you are"), ["name", "email", "people", "entity_name", "is_listed", "adult_agreed"]),
        ("needs", _("What you need"), [*CareFields.CARE, "needs_agreed"]),
        ("agree", _("Consent"), ["understood"]),
    )

    def __init__(self, *args, activity, **kwargs):
        super().__init__(*args, **kwargs)
        self.activity = activity
        self.offer_care(activity)
        if not activity.for_children:
            del self.fields["adult_agreed"]

    def clean(self):
        cleaned = super().clean()
        self.check_agreed(self.asks)
        return cleaned

    def fields_of_registration(self):
        """Return the fields of the Registration that a valid form makes."""
        return self.fields_of_person() | self.fields_of_care()


class PeopleForm(forms.Form):
    people = people_field(WE_ARE)


class ByHandForm(CareFields, ValuesForm):
    """Somebody who told an organiser, by telephone or on a sheet: there is nothing to confirm.

    Once it has begun all that is written down is who came and how many: there is nothing left to write to them.
    """

    name = text(_("Name"), 120, required=True, missing=_("Write who it is."))
    people = people_field(_("People"))
    email = EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("If there is one we remind them, and tell them if anything changes."),
    )
    phone = text(_("Telephone"), 20)
    agreed = forms.BooleanField(
        label=_("They have agreed, in writing or by word of mouth, that we keep this."),
        error_messages={"required": _("Ask them and tick it: without their consent we cannot keep it.")},
    )

    sections = (("who", "", ["name", "people", "email", "phone", *CareFields.CARE, "agreed"]),)
    must_count_children = False

    def __init__(self, *args, activity, **kwargs):
        super().__init__(*args, **kwargs)
        self.activity = activity
        self.offer_care(activity)
        self.fields["needs"].label = _("What they need")
        if activity.has_begun:
            for name in ("email", "phone", *self.CARE):
                self.fields.pop(name, None)

    def clean_email(self):
        email = self.cleaned_data["email"]
        if email and self.activity.registrations.of_address(email).exists():
            raise ValidationError(words_of(Registration, "registration_once"))
        return email

    def fields_of_registration(self):
        """Return the fields of the model, consent with its moment."""
        names = ("name", "people", "email", "phone")
        kept = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return kept | (self.fields_of_care() if "needs" in self.fields else {})


class ByHandRows(forms.BaseFormSet):
    """Several on one sheet; the rows left empty do not count."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name in ("children", "children_ages"):  # on a sheet, they stand in the note
            form.fields.pop(name, None)
        for field in form.fields.values():
            # Ten times the same would be in the way.
            field.help_text = ""

    def clean(self):
        seen = set()
        for form in self.forms:
            email = form.cleaned_data.get("email") if form.is_valid() else ""
            key = normal_form(email) if email else ""
            if key and key in seen:
                form.add_error("email", _("This address is in another row."))
            seen.add(key)

    @property
    def filled(self):
        """The forms in which something is written."""
        return [form for form in self.forms if form.has_changed()]

    @property
    def problems(self):
        """[(id of the input to go to, words)] for the summary of errors."""
        words = _("Row %(number)s: %(error)s")
        return [("form", error) for error in self.non_form_errors()] + [
            (where, words % {"number": number, "error": error})
            for number, form in enumerate(self.forms, 1)
            for where, error in form.problems
        ]


ByHandFormSet = forms.formset_factory(ByHandForm, ByHandRows, extra=ROWS, max_num=ROWS, absolute_max=ROWS)


def heads_field(label, hint=""):
    wrong = _("Write a number, or nothing if nobody counted them.")
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=0,
        max_value=MOST_HEADS,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={name: wrong for name in ("invalid", "min_value", "max_value")},
    )


class HeadCountForm(ValuesForm):
    walk_ins = heads_field(_("How many came without signing up?"), _("Those you wrote down by name do not count here."))
    attended = heads_field(
        _("How many were there in all?"), _("Only if you counted heads. Otherwise it is worked out from the list.")
    )

    sections = (("heads", "", ["walk_ins", "attended"]),)

    def __init__(self, *args, marked, **kwargs):
        super().__init__(*args, **kwargs)
        self.marked_people = marked

    def clean(self):
        cleaned = super().clean()
        counted = self.marked_people + (cleaned.get("walk_ins") or 0)
        if cleaned.get("attended") is not None and cleaned["attended"] < counted:
            words = _(
                "They are more: with those marked on the list and those who had not signed up, %(n)s are counted."
            )
            self.add_error("attended", ValidationError(words % {"n": counted}))
        return cleaned


class AttendedForm(forms.Form):
    attended = forms.IntegerField(
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        error_messages={
            name: words_of(Registration, "registration_attended") for name in ("invalid", "min_value", "max_value")
        },
    )
