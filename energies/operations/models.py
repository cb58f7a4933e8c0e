"""What whoever runs the site is told of."""

from datetime import datetime
from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from energies.kernel.models import Manager, QuerySet
from energies.operations.cache_table import CacheRow
from energies.operations.counters import Counter
from energies.operations.idempotency import Received

__all__ = ["CacheRow", "Counter", "Failure", "Received"]


class FailureQuerySet(QuerySet):
    def note(self, seen) -> None:
        """Count one more of a ``failures.Seen``."""
        now = timezone.now()
        fields = {"trace": seen.trace, "place": seen.place[:300], "route": seen.route, "request_id": seen.request_id}
        known = self.filter(fingerprint=seen.fingerprint)
        if not known.update(count=F("count") + 1, last_at=now, **fields):
            _one, made = self.get_or_create(fingerprint=seen.fingerprint, defaults={"kind": seen.kind[:200], **fields})
            if not made:
                known.update(count=F("count") + 1, last_at=now)

    def to_tell(self, before) -> Self:
        """Those that nobody was told of, and those that went on after they were told, before ``before``."""
        return self.filter(Q(told_at=None) | Q(told_at__lt=before, count__gt=F("told"))).order_by("-last_at")


class Failure(models.Model):
    """A fault of the program, as often as it happened, without anything of whom it happened to."""

    fingerprint = models.CharField(max_length=32, unique=True)
    kind = models.CharField(_("kind"), max_length=200)
    place = models.CharField(_("where"), max_length=300)
    route = models.CharField(_("page"), max_length=120, blank=True)
    trace = models.TextField()
    request_id = models.CharField(max_length=16, blank=True)  # of the last time
    count = models.PositiveIntegerField(_("how often"), default=1, db_default=1)
    told = models.PositiveIntegerField(default=0, db_default=0)
    first_at = models.DateTimeField(db_default=Now())
    last_at = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField(null=True)

    objects = Manager.from_queryset(FailureQuerySet)()

    class Meta:
        verbose_name = _("failure")
        verbose_name_plural = _("failures")
        ordering = ["-last_at"]

    def __str__(self) -> str:
        return f"{self.kind}, {self.place}"

    @property
    def since_told(self) -> int:
        return self.count - self.told


class LastRunQuerySet(QuerySet):
    def note(self, name, at, failed_jobs="") -> None:
        """Say that what is called ``name`` was done at ``at`` (datetime)."""
        row = LastRun(name=name, at=at, failed_jobs=failed_jobs[:300])
        self.bulk_create([row], update_conflicts=True, unique_fields=["name"], update_fields=["at", "failed_jobs"])

    def of(self, name) -> datetime | None:
        """Return when ``name`` was done last, or None."""
        return self.filter(name=name).values_list("at", flat=True).first()

    def take_turn(self, name, now, pause) -> bool:
        """Whether ``name`` was not done for ``pause`` (timedelta); it counts as done now. Of two at once, one may."""
        if self.filter(name=name, at__lte=now - pause).update(at=now):
            return True
        try:
            with transaction.atomic():
                self.create(name=name, at=now)
        except IntegrityError:
            return False
        return True


class LastRun(models.Model):
    """When something periodic was done last."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    failed_jobs = models.CharField(max_length=300, blank=True, default="")  # which of its jobs failed

    objects = Manager.from_queryset(LastRunQuerySet)()

    class Meta:
        verbose_name = _("last run")
        verbose_name_plural = _("last runs")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OptOut(models.Model):
    """Somebody wants no more letters of a kind (``opt_out.Topic``), about one thing or, with ``about`` empty, at all."""

    topic = models.CharField(max_length=20)
    about = models.CharField(max_length=60, blank=True, default="")
    # The normal form alone: the letter is written to the address that stands elsewhere.
    email_key = models.CharField(_("e-mail"), max_length=254)
    at = models.DateTimeField(db_default=Now())

    objects = Manager()

    class Meta:
        verbose_name = _("letter not wanted")
        verbose_name_plural = _("letters not wanted")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "about", "email_key"],
                name="opt_out_once",
                violation_error_message=_("They have asked for this already."),
            )
        ]

    def __str__(self) -> str:
        return self.topic
