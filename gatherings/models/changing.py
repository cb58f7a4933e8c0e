"""What happens to an activity once it is public: moved, cancelled, taking place after all; and that it is told."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from energies.curation.history import record
from gatherings.steps import WrongStep


class Changing(models.Model):
    """Compares with its row at each save. Whoever is one has ``published``, ``gathering``, and the names WHEN, WHERE, TOLD.

    ``sequence`` and ``changed_at``, which calendars go by, move with each public change.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("as planned")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")

    status = models.CharField(
        _("takes place"),
        max_length=9,
        choices=Status,
        default=Status.PLANNED,
        db_default=Status.PLANNED,
        editable=False,
    )
    status_reason = models.CharField(
        _("why it was moved or cancelled"), max_length=250, blank=True, help_text=_("Everybody reads it.")
    )
    was_starts_at = models.DateTimeField(_("was to begin"), null=True, blank=True, editable=False)
    was_ends_at = models.DateTimeField(_("was to end"), null=True, blank=True, editable=False)
    was_place = models.CharField(_("was to be at"), max_length=250, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    changed_at = models.DateTimeField(_("last public change"), default=timezone.now, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="cancelled") | ~models.Q(status_reason=""),
                name="activity_cancelled_why",
                violation_error_message=_("Say why it is cancelled: everybody who wanted to come will read it."),
            ),
        ]

    def save(self, *args, **kwargs):
        """Write it; if it was public and when or where differs, it is *moved* from now on, and a Notice says so."""
        with transaction.atomic():
            old = type(self).everything.filter(pk=self.pk).first() if self.pk else None
            act = self._follow(old) if old else None
            if old:
                # Somebody may have signed up, or been counted, since this was read.
                kwargs.setdefault("update_fields", self._written())
            super().save(*args, **kwargs)
            if act:
                self.notices.create(
                    act=act,
                    reason=self.status_reason,
                    was_starts_at=old.starts_at,
                    was_ends_at=old.ends_at,
                    was_place=old.place,
                )

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def is_moved(self):
        return self.status == self.Status.MOVED

    @property
    def has_news(self):
        """Whether it is no longer as it was announced."""
        return self.status != "planned"

    @classmethod
    def _written(cls):
        names = [field.name for field in cls._meta.concrete_fields if not field.primary_key]
        return [name for name in names if name not in cls.COUNTED]

    def _follow(self, old):
        """Bring ``status``, ``sequence`` and what it was before in step with what changed; return the act to tell of."""
        if not self.published:
            return None
        if not old.published:
            self.changed_at = timezone.now()
            # Of a programme that is public already: who read it before is told.
            return "added" if self.gathering.published_at else None
        act = None
        moved = [name for name in (*self.WHEN, *self.WHERE) if getattr(self, name) != getattr(old, name)]
        if moved and not self.is_cancelled:
            act = self._move_from(old)
        if self.status != old.status and self.is_cancelled != old.is_cancelled:
            act = "cancelled" if self.is_cancelled else "restored"
        if any(getattr(self, name) != getattr(old, name) for name in self.TOLD):
            self.sequence, self.changed_at = old.sequence + 1, timezone.now()
        return act

    def _move_from(self, old):
        """Remember where and when it was to be; back where it was first, it is as planned again."""
        if old.is_moved and (self.starts_at, self.ends_at, self.place) == (
            old.was_starts_at,
            old.was_ends_at,
            old.was_place,
        ):
            self.status, self.was_starts_at, self.was_ends_at, self.was_place = self.Status.PLANNED, None, None, ""
        elif not old.is_moved:
            self.status = self.Status.MOVED
            self.was_starts_at, self.was_ends_at, self.was_place = old.starts_at, old.ends_at, old.place
        return "moved"

    def cancel(self, *, by, why):
        """It will not take place; it stays to be found, saying why. WrongStep when it was cancelled already."""
        if self.is_cancelled:
            raise WrongStep(gettext("It was cancelled already."))
        if not why.strip():
            raise WrongStep(gettext("Say why it is cancelled: everybody who wanted to come will read it."))
        with record(self, by=by, why=why):
            self.turn(cancelled=True)
            self.status_reason = why
            self.save()

    def turn(self, cancelled):
        """Say, unsaved, that it is cancelled or that it takes place."""
        there = self.Status.MOVED if self.was_starts_at else self.Status.PLANNED
        self.status = self.Status.CANCELLED if cancelled else there

    def restore(self, *, by, why=""):
        """It takes place after all. WrongStep unless it was cancelled."""
        if not self.is_cancelled:
            raise WrongStep(gettext("It was not cancelled."))
        with record(self, by=by, why=why):
            self.turn(cancelled=False)
            self.status_reason = why
            self.save()

    def move(self, *, by, why="", **changes):
        """Give it another hour or place (fields of WHEN, WHERE and the like), saying why. WrongStep if cancelled."""
        if self.is_cancelled:
            raise WrongStep(gettext("It was cancelled: say first that it takes place after all."))
        with record(self, by=by, why=why):
            self.status_reason = why
            for name, value in changes.items():
                setattr(self, name, value)
            self.save()

    def touch(self):
        """Say that something public changed that is not a field: who organises it, its themes, its languages."""
        if self.published:
            self.sequence, self.changed_at = self.sequence + 1, timezone.now()
            self.save()
