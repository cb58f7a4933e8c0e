"""Asking those who carry what a Trobada left how it stands: the public never reads this table."""

from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from energies.curation.models import Submission
from energies.kernel.models import BaseManager
from gatherings.models.by_party import ByParty, Months
from gatherings.querysets import FollowUpQuerySet

# The last question is not asked later than this: «a year on» would not be true.
LAST = 18


def day_of(gathering, months) -> date:
    """Return the day from which it is asked how a Trobada's return stands after so many months."""
    return gathering.ends_on + relativedelta(months=months)


def due_months(gathering, today) -> int | None:
    """Return which question is due: the latest that the days allow, or None before the first and after the last."""
    passed = [months for months in Months if day_of(gathering, months) <= today]
    return max(passed) if passed and today < day_of(gathering, LAST) else None


class FollowUp(ByParty):
    """One question to one party; what they answer is a Submission about it."""

    class State(models.TextChoices):
        ASKED = "asked", _("not answered yet")
        ANSWERED = "answered", _("waiting for the team")
        APPROVED = "approved", _("published")
        DECLINED = "declined", _("declined")

    # From the state of its answer.
    STATES = {
        Submission.State.PENDING: State.ANSWERED,
        Submission.State.APPROVED: State.APPROVED,
        Submission.State.DECLINED: State.DECLINED,
    }

    # None: there was nobody to write to.
    sent_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    no_more = models.BooleanField(
        _("does not want to be asked again about this Trobada"), default=False, db_default=False
    )
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written down by"),
    )
    answers = GenericRelation(Submission)

    objects = BaseManager.from_queryset(FollowUpQuerySet)()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["months", "pk"]
        constraints = [
            *ByParty.Meta.constraints,
            models.UniqueConstraint(
                fields=["gathering", "months", "party"],
                name="follow_up_once",
                violation_error_message=_("They have been asked this already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gathering}, {self.get_months_display()}: {self.party.entry}"

    @property
    def current(self) -> Submission | None:
        """The Submission that answers it, the latest if the first was declined, or None."""
        return max(self.answers.all(), key=lambda one: one.pk, default=None)

    @property
    def state(self) -> Any:
        """Where it stands, as its answer does."""
        answer = self.current
        return self.STATES.get(answer.state, self.State.ASKED) if answer else self.State.ASKED

    @property
    def state_words(self) -> str:
        return str(self.State(self.state).label)

    @property
    def answered_at(self) -> datetime | None:
        answer = self.current
        return answer.submitted_at if answer else None

    @property
    def answer(self) -> dict[str, Any]:
        """What was answered, {field: value}; {} when nothing was, or its text was deleted."""
        answer = self.current
        return answer.values if answer else {}

    @property
    def is_open(self) -> bool:
        """Whether those who were asked may still answer, or change what they said."""
        return self.state in (self.State.ASKED, self.State.ANSWERED)

    @property
    def seen(self) -> str:
        """Which answer this is, so that nobody decides on another than the one they read."""
        answer = self.current
        return f"{answer.pk}.{answer.revision}" if answer else ""
