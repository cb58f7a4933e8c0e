"""How long the team took: one row for each time that it said yes, no, or what is missing."""

from typing import Self

from django.db import models

from energies.curation.models.submission import Submission
from energies.kernel.models import Manager, QuerySet


class AnswerQuerySet(QuerySet):
    def since(self, moment) -> Self:
        """Those given at ``moment`` (datetime) or later."""
        return self.filter(answered_at__gte=moment)

    def pairs(self) -> QuerySet:
        """Return (sent at, answered at) of each."""
        return self.values_list("sent_at", "answered_at")


class Answer(models.Model):
    """From the moment something was sent to the team until the team answered: a decision, or a request for changes."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(db_index=True)

    objects = Manager.from_queryset(AnswerQuerySet)()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at__gte=models.F("sent_at")), name="answer_follows_what_was_sent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.answered_at:%Y-%m-%d}"
