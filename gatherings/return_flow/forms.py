"""The form by which those who organised a Trobada say together what it left."""

from django import forms
from django.utils.translation import gettext_lazy as _

from energies.entries.forms import boxes, text
from energies.kernel.forms import RowsField, ValuesForm
from energies.kernel.text import fold
from gatherings.models import Gathering, Registration
from gatherings.proposals.forms import named
from gatherings.return_flow.people import entities_of, parties_of
from gatherings.return_flow.rows import CountsField, OutcomeRow, outcome_row
from projects.models import Entity

MOST_OUTCOMES = 40


class ReturnForm(ValuesForm):
    """Its minutes, who was there, how many came to what, and each thing it left."""

    gathering = forms.CharField(required=False, widget=forms.HiddenInput)
    minutes = text(
        _("What was said and done?"),
        20000,
        rows=12,
        hint=_("The minutes, for whoever could not come. Markdown: paragraphs, lists, links."),
    )
    present = boxes(_("What entities were there?"))
    present_also = text(
        _("And who else was there?"), 1000, rows=2, hint=_("Separated by commas. Groups and entities, not people.")
    )
    attendance = CountsField(label=_("How many people came to each activity?"))
    outcomes = RowsField(
        OutcomeRow,
        spare=2,
        most=MOST_OUTCOMES,
        label=_("Agreements, proposals, learnings, resources, connections"),
        help_text=_("When you keep it there is room for more. To take one away, empty its texts."),
    )

    # Whether it is put in place, or only looked at.
    publishes = None
    sections = (
        ("minutes", _("What happened"), ["gathering", "minutes"]),
        ("there", _("Who was there"), ["present", "present_also", "attendance"]),
        ("left", _("What it left"), ["outcomes"]),
    )

    def __init__(self, *args, user=None, target=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.target = user, target
        if target is not None:
            self._offer(target)

    def _offer(self, gathering):
        """Fill the menus with who took part, and ask of each activity."""
        hidden = Gathering.present.through.objects.filter(gathering=gathering).values("entity")
        there = {one.pk: one for one in Entity.everything.filter(pk__in=hidden)}
        there |= {one.pk: one for one in entities_of(gathering)}
        self.fields["present"].choices = [(str(one.pk), one.name) for one in there.values()]
        if names := Registration.objects.filter(activity__gathering=gathering).nameable():
            words = _("Of those who signed up, these agreed to be named: %(names)s.")
            self.fields["present_also"].help_text = words % {"names": ", ".join(names)}
        held = gathering.activities.exclude(status="cancelled", attended=None).order_by("starts_at", "pk")
        if activities := list(held.with_attendance()):
            least = {str(one.pk): (one.marked or 0) + (one.walk_ins or 0) for one in activities}
            self.fields["attendance"].offer([(str(one.pk), one.name) for one in activities], least)
        else:
            del self.fields["attendance"]
        row = outcome_row(gathering.barris.all(), named(parties_of(gathering)))
        self.fields["outcomes"].row = self.fields["outcomes"].widget.row = row

    def clean_gathering(self):
        return str(self.target.number) if self.target else ""

    def clean(self):
        """Tick whoever is written by name and is in the directory; the others stay as they are written."""
        cleaned = super().clean()
        if self.target and not self.target.may_tell:
            self.add_error(None, _("This Trobada is not over: what it left is told when it is."))
        offered = {fold(name): key for key, name in self.fields["present"].choices}
        also = {fold(name): " ".join(name.split()) for name in cleaned.get("present_also", "").split(",") if fold(name)}
        cleaned["present"] = sorted({*cleaned.get("present", []), *(offered[key] for key in also if key in offered)})
        cleaned["present_also"] = ", ".join(name for key, name in also.items() if key not in offered)
        return cleaned
