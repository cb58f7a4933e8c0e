"""What a Trobada left in the barri that hosted it: an agreement, a proposal, and how it stands with time."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from energies.entries import party_kinds
from energies.entries.models import Party
from energies.kernel.models import BaseManager
from energies.kernel.rules import words_of
from energies.kernel.transitions import TransitionNotAllowed, Transitions
from energies.territory.models import Barri
from gatherings.models.axis import Axis
from gatherings.models.gathering import Gathering
from gatherings.querysets import OutcomeQuerySet, VisibleOutcomeManager


def new_key() -> str:
    """Return what tells one outcome of a Trobada from the others, whatever its text becomes."""
    return secrets.token_hex(6)


class Outcome(models.Model):
    """``objects`` are those of Trobadas that anybody may see and whose return is published."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("agreement")
        PROPOSAL = "proposal", _("proposal")
        LEARNING = "learning", _("learning")
        RESOURCE = "resource", _("resource")
        CONNECTION = "connection", _("connection")

    class State(models.TextChoices):
        TO_START = "to_start", _("to begin")
        UNDER_WAY = "under_way", pgettext_lazy("outcome", "under way")
        DONE = "done", pgettext_lazy("outcome", "done")
        STOPPED = "stopped", _("stopped")
        DROPPED = "dropped", _("given up")

    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="outcomes", verbose_name=_("Trobada")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    axis = models.CharField(_("axis"), max_length=12, choices=Axis)
    lang = models.CharField(
        _("language of the texts"), max_length=2, choices=settings.LANGUAGES, default="ca", db_default="ca"
    )
    text = models.CharField(_("in one sentence"), max_length=250)
    detail = models.TextField(_("in more detail"), blank=True)
    barri = models.ForeignKey(
        Barri, on_delete=models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("barri")
    )
    parties = models.ManyToManyField(Party, blank=True, related_name="outcomes", verbose_name=_("who carries it"))
    due_on = models.DateField(_("by when"), null=True, blank=True)
    state = models.CharField(
        _("how it stands"), max_length=9, choices=State, default=State.TO_START, db_default=State.TO_START
    )
    reason = models.CharField(_("why it stopped or was given up"), max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    key = models.CharField(max_length=12, default=new_key, editable=False)

    objects = VisibleOutcomeManager.from_queryset(OutcomeQuerySet)()
    everything = BaseManager.from_queryset(OutcomeQuerySet)()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="outcome_text",
                violation_error_message=_("Say in one sentence what it left."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="dropped") | ~models.Q(reason=""),
                name="outcome_dropped_why",
                violation_error_message=_("Say why it was given up: somebody may take it up again."),
            ),
            models.UniqueConstraint(fields=["gathering", "key"], name="outcome_key"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do for it."""
        return self.state not in (self.State.DONE, self.State.DROPPED)

    @property
    def carriers(self) -> list:
        """Those who carry it that may be public."""
        return party_kinds.in_order(self.parties.all())

    def change_state(self, state, *, by=None, note="", months=None, lang="") -> "OutcomeStep":
        """Say how it stands now, and keep it in its history; ``months`` after the Trobada, when it was asked then;
        ``lang`` is that of the note, when it is not the outcome's.

        TransitionNotAllowed without a reason for giving it up.
        """

        def save(row) -> None:
            row.save(update_fields=["state", "reason"])

        with self.transitions.step(self, state, save=save, note=note):
            return self.steps.create(state=state, note=note, by=by, months=months, lang=lang)

    def _stand(self, _before, *, note="") -> None:
        if self.state == self.State.DROPPED and not note.strip():
            raise TransitionNotAllowed(words_of(type(self), "outcome_dropped_why"), self)
        self.reason = note[:250] if self.state in (self.State.STOPPED, self.State.DROPPED) else ""

    # Whoever carries it says how it stands, also that it stands as before: each time is a step.
    transitions = Transitions("state", dict.fromkeys((None, *State), frozenset(State)), entering=_stand)


class OutcomeStep(models.Model):
    """How an outcome stood on a day, and what whoever carries it says of it."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(_("how it stood"), max_length=9, choices=Outcome.State)
    note = models.TextField(_("what they say"), blank=True, max_length=2000)
    lang = models.CharField(
        _("language of what they say"), max_length=2, choices=settings.LANGUAGES, blank=True, default="", db_default=""
    )
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    # What it answers, if it was asked.
    follow_up = models.ForeignKey("gatherings.FollowUp", on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.get_state_display()}"
