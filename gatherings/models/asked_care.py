"""What somebody needs to be able to come, and what those who organise it answer."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gatherings.models.care import CareAnswer, care_labels

MOST_CHILDREN = 12
# Until so long before it begins more can be asked for: later nobody can find it any more. Less can be asked for always.
TO_ASK = timedelta(hours=24)
CHILDCARE, OTHER = "childcare", "other"


class CareNeed(NamedTuple):
    """One thing that somebody asks for. ``answer``: True (there will be), False (there is none), None (not said yet)."""

    name: str
    label: str
    detail: str
    answer: bool | None

    @property
    def words(self) -> str:
        """«espai de criança (2: 3 i 6 anys)»."""
        return f"{self.label} ({self.detail})" if self.detail else str(self.label)


class AsksForCare(models.Model):
    """May tell of somebody's health: kept only with consent, read only by who organises, deleted first.

    Whoever is one has ``activity``, which says of each kind of care whether there is any.
    """

    needs = models.JSONField(_("what they need"), default=list, blank=True)
    needs_note = models.CharField(_("anything else they need"), max_length=250, blank=True)
    children = models.PositiveSmallIntegerField(
        _("how many children need childcare"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_CHILDREN)],
    )
    children_ages = models.CharField(_("ages of the children"), max_length=60, blank=True)
    needs_agreed_at = models.DateTimeField(null=True, blank=True)
    # {name of what they need, or OTHER for the note: whether there will be}.
    care_answers = models.JSONField(_("what was answered"), default=dict, blank=True)
    care_word = models.CharField(_("a word with the answer"), max_length=250, blank=True)

    ASKED = ("needs", "needs_note", "children", "children_ages")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(needs=[], needs_note="", children=None, children_ages="")
                | models.Q(needs_agreed_at__isnull=False),
                name="registration_needs_agreed",
                violation_error_message=_("What somebody needs is kept only if they agree."),
            ),
            models.CheckConstraint(
                condition=models.Q(children=None) | models.Q(children__range=(1, MOST_CHILDREN)),
                name="registration_children",
                violation_error_message=_("Write how many children need childcare, from 1 to 12."),
            ),
        ]

    @property
    def asks(self) -> bool:
        """Whether they ask for anything."""
        return bool(self.needs or self.needs_note)

    @property
    def care_asked(self) -> list:
        """[Need] of what they ask for, in the order of the forms; what the activity itself says counts as an answer."""
        labels = care_labels()
        asked = [
            CareNeed(name, labels[name], self._detail(name), self._answer(name))
            for name in labels
            if name in self.needs
        ]
        if self.needs_note:
            asked.append(CareNeed(OTHER, self.needs_note, "", self.care_answers.get(OTHER)))
        return asked

    @property
    def is_unanswered(self) -> bool:
        return any(need.answer is None for need in self.care_asked)

    @property
    def can_ask_for_more(self) -> bool:
        """Whether there is still time to find what they would ask for."""
        return self.activity.starts_at is not None and timezone.now() < self.activity.starts_at - TO_ASK

    def _answer(self, name) -> Any:
        said = {CareAnswer.YES: True, CareAnswer.NO: False}.get(getattr(self.activity, name))
        return self.care_answers.get(name, said)

    def _detail(self, name) -> str:
        """Return of how many children and of what ages, as it was written; "" for the rest."""
        parts = (self.children and str(self.children), self.children_ages) if name == CHILDCARE else ()
        return ": ".join(part for part in parts if part)

    def ask(self, **asked) -> None:
        """Ask, unsaved, for this from now on (the names of ASKED); what was answered of what is not the same falls."""
        before = {need.name: need[:3] for need in self.care_asked}
        for name, value in asked.items():
            setattr(self, name, value)
        same = {need.name for need in self.care_asked if before.get(need.name) == need[:3]}
        self.care_answers = {name: said for name, said in self.care_answers.items() if name in same}
        self.care_word = self.care_word if self.care_answers else ""
        self.needs_agreed_at = (self.needs_agreed_at or timezone.now()) if self.asks else None

    def answer_care(self, answers, word) -> bool:
        """Take the answers, unsaved, {name: True, False, or None for not known any more}, of those they ask for.

        Returns whether they are told anything that they were not.
        """
        known, before = {need.name for need in self.care_asked}, (self.care_answers, self.care_word)
        said = self.care_answers | {name: answer for name, answer in answers.items() if name in known}
        self.care_answers = {name: answer for name, answer in said.items() if answer is not None}
        self.care_word = word if self.care_answers else ""
        return (self.care_answers, self.care_word) != before
