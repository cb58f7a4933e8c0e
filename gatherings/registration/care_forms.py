"""What somebody needs to be able to come, asked for one activity; and the answer of those who organise it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from energies.entries.forms import text
from energies.kernel.forms import ValuesForm
from energies.kernel.rules import words_of
from energies.kernel.text import sentence_start
from gatherings.models import Registration
from gatherings.models.asked_care import CHILDCARE, MOST_CHILDREN, OTHER
from gatherings.models.care import CareAnswer, care_labels

CHILDREN = words_of(Registration, "registration_children")
NONE_OF_IT = _("This activity has none of something you ticked: choose among what is here.")
YES, NO = "yes", "no"
WILL_THERE_BE = [("", _("Not answered yet")), (YES, _("There will be")), (NO, _("We have none"))]


class CareFields(forms.Form):
    """What is needed; only of what the activity does not say that it has none."""

    CARE = ("needs", "children", "children_ages", "needs_note")
    # Of whoever asks for childcare, how many children and of what ages; organisers write down what they are told.
    must_count_children = True

    needs = forms.MultipleChoiceField(
        label=_("What do you need to be able to come?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NONE_OF_IT},
    )
    children = forms.IntegerField(
        label=_("If it is childcare, for how many children?"),
        required=False,
        min_value=1,
        max_value=MOST_CHILDREN,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={name: CHILDREN for name in ("invalid", "min_value", "max_value")},
    )
    children_ages = text(_("Of what ages are the children?"), 60, hint=_("For example: 3 and 6."))
    needs_note = text(_("Anything else?"), 250)

    def offer_care(self, activity):
        """Offer what the activity has, may have, or has not said."""
        offered = care_offered(activity)
        self.fields["needs"].choices = [(name, sentence_start(str(care_labels()[name]))) for name in offered]
        if not offered:
            del self.fields["needs"]
        if CHILDCARE not in offered:
            del self.fields["children"], self.fields["children_ages"]

    @property
    def asks(self):
        """Whether a form whose fields were looked at asks for anything."""
        return any(self.cleaned_data.get(name) for name in self.CARE)

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("children") or cleaned.get("children_ages")) and CHILDCARE not in cleaned.get("needs", ()):
            # Who says how many children asks for it.
            cleaned["needs"] = sorted([*cleaned.get("needs", ()), CHILDCARE])
        if self.must_count_children and "children" in self.fields and CHILDCARE in cleaned.get("needs", ()):
            if not cleaned.get("children") and "children" not in self.errors:
                self.add_error("children", CHILDREN)
            if not cleaned.get("children_ages"):
                self.add_error("children_ages", _("Write the ages of the children who need childcare."))
        return cleaned

    def fields_of_care(self):
        """Return the fields of the Registration about what is needed."""
        cleaned = self.cleaned_data
        return {
            "needs": cleaned.get("needs") or [],
            "needs_note": cleaned.get("needs_note") or "",
            "children": cleaned.get("children"),
            "children_ages": cleaned.get("children_ages") or "",
            "needs_agreed_at": timezone.now() if self.asks else None,
        }


def care_offered(activity):
    """Return the names of the kinds of care that one can ask of an activity: not those that it says it has not."""
    return [name for name in care_labels() if getattr(activity, name) != CareAnswer.NO]


class ChangeCareForm(CareFields, ValuesForm):
    """What somebody who has a place needs, as it is and as it shall be; when it is late, only less of it."""

    needs_agreed = forms.BooleanField(
        label=_(
            "I agree that whoever organises it, and whoever sees to it on the team, read what I need. It is deleted when the activity is over."
        ),
        required=False,
    )
    sections = (("needs", "", [*CareFields.CARE, "needs_agreed"]),)

    def __init__(self, *args, registration, **kwargs):
        kwargs.setdefault("initial", {name: getattr(registration, name) for name in self.CARE})
        super().__init__(*args, **kwargs)
        self.registration = registration
        self.offer_care(registration.activity)
        if registration.needs_agreed_at:
            del self.fields["needs_agreed"]

    def clean(self):
        cleaned = super().clean()
        if not self.registration.can_ask_for_more and self._is_more(cleaned):
            self.add_error(
                None, _("It begins too soon to ask for more here. What you no longer need can be taken off.")
            )
        if "needs_agreed" in self.fields and self.asks and not cleaned.get("needs_agreed"):
            self.add_error("needs_agreed", _("Tick it, or leave what you need empty: it may tell of your health."))
        return cleaned

    def _is_more(self, cleaned):
        """Whether anything is asked for that was not."""
        there = self.registration
        more = set(cleaned.get("needs") or ()) - set(there.needs)
        more_children = (cleaned.get("children") or 0) > (there.children or 0)
        return bool(more or more_children or cleaned.get("needs_note") not in ("", None, there.needs_note))


class CareAnswerForm(ValuesForm):
    """Whether there will be each thing that somebody, or everybody, asks for; with a word."""

    def __init__(self, *args, asked, word="", **kwargs):
        """``asked`` are the Needs of one registration, or of all of them."""
        super().__init__(*args, **kwargs)
        for need in asked:
            label = _("Anything else?") if need.name == OTHER else sentence_start(str(need.label))
            self.fields[need.name] = forms.ChoiceField(
                label=label,
                choices=WILL_THERE_BE,
                required=False,
                initial={True: YES, False: NO}.get(need.answer, ""),
                error_messages={"invalid_choice": _("Say whether there will be, or that you do not know yet.")},
            )
        self.fields["word"] = text(_("A word for them"), 250, hint=_("They read it in a letter and on their page."))
        self.fields["word"].initial = word
        self.sections = (("answer", "", [*self.fields]),)

    @property
    def answers(self):
        """{name of a need: whether there will be, None if that is not known} of a valid form."""
        said = {YES: True, NO: False}
        return {name: said.get(value) for name, value in self.cleaned_data.items() if name != "word"}
