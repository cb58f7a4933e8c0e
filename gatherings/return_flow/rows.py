"""Rows of the form of what a Trobada left: an outcome, and how many came to each activity."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from energies.kernel.forms import RowsField, RowsInput, in_order
from energies.kernel.rules import words_of
from energies.kernel.text import sentence_start
from gatherings.models import Outcome
from gatherings.models.axis import Axis
from gatherings.models.outcome import new_key

CARRIERS = ("carrier_1", "carrier_2", "carrier_3")
WHY = (Outcome.State.STOPPED, Outcome.State.DROPPED)


class OutcomeRow(forms.Form):
    """One thing it left. ``key`` says which it is, so that a text put better is not another outcome."""

    # Without words it is no outcome: so one is taken away.
    given = ("kind", "axis", "lang", "barri", *CARRIERS, "due_on", "state", "key")

    text = forms.CharField(
        label=_("What it left, in one sentence"),
        max_length=250,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": words_of(Outcome, "outcome_text")},
    )
    kind = forms.ChoiceField(label=_("What is it?"), choices=Outcome.Kind)
    axis = forms.ChoiceField(label=_("Which of the five ways to meet is it of?"), choices=Axis)
    detail = forms.CharField(
        label=_("In more detail"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    lang = forms.ChoiceField(label=_("In what language is it written?"), choices=settings.LANGUAGES)
    barri = forms.ChoiceField(label=_("For which barri?"), required=False)
    carrier_1 = forms.ChoiceField(label=_("Who carries it?"), required=False)
    carrier_2 = forms.ChoiceField(label=_("And who else?"), required=False)
    carrier_3 = forms.ChoiceField(label=_("And somebody more?"), required=False)
    due_on = forms.DateField(
        label=_("By when?"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a date, such as 31/12/2027.")},
    )
    state = forms.ChoiceField(label=_("How does it stand?"), choices=Outcome.State)
    reason = forms.CharField(
        label=_("If it has stopped or was given up, why?"), max_length=250, required=False, widget=forms.TextInput
    )
    key = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def clean_key(self):
        return self.cleaned_data["key"] or new_key()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") == Outcome.State.DROPPED and not cleaned.get("reason"):
            self.add_error("reason", words_of(Outcome, "outcome_dropped_why"))
        elif cleaned.get("reason") and cleaned.get("state") not in WHY:
            self.add_error("reason", _("Say that it has stopped or was given up, or leave the reason empty."))
        chosen = list(dict.fromkeys(cleaned.get(name) for name in CARRIERS if cleaned.get(name)))
        cleaned |= dict(zip(CARRIERS, (*sorted(chosen), "", "", ""), strict=False))
        return cleaned


def outcome_row(barris, parties):
    """Return OutcomeRow with the menus of a Trobada: ``barris`` are its hosts, ``parties`` choices of who may carry."""
    places = [("", _("All those that host it")), *((one.pk, sentence_start(one.name)) for one in barris)]
    row = type("OutcomeRow", (OutcomeRow,), {})
    row.base_fields = OutcomeRow().fields
    row.base_fields["barri"].choices = places
    for name in CARRIERS:
        row.base_fields[name].choices = [("", _("Nobody yet")), *parties]
    return row


class CountRow(forms.Form):
    """How many people came to one activity: ``key`` is the activity's."""

    given = ("key",)

    people = forms.IntegerField(
        label=_("How many people came?"),
        min_value=0,
        max_value=20000,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "class": "short"}),
        error_messages={
            name: _("Write how many people came, such as 30; leave it empty if nobody counted.")
            for name in ("invalid", "min_value", "max_value")
        },
    )
    key = forms.CharField(max_length=18, widget=forms.HiddenInput)

    def check_least(self, number):
        """Complain of fewer people than were counted one by one, at the door or by their names."""
        if self.cleaned_data["people"] < number:
            words = _("%(number)s were counted one by one: write at least as many.")
            self.add_error("people", forms.ValidationError(words, params={"number": number}))


class CountsInput(RowsInput):
    """A row for each of ``those``, [(key, name)], with what was written in it."""

    listed = ()

    def get_context(self, name, value, attrs):
        said = {row.get("key"): row for row in value or []}
        context = super().get_context(name, [], attrs)
        context["widget"]["rows"] = [
            self._row(f"{name}-{number}", {**said.get(key, {}), "key": key}, title)
            for number, (key, title) in enumerate(self.listed)
        ]
        return context

    def _row(self, prefix, initial, title):
        row = self.row(initial=initial, prefix=prefix)
        row.title = title
        return row


class CountsField(RowsField):
    """How many came to each activity: gives [{"people": 30, "key": "12"}…] of those that were counted."""

    most_rows = 500
    least = {}

    def __init__(self, **options):
        super().__init__(CountRow, most=self.most_rows, **options)
        self.widget = CountsInput(CountRow, most=self.most_rows)

    def offer(self, those, least):
        """Say of which activities, [(key, name)], the form asks; ``least`` is {key: how many were counted one by one}."""
        self.widget.listed, self.least = those, least

    def clean(self, value):
        names, errors, rows = dict(self.widget.listed), [], []
        for typed in value or []:
            form = self.row(typed)
            if typed.get("key") not in names:
                continue
            if form.is_valid():
                form.check_least(self.least.get(typed["key"], 0))
            if form.is_valid():
                rows.append(form.cleaned_data)
                continue
            errors += [
                forms.ValidationError("%(name)s: %(error)s", params={"name": names[typed["key"]], "error": error})
                for error in form.errors.get("people", [])
            ]
        if errors:
            raise forms.ValidationError(errors)
        return in_order(rows)

    def in_rows(self, value):
        """Return what was counted in words, a line an activity."""
        names = dict(self.widget.listed)
        gone = gettext("one that is no longer there")
        return [f"{names.get(row['key'], gone)}: {row['people']}" for row in value]
