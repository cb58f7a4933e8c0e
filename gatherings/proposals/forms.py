"""The form by which people propose an activity, for the agenda or for a Trobada, and changes to it."""

from collections import Counter
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from energies.accounts.team import may_work_on_entries
from energies.entries import parties, party_kinds
from energies.entries.forms import PICTURE, EntryForm, barris, boxes, keys, menu, text
from energies.entries.place_forms import AddressForm
from energies.entries.rows import EntryTextRow
from energies.kernel import rules
from energies.kernel.clean_text import whole_number
from energies.kernel.forms import EmailField, RowsField
from energies.kernel.text import sentence_start
from energies.vocabulary.models import Language, Theme
from gatherings import series_changes, when
from gatherings.models import Activity, Gathering
from gatherings.models.axis import Axis
from gatherings.models.care import CareAnswer, care_labels
from gatherings.models.changing import NO_REASON
from gatherings.proposals.fields import GatheringMenu, day_field, hour_field, number_field
from gatherings.proposals.repeats import RepeatsForm
from gatherings.series_changes import Which
from networks.parties import networks_of
from networks.proposals.fields import PartyBoxes

LONGEST = timedelta(days=92)
# What an activity on its own has to say, and what is told to whoever leaves it out.
NEEDED_ALONE = {
    "day": _("Say what day it is."),
    "starts": _("Say when it begins."),
    "ends": _("Say when it ends, more or less."),
    "venue": _("Say where it is."),
}


class ActivityTextRow(EntryTextRow):
    directions = forms.CharField(label=_("How to get there"), required=False, widget=forms.Textarea({"rows": 2}))


