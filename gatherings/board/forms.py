"""Where and when an activity goes, by plain menus."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from energies.kernel.forms import ValuesForm
from energies.kernel.rules import words_of
from energies.kernel.text import sentence_start
from gatherings import when
from gatherings.models import Activity, Room
from gatherings.models.changing import NO_REASON
from gatherings.proposals.forms import hour_field


def place_of(activity):
    """Return what tells one place of an activity from another: its room and its hours, as text."""
    return "|".join(str(one or "") for one in (activity.room_id, activity.starts_at, activity.ends_at))


class PlacingForm(ValuesForm):
    room = forms.ModelChoiceField(Room.objects.none(), label=_("Room"), required=False)
    day = forms.ChoiceField(label=_("Day"), error_messages={"required": _("Choose the day.")})
    starts = hour_field(_("From what hour?"))
    minutes = forms.IntegerField(
        label=_("How long, in minutes?"),
        min_value=5,
        max_value=1440,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={
            name: words_of(Activity, "activity_minutes") for name in ("required", "invalid", "min_value", "max_value")
        },
    )
    why = forms.CharField(
        label=_("Why does it change?"),
        max_length=250,
        help_text=_("It is public: everybody reads it."),
        error_messages={"required": NO_REASON},
    )

    def __init__(self, *args, gathering, activity, **kwargs):
        super().__init__(*args, **kwargs)
        self.activity = activity
        self.fields["room"].queryset = gathering.rooms.all()
        self.fields["room"].empty_label = activity.place if not activity.room_id and activity.place else _("In no room")
        self.fields["day"].choices = [(day.isoformat(), sentence_start(when.day(day))) for day in gathering.days]
        self.fields["starts"].required = True
        self.fields["starts"].error_messages["required"] = _("Say when it begins.")
        if not activity.published or activity.is_cancelled:
            del self.fields["why"]

    @classmethod
    def initial_of(cls, activity):
        """Return what the form begins with."""
        duration = activity.duration
        initial = {"room": activity.room_id, "minutes": int(duration.total_seconds() // 60)}
        if activity.starts_at:
            local = timezone.localtime(activity.starts_at)
            initial |= {"day": local.date().isoformat(), "starts": f"{local:%H:%M}"}
        return initial

    @classmethod
    def data_of(cls, activity, room, moment, posted):
        """Return what the menus would send to put it in ``room`` at ``moment``, with the reason ``posted`` beside them."""
        local = timezone.localtime(moment)
        where = {"room": room.pk, "day": local.date().isoformat(), "starts": f"{local:%H:%M}"}
        return cls.initial_of(activity) | where | {"why": posted.get("why", "")}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("day") and cleaned.get("starts"):
            try:
                cleaned["starts_at"] = when.at(date.fromisoformat(cleaned["day"]), cleaned["starts"])
            except ValidationError as error:
                self.add_error("starts", error)
        return cleaned

    def put(self, activity):
        """Give the activity its room and its hours; unsaved."""
        cleaned = self.cleaned_data
        if cleaned["room"]:
            activity.put_in(cleaned["room"])
        elif activity.room_id:
            # It leaves the room, and with it what the room said.
            activity.venue = activity.room_name = activity.address = activity.directions = ""
            activity.room = activity.latitude = activity.longitude = None
        activity.starts_at = cleaned["starts_at"]
        activity.ends_at = cleaned["starts_at"] + timedelta(minutes=cleaned["minutes"])
