"""What people and the team say about a proposal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from energies.curation.models import DeclineReason, SubmissionMessage
from energies.kernel.rules import words_of


class AnswerForm(forms.Form):
    MOST = 4000

    text = forms.CharField(
        label=_("Your answer"),
        max_length=MOST,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": words_of(SubmissionMessage, "thread_text")},
    )


class ReopenForm(forms.Form):
    """Why a decision is taken back."""

    text = forms.CharField(
        label=_("Why?"),
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Both sides will read it."),
        error_messages={"required": _("Write why you take the decision back.")},
    )


class DecisionForm(forms.Form):
    """What the team decides about a proposal, in the words it sends."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Message for the author"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Needed to ask for changes, and to leave a part out. Write as you would speak."),
    )
    reason = forms.ModelChoiceField(
        DeclineReason.objects.none(), label=_("Reason, if you decline it"), required=False, empty_label=_("Choose one")
    )

    def __init__(self, *args, act="", **kwargs):
        super().__init__(*args, **kwargs)
        self.act = act
        self.fields["reason"].queryset = DeclineReason.objects.filter(in_use=True)

    def clean(self):
        cleaned = super().clean()
        text, reason = cleaned.get("text"), cleaned.get("reason")
        if self.act == "ask" and not text:
            self.add_error("text", _("Write what is missing or should change."))
        if self.act == "decline" and not (text or reason):
            self.add_error("reason", _("Choose a reason, or write one in the message."))
        return cleaned
