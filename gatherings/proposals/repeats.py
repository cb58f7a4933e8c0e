"""The part of the form about activities that come again: how often, until when, except which days; and which times change."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from energies.entries.forms import text
from gatherings import repeating, series_changes, when
from gatherings.proposals.fields import day_field, number_field, written_days
from gatherings.repeating import Repeats
from gatherings.series_changes import Which


class RepeatsForm(forms.Form):
    """Of a new activity on its own, that it comes again; of one of a series, which of its times the change is for."""

    REPEATS = ("repeats", "repeat_until", "repeat_times", "except_days")
    OF_SERIES = ("which",)

    which = forms.ChoiceField(
        label=_("Which times do you change?"),
        choices=Which,
        initial=Which.ONE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which times you change.")},
        help_text=_("Those that were moved or cancelled on their own keep their day and hour."),
    )
    repeats = forms.ChoiceField(
        label=_("Does it come again?"),
        required=False,
        choices=[("", _("No, only once")), *Repeats.choices],
        widget=forms.RadioSelect,
    )
    repeat_until = day_field(_("Until what day does it come again?"), hint=_("A last day, or else how many times."))
    repeat_times = number_field(
        _("How many times is it, in all?"),
        repeating.MOST,
        hint=_("The first one counts."),
        least=2,
        wrong=_("Write how many times it is, from 2 to 60."),
    )
    except_days = text(
        _("Except these days"), 1000, rows=2, hint=_("Those on which it would fall: 24/12/2026, 31/12/2026.")
    )

    def clean_except_days(self):
        """Return the days as they are kept, in order."""
        return ", ".join(f"{day:%d/%m/%Y}" for day in written_days(self.cleaned_data["except_days"]))

    def clear_repeats(self, cleaned):
        """What was written before saying that it is only once, or for a Trobada, says nothing."""
        cleaned |= {name: None if name.startswith("repeat_") else "" for name in self.REPEATS if name in self.fields}

    def check_repeats(self, cleaned):
        """Say what is wrong in how it comes again; its day and hours are right."""
        if not cleaned.get("repeats"):
            return self.clear_repeats(cleaned)
        if any(name in self.errors for name in self.REPEATS):
            return None
        if trouble := self._trouble_with_the_first(cleaned) or self._trouble_with_the_end(cleaned):
            return self.add_error(*trouble)
        try:
            days = repeating.days(self.rule, cleaned["day"])
        except ValidationError as error:
            return self.add_error("repeat_until", error)
        return self._check_days(cleaned, days)

    def _trouble_with_the_first(self, cleaned):
        """Return (field, words) when the first day is not what it says that comes again."""
        if cleaned["repeats"] == Repeats.MONTHLY and repeating.place(cleaned["day"]) == 5:
            return "repeats", _("A fifth one does not come every month: choose the last such weekday.")
        if cleaned["repeats"] == Repeats.MONTHLY_LAST and not repeating.is_last(cleaned["day"]):
            return "repeats", _("The first day is not the last such weekday of its month: check which it is.")
        return None

    @staticmethod
    def _trouble_with_the_end(cleaned):
        until, number = cleaned.get("repeat_until"), cleaned.get("repeat_times")
        if bool(until) == bool(number):
            return "repeat_until", _("Write a last day, or how many times it is: one of the two.")
        if until and until <= cleaned["day"]:
            return "repeat_until", _("The last day comes after the first: check both.")
        return None

    def _check_days(self, cleaned, days):
        left_out = written_days(cleaned["except_days"])
        if strange := [f"{day:%d/%m/%Y}" for day in left_out if day not in days]:
            words = _("It would not fall on %(days)s: check the day.") % {"days": ", ".join(strange)}
            self.add_error("except_days", words)
        elif cleaned["day"] in left_out:
            self.add_error("except_days", _("The first day cannot be left out: begin with another."))
        elif len(days) - len(left_out) < 2:
            self.add_error(
                "repeats", _("It would be only once: write a later end, or say that it does not come again.")
            )
        else:
            self._check_each_hour()

    def _check_each_hour(self):
        try:
            self.moments()
        except ValidationError as error:
            self.add_error("except_days", error)

    @property
    def rule(self):
        cleaned = self.cleaned_data
        until, number = cleaned.get("repeat_until"), cleaned.get("repeat_times")
        return repeating.rule(cleaned["repeats"], cleaned["day"], until=until, times=number)

    def moments(self):
        """Return [(start, end)] of each time of a valid form that comes again."""
        cleaned = self.cleaned_data
        left_out = written_days(cleaned["except_days"])
        ends_on = when.end_day(cleaned["day"], cleaned["starts"], cleaned["ends"], cleaned.get("last_day"))
        nights = ends_on - cleaned["day"]
        return [
            (series_changes.at(day, cleaned["starts"]), series_changes.at(day + nights, cleaned["ends"]))
            for day in repeating.days(self.rule, cleaned["day"])
            if day not in left_out
        ]
