"""Days, hours and numbers as people type them."""

import re
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from energies.kernel.clean_text import whole_number
from gatherings.models import Gathering

WRITTEN = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y")


def day_field(label, hint=""):
    return forms.DateField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a date, such as 31/12/2027.")},
    )


def hour_field(label):
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write an hour, such as 18.30.")},
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M", "%H"],
    )


def number_field(label, most, hint="", least=1, wrong=""):
    wrong = wrong or _("Write a number that makes sense, such as 30.")
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        help_text=hint,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


class GatheringMenu(forms.ChoiceField):
    """A menu of Trobadas; whoever reads a proposal reads the name also of one that is no longer offered."""

    def in_words(self, value):
        there = Gathering.everything.filter(pk=whole_number(value)).first()
        return there.translated("name")[0] if there else gettext("one that is no longer there")


def written_days(text):
    """Return the days in a text, in order: «24/12/2026, 31/12/2026», or one a line. ValidationError for what is none."""
    return sorted({_written_day(word) for word in re.split(r"[\s,;]+", text) if word})


def _written_day(word):
    for form in WRITTEN:
        try:
            return datetime.strptime(word, form).date()
        except ValueError:
            continue
    raise ValidationError(_("“%(word)s” is not a day: write it like 24/12/2026.") % {"word": word[:20]})
