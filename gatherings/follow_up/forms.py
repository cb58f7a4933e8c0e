"""How each thing stands that a party carries, and what each barri gained: one form, by the link or by telephone."""

from typing import NamedTuple

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from energies.curation import changed_fields
from energies.entries.forms import text
from energies.kernel.forms import ValuesForm, as_query, flat
from energies.kernel.templatetags.places import at_place
from energies.kernel.text import sentence_start
from gatherings.models import Outcome
from gatherings.models.gain import MOST

NOTE = 250  # as long as the reason for giving something up
WHOLE = "all"  # of a Trobada that no barri in particular hosted


class OutcomeAnswer(NamedTuple):
    """What is said of one outcome."""

    outcome: object
    state: str
    note: str

    @property
    def words(self):
        return Outcome.State(self.state).label


class FollowUpForm(ValuesForm):
    """``target`` is the FollowUp: what its party carries is asked about, and the barris that hosted its Trobada."""

    # Whether it is put in place, or only looked at.
    publishes = None

    def __init__(self, *args, target, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.outcomes, self.barris = outcomes_of(target), list(target.gathering.barris.all())
        sections = [self._ask_of(outcome) for outcome in self.outcomes]
        sections.append(self._ask_gains())
        self.fields["lang"] = forms.ChoiceField(
            label=_("In what language do you write?"), choices=settings.LANGUAGES, initial=get_language()
        )
        self.sections = [*sections, ("lang", _("Language"), ["lang"])]

    def _ask_of(self, outcome):
        state, note = f"state_{outcome.pk}", f"note_{outcome.pk}"
        self.fields[state] = forms.ChoiceField(
            label=_("How does it stand?"),
            choices=[(value, sentence_start(str(words))) for value, words in Outcome.State.choices],
            initial=outcome.state,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose how it stands."), "invalid_choice": _("Choose how it stands.")},
        )
        hint = _("Up to 250 characters. If it has stopped or you have given it up, say why.")
        self.fields[note] = text(_("What would you tell of it?"), NOTE, rows=3, hint=hint)
        title = format_html('<span lang="{}">{}</span>', outcome.lang, outcome.text)
        return f"outcome-{outcome.pk}", title, [state, note]

    def _ask_gains(self):
        hint = _("In your own words, up to 600 characters. If it is nothing, leave it empty.")
        for key, barri in self._places():
            label = _("What has the barri gained?")
            if barri:
                label = gettext("What has been gained %(place)s?") % {"place": at_place(barri.name)}
            self.fields[f"gain_{key}"] = text(label, MOST, rows=5, hint=hint)
        return "gains", _("What the barri gained"), self.names_of_gains

    def _places(self):
        """[(end of the field's name, Barri or None)]."""
        return [(self.key_of(barri.pk), barri) for barri in self.barris] or [(WHOLE, None)]

    @staticmethod
    def key_of(barri):
        """Return the end of the name of the field about a barri, given by its key."""
        return barri or WHOLE

    @property
    def names_of_gains(self):
        return [f"gain_{key}" for key, _barri in self._places()]

    def clean(self):
        cleaned = super().clean()
        for outcome in self.outcomes:
            if cleaned.get(f"state_{outcome.pk}") == Outcome.State.DROPPED and not cleaned.get(f"note_{outcome.pk}"):
                words = gettext("«%(outcome)s»: say why it was given up, somebody may take it up again.")
                self.add_error(f"note_{outcome.pk}", ValidationError(words % {"outcome": outcome.text}))
        first = f"gain_{self._places()[0][0]}"
        if not self.outcomes and not self.errors and not self.gains:
            self.add_error(first, _("Write something here, even if it is that nothing has changed."))
        return cleaned

    @property
    def outcome_answers(self):
        """[Said…] of a valid form."""
        values = self.cleaned_data
        return [OutcomeAnswer(one, values[f"state_{one.pk}"], values[f"note_{one.pk}"]) for one in self.outcomes]

    @property
    def gains(self):
        """[(Barri or None, text)] of those that are written."""
        written = [(barri, self.cleaned_data.get(f"gain_{key}", "")) for key, barri in self._places()]
        return [(barri, words) for barri, words in written if words]


def form_of(follow_up, data=None):
    """Return the form of a question: what is typed, or else what was answered before."""
    form = FollowUpForm(data, target=follow_up, initial=follow_up.answer or None)
    form.seen = data["seen"] if data and "seen" in data else follow_up.seen
    return form


def tell_meanwhile(form, row):
    """Put beside each field of a valid form what somebody else has answered while it was written, where it differs.

    The form then goes with that answer: sent once more, it takes its place.
    """
    typed = form.values()
    for name, value in row.answer.items():
        if name in form.fields and value != typed.get(name):
            words = gettext(
                "Somebody else answered this meanwhile: “%(words)s”. Leave here what stays, and send it again."
            )
            form.add_error(
                name, words % {"words": changed_fields.value_in_words(form.fields[name], value) or gettext("(empty)")}
            )
    form.seen = row.seen


def answered_form(follow_up):
    """Return the form as it was answered, checked against how things stand now."""
    return form_of(follow_up, as_query(flat(follow_up.answer)))


def outcomes_of(follow_up):
    """Return what its party carries that is not finished, and what its answer speaks of already."""
    carried = Outcome.everything.filter(gathering=follow_up.gathering).carried_by(follow_up.party)
    spoken = [int(name.removeprefix("state_")) for name in follow_up.answer if name.startswith("state_")]
    return list((carried.open() | carried.filter(pk__in=spoken)).distinct())
