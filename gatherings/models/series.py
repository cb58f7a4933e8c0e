"""An activity that comes again: its rule, and the days it leaves out. Each time it happens is an Activity of its own."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from energies.kernel.models import Manager


def new_uid() -> str:
    """Return an identifier that nobody else will ever give to an event."""
    return f"{uuid.uuid4()}@energies-comunitaries"


class Series(models.Model):
    """``rrule`` is an RFC 5545 recurrence rule («FREQ=MONTHLY;BYDAY=2TU;COUNT=10»), told in the hours of Barcelona.

    ``starts_at`` is the first time; ``exdates`` are those left out, as ISO 8601 in UTC.
    """

    uid = models.CharField(max_length=255, unique=True, default=new_uid, editable=False)
    rrule = models.CharField(_("rule"), max_length=250)
    starts_at = models.DateTimeField(_("first time"))
    exdates = models.JSONField(_("times left out"), default=list, blank=True)

    objects = Manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rrule__startswith="FREQ="),
                name="series_rule",
                violation_error_message=_("Say how often it comes again."),
            )
        ]

    def __str__(self) -> str:
        return self.rrule
