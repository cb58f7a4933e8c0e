"""Asking those who carry what a Trobada left how it stands: the public never reads this table."""

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from energies.kernel.models import BaseManager
from gatherings.models.by_party import ByParty, Months
from gatherings.querysets import FollowUpQuerySet

# The last question is not asked later than this: «a year on» would not be true.
LAST = 18


def day_of(gathering, months):
    """Return the day from which it is asked how a Trobada's return stands after so many months."""
    return gathering.ends_on + relativedelta(months=months)


def due_months(gathering, today):
    """Return which question is due: the latest that the days allow, or None before the first and after the last."""
    passed = [months for months in Months if day_of(gathering, months) <= today]
    return max(passed) if passed and today < day_of(gathering, LAST) else None


class FollowUp(ByParty):
    """One question to one party; ``answer`` is what the form of ``follow_up.forms`` holds, until the team decides."""

    class State(models.TextChoices):
        ASKED = "asked", _("not answered yet")
        ANSWERED = "answered", _("waiting for the team")
        APPROVED = "approved", _("published")
        DECLINED = "declined", _("declined")

    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.ASKED, db_default=State.ASKED, editable=False
    )
    # None: there was nobody to write to.
    sent_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answer = models.JSONField(_("answer"), default=dict, blank=True)
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
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

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
            models.CheckConstraint(
                condition=models.Q(state="asked", answered_at=None)
                | ~models.Q(state="asked") & models.Q(answered_at__isnull=False),
                name="follow_up_answered_at",
                violation_error_message=_("Nobody has answered this yet."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "answered"], decided_at=None)
                | models.Q(state__in=["approved", "declined"], decided_at__isnull=False),
                name="follow_up_decided_at",
                violation_error_message=_("The team has not decided on this yet."),
            ),
        ]

    def __str__(self):
        return f"{self.gathering}, {self.get_months_display()}: {self.party.entry}"

    @property
    def is_open(self):
        """Whether those who were asked may still answer, or change what they said."""
        return self.state in (self.State.ASKED, self.State.ANSWERED)

    @property
    def seen(self):
        """Which answer this is, so that nobody decides on another than the one they read."""
        return self.answered_at.isoformat() if self.answered_at else ""