class ActivityForm(RepeatsForm, AddressForm, EntryForm):
    """What it is, who does it, when, where, for whom, and what it does so that everybody can come.

    Where an activity of a Trobada goes in its programme is the team's to say: then the fields of AT are not there.
    """

    AT = ("day", "starts", "ends", "next_day", "last_day", "cancelled", "status_reason")
    PLACE = ("venue", "room_name", "barri", "address", "exposure", "exact_agreed", "directions")
    confirmations = ("understood", "exact_agreed", "next_day")
    asked = ("exact_agreed", "next_day")
    needed_when = EntryForm.needed_when | {
        **dict.fromkeys(NEEDED_ALONE, _("needed for the agenda")),
        "minutes": _("needed for a Trobada"),
        "price": _("needed unless it is free of charge"),
        "sign_up_url": _("needed if it is on another website"),
        "status_reason": _("needed then"),
    }

    gathering = GatheringMenu(label=_("For the agenda, or for a Trobada?"), required=False)
    organisers = PartyBoxes(
        label=_("Who organises it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those you answer for. The team can add others who agree."),
    )
    axis = menu(_("What is it most like?"), required=True, hint=_("The five ways to meet."))
    kind = menu(_("What kind of activity?"), required=True)
    summary = text(
        _("What it is, in one sentence"),
        160,
        rows=2,
        required=True,
        hint=_("Up to 160 characters. It is what cards show."),
        missing=_("Say in one sentence what it is."),
    )
    description = text(_("Tell us more"), 8000, rows=5, hint=_("What people will do, and what they should bring."))
    themes = boxes(_("What is it about?"))
    texts = RowsField(ActivityTextRow, most=2, label=_("Translations"))
    day = day_field(_("What day?"))
    starts = hour_field(_("From what hour?"))
    ends = hour_field(_("Until what hour?"))
    next_day = forms.BooleanField(label=_("It ends the next day"), required=False)
    last_day = day_field(_("Until what day?"), hint=_("Only if it goes on beyond the night of that day."))
    cancelled = forms.BooleanField(label=_("It will not take place: it is cancelled"), required=False)
    status_reason = text(
        _("If you cancel it, or change the hour or the place, say why"), 250, hint=_("Everybody reads it.")
    )
    minutes = number_field(
        _("How long does it last, in minutes?"), 1440, hint=_("For a Trobada: the team sets the hour."), least=5
    )
    availability = text(_("When can you, and when not?"), 250, hint=_("For a Trobada. Only the team reads it."))
    room_needs = text(_("What must the room have?"), 250, hint=_("For a Trobada. Only the team reads it."))
    venue = text(_("Where?"), 120, hint=_("The name of the place, or where you set out from."))
    room_name = text(_("In what room?"), 80)
    barri = menu(_("Barri"))
    address = text(_("Address"), 160)
    directions = text(_("How does one get there?"), 1000, rows=2)
    audience = forms.ChoiceField(label=_("For whom is it?"), choices=Activity.Audience)
    for_children = forms.BooleanField(
        label=_("Children may come: whoever signs up is asked for the consent of the adult in charge"), required=False
    )
    languages = boxes(_("In what languages?"))
    free = forms.BooleanField(label=_("It is free of charge"), required=False, initial=True)
    price = text(_("What does it cost?"), 80, hint=_("For example: 3 €, or what you can."))
    capacity = number_field(_("How many people fit?"), 20000)
    sign_up = forms.ChoiceField(label=_("Does one need to sign up?"), choices=Activity.SignUp)
    sign_up_url = forms.URLField(
        label=_("Where does one sign up?"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("Only if it is on another website."),
        widget=forms.TextInput({"inputmode": "url"}),
        error_messages={"invalid": _("Write the whole address, such as https://exemple.cat.")},
    )
    care_wanted = boxes(
        _("What do you ask the Trobada to put in?"), hint=_("The team reads it when it makes the programme.")
    )
    contact_email = EmailField(label=_("E-mail for messages"), required=False, help_text=_("Never shown."))

    # What it is in the calendar of other hands that it was brought from.
    uid = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)

    care = tuple(Activity.CARE)
    # None while its author writes; whether it is to be public, when it is put in place.
    publishes = None
    # The keys of the Trobadas it may be for, those whose call is open and that named in what was sent.
    calling: frozenset | set = frozenset()
    sections = (
        ("what", _("What it is"), ["name", "gathering", "organisers", "lang", "summary", "description", "axis", "kind", "themes", "texts"]),
        ("when", _("When"), ["which", "day", "starts", "ends", "next_day", "last_day", *RepeatsForm.REPEATS, "cancelled", "status_reason", "minutes", "availability", "room_needs"]),
        ("where", _("Where"), list(PLACE)),
        ("who", _("For whom"), ["audience", "for_children", "languages", "free", "price", "capacity", "sign_up", "sign_up_url"]),
        ("care", _("So that everybody can come"), [*care, "care_wanted"]),
        ("picture", _("Photo"), ["image", *PICTURE]),
        ("contact", _("Contact"), ["contact_email", "uid", "understood"]),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = care_labels()
        for name in self.care:
            self.fields[name] = forms.ChoiceField(
                label=sentence_start(str(labels[name])), choices=CareAnswer, required=False, initial=CareAnswer.UNKNOWN
            )
        self.fields["care_wanted"].choices = [(name, sentence_start(str(label))) for name, label in labels.items()]
        self.fields["axis"].choices = [("", _("Choose one")), *Axis.choices]
        self.fields["kind"].choices = [("", _("Choose one")), *Activity.Kind.choices]
        self.fields["themes"].choices, self.fields["languages"].choices = keys(Theme), keys(Language)
        self.fields["barri"].choices = [("", _("Choose a barri")), *barris()]
        self._offer_organisers()
        self._offer_gatherings()
        if all(name in self.fields for name in NEEDED_ALONE) and not self.calling:
            # It can be nothing but one on its own: do not call optional what is not.
            for name, words in NEEDED_ALONE.items():
                self.fields[name].required, self.fields[name].error_messages["required"] = True, words

    @classmethod
    def required_of(cls, said, *, is_new):
        wanted = super().required_of(said, is_new=is_new) | {"organisers"}
        wanted |= set() if said.get("free") else {"price"}
        asked = ("minutes",) if said.get("gathering") else NEEDED_ALONE
        # A change to one of a Trobada has none of these in its form.
        return wanted | {name for name in asked if is_new or name in said}

    @classmethod
    def confirmed(cls, values):
        by_night = str(values.get("ends") or "") < str(values.get("starts") or "")
        return {name: on for name, on in super().confirmed(values).items() if by_night or name != "next_day"}

    @classmethod
    def notes(cls, values):
        starts, ends = (str(values.get(name) or "") for name in ("starts", "ends"))
        by_night = ends and ends < starts and not values.get("last_day")
        words = cls.base_fields["next_day"].label
        return super().notes(values) + ([(("starts", "ends"), str(words))] if by_night else [])

    def _offer_organisers(self):
        """Offer whom the writer answers for, and those who organise it already."""
        those = offered(self.user) if self.user else []
        if self.user and may_work_on_entries(self.user):
            # The team may bring the agenda of anybody in the directory.
            asked = [parties.party(ref, party_kinds.kinds()) for ref in self._asked()]
            those += [one for one in asked if one and one not in those]
        if self.target:
            there = {one.party_id for one in those}
            those += [one for one in self.target.organisers if one.party_id not in there]
        field = self.fields["organisers"]
        field.choices, field.required = named(those), True
        field.error_messages["required"] = _("Choose who organises it.")

    def _asked(self):
        if self.is_bound:
            return self.data.getlist("organisers")
        return self.initial.get("organisers", [])

    def _offer_gatherings(self):
        if self.target:
            del self.fields["gathering"], self.fields["uid"]
            gone = (
                self.AT + self.PLACE
                if self.target.gathering_id
                else ("minutes", "availability", "room_needs", "care_wanted")
            )
            for name in (*gone, *self.REPEATS, *(() if self.target.series_id else self.OF_SERIES)):
                del self.fields[name]
            return
        for name in (*self.OF_SERIES, "cancelled", "status_reason"):
            del self.fields[name]
        calling = list(Gathering.objects.calling().prefetch_related("texts"))
        self.about = "\n\n".join(
            f"{one.translated('name')[0]}: {one.translated('call_notes')[0]}" for one in calling if one.call_notes
        )
        is_open = {str(one.pk) for one in calling}
        asked = {whole_number(pk) for pk in self.data.getlist("gathering")} - {None} if self.is_bound else ()
        # What was sent in time is reviewed after the call has closed.
        calling += Gathering.objects.filter(pk__in=asked).exclude(pk__in=is_open)
        self.is_open, self.calling = is_open, {str(one.pk) for one in calling}
        choices = [(str(one.pk), one.translated("name")[0]) for one in calling]
        self.fields["gathering"].choices = [("", _("For the agenda, on its own")), *choices]
        if not calling:
            self.fields["gathering"].widget = forms.HiddenInput()

    def clean_gathering(self):
        gathering = self.cleaned_data["gathering"]
        if gathering and self.publishes is None and gathering not in self.is_open:
            raise ValidationError(_("The call of this Trobada is closed: propose it for the agenda, on its own."))
        return gathering

    @property
    def for_gathering(self):
        """Whether the team gives it its hour."""
        if self.target:
            return bool(self.target.gathering_id)
        return bool(self.cleaned_data.get("gathering"))

    def clean(self):
        cleaned = super().clean()
        if self.for_gathering:
            self._check_for_gathering(cleaned)
        else:
            self._check_alone(cleaned)
        told = {name: cleaned.get(name) or "" for name in ("price", "sign_up", "sign_up_url")}
        row = Activity(free=bool(cleaned.get("free")), **told)
        rules.add_errors(self, row, {"activity_price": "price", "activity_sign_up": "sign_up_url"})
        for name in self.care:
            cleaned[name] = cleaned.get(name) or CareAnswer.UNKNOWN.value
        if self.target and "status_reason" in self.fields and not self.errors:
            self._check_reason(cleaned)
        return cleaned

    def _check_reason(self, cleaned):
        """What is public does not move without a reason of its own, and not for that of the last time."""
        there = self.target
        if not there.published or cleaned.get("cancelled"):
            return
        hours = [timezone.localtime(one).replace(second=0, microsecond=0) for one in (there.starts_at, there.ends_at)]
        place = (there.venue, there.room_name, there.barri_id or "")
        moves = list(self.hours) != hours or (cleaned["venue"], cleaned["room_name"], cleaned["barri"] or "") != place
        if moves and cleaned["status_reason"].strip() in ("", there.status_reason):
            self.add_error("status_reason", NO_REASON)

    def _check_for_gathering(self, cleaned):
        has_hour = self.target is not None and self.target.starts_at is not None
        if not cleaned.get("minutes") and not has_hour and "minutes" not in self.errors:
            self.add_error("minutes", _("Say how long it lasts: the team will look for its hour."))
        for name in ("day", "starts", "ends", "last_day"):
            # What was written before choosing the Trobada says nothing.
            if name in self.fields:
                cleaned[name] = None
        self.clear_repeats(cleaned)

    def _check_alone(self, cleaned):
        for name in ("minutes", "availability", "room_needs", "care_wanted"):
            if name in self.fields:
                cleaned[name] = {"minutes": None, "care_wanted": []}.get(name, "")
        for name, words in NEEDED_ALONE.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, words)
        status = Activity.Status.CANCELLED if cleaned.get("cancelled") else Activity.Status.PLANNED
        row = Activity(status=status, status_reason=cleaned.get("status_reason") or "")
        rules.add_errors(self, row, {"activity_cancelled_why": "status_reason"})
        if all(cleaned.get(name) for name in ("day", "starts", "ends")):
            self._check_hours(cleaned)

    def _check_hours(self, cleaned):
        if trouble := self._trouble_with_the_end_of_day(cleaned):
            return self.add_error(*trouble)
        try:
            start, end = self.hours
        except ValidationError as error:
            return self.add_error("starts", error)
        if end <= start:
            self.add_error("last_day", _("It cannot end before it begins: check the days and the hours."))
        elif end - start > LONGEST:
            self.add_error("last_day", _("It lasts more than three months: propose it in parts, or as a project."))
        elif not self.target and self.publishes is None and end < timezone.now():
            self.add_error("day", _("That day has passed: write one that is to come."))
        elif not self.target:
            self.check_repeats(cleaned)
        elif cleaned.get("which", Which.ONE) != Which.ONE:
            self._check_others(start, end)
        return None

    def _trouble_with_the_end_of_day(self, cleaned):
        """Return (field, words) when the two hours leave in doubt on what day it ends, or None."""
        starts, ends, next_day = cleaned["starts"], cleaned["ends"], cleaned.get("next_day")
        if cleaned.get("last_day") or "last_day" in self.errors:
            return None
        if ends == starts:
            return "ends", _("It would end at the hour it begins: write until what hour it lasts.")
        if ends > starts:
            words = _("You say that it ends the next day: write that day as the last one, or take the tick away.")
            return ("next_day", words) if next_day else None
        if next_day or (self.target and when.wall(self.target.starts_at, self.target.ends_at) == (starts, ends)):
            return None
        return "next_day", _("It would end before it begins: tick that it ends the next day, or write another hour.")

    def _check_others(self, start, end):
        """Say so when the hour would not exist on the night of another time."""
        activity = Activity.everything.get(pk=self.target.pk)
        try:
            series_changes.retime(
                activity, list(series_changes.others(activity, self.cleaned_data["which"])), start, end
            )
        except ValidationError as error:
            self.add_error("starts", error)

    @property
    def hours(self):
        """(start, end) of a form whose day and hours are right; ValidationError for an hour that does not exist."""
        cleaned = self.cleaned_data
        return when.span(cleaned["day"], cleaned["starts"], cleaned["ends"], cleaned.get("last_day"))


def offered(user):
    """Return the projects, entities and networks for which a user answers."""
    mine = parties.edited_by(user)
    return [*mine, *networks_of(user, mine)]


def named(those):
    """Return the choices of parties; a project and its entity of one name say which they are."""
    names = Counter(str(one) for one in those)
    return [
        (parties.ref(one), f"{one} ({one._meta.verbose_name})" if names[str(one)] > 1 else str(one)) for one in those
    ]
