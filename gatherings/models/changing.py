"""What happens to an activity once it is public: moved, cancelled, taking place after all; and that it is told."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from energies.curation.history import record
from energies.kernel.rules import words_of
from energies.kernel.transitions import TransitionNotAllowed, Transitions
from gatherings import differences
from gatherings.differences import WhenWhere

NO_REASON = _("Say why it moves: everybody who wanted to come will read it.")


class Changing(models.Model):
    """Compares with its row at each save. Whoever is one has ``published``, ``gathering``, and the names WHEN, WHERE, TOLD.

    ``sequence`` and ``changed_at``, which calendars go by, move with each public change. Before it is public, only those
    who organise it are told. ``changed_by`` is the User who changes it, as far as the caller says so before saving: it is
    no news to them. ``tells_organisers`` is false while another letter tells those who organise it of the same change.
    """

    changed_by, tells_organisers = None, True

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

    def save(self, *args, **kwargs) -> None:
        """Write it; if it was public and when or where differs, it is *moved* from now on, and a Notice says so.

        ValidationError for a move without a reason.
        """
        with transaction.atomic():
            old = type(self).everything.filter(pk=self.pk).first() if self.pk else None
            act = self._follow(old) if old else None
            if old:
                # Somebody may have signed up, or been counted, since this was read.
                kwargs.setdefault("update_fields", self._written())
            super().save(*args, **kwargs)
            if act:
                self._note(act, old)

    def _note(self, act, old) -> None:
        self.notices.create(
            act=act,
            reason=self.status_reason,
            by=self.changed_by,
            was_starts_at=old.starts_at,
            was_ends_at=old.ends_at,
            was_place=old.place_beside(self),
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            place=self.place_beside(old),
            organisers_told_at=None if self.tells_organisers else timezone.now(),
        )

    @property
    def differences(self) -> list:
        """How it differs from what was announced, if it was moved: see ``gatherings.differences``."""
        if not self.was_starts_at:
            return []
        place = self.place
        if self.barri and (not place or self.was_place.startswith(f"{place}, ")):
            # As ``place_beside`` told it then.
            place = ", ".join(part for part in (place, self.barri.name) if part)
        was = WhenWhere(self.was_starts_at, self.was_ends_at, self.was_place or place)
        return differences.differences(was, WhenWhere(self.starts_at, self.ends_at, place))

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def is_moved(self) -> bool:
        return self.status == self.Status.MOVED

    @property
    def has_news(self) -> bool:
        """Whether it is no longer as it was announced."""
        return self.status != "planned"

    @classmethod
    def _written(cls) -> list:
        names = [field.name for field in cls._meta.concrete_fields if not field.primary_key]
        return [name for name in names if name not in cls.COUNTED]

    def _follow(self, old) -> str | None:
        """Bring ``status``, ``sequence`` and what it was before in step with what changed; return the act to tell of."""
        turned = ("cancelled" if self.is_cancelled else "restored") if self.is_cancelled != old.is_cancelled else None
        if not self.published:
            return turned or ("placed" if self.is_elsewhere(old) else None)
        if not old.published:
            self.changed_at = timezone.now()
            # Of a programme that is public already, who read it before is told; of a new one, who organises it.
            return "added" if self.gathering.published_at else "published"
        act = None
        if self.is_elsewhere(old) and not self.is_cancelled:
            self.check_reason()
            act = self._move_from(old)
        act = turned or act
        if any(getattr(self, name) != getattr(old, name) for name in self.TOLD):
            self.sequence, self.changed_at = old.sequence + 1, timezone.now()
        return act

    def is_elsewhere(self, old) -> bool:
        """Whether it is at another hour or in another place than ``old``."""
        return any(getattr(self, name) != getattr(old, name) for name in (*self.WHEN, *self.WHERE))

    def check_reason(self) -> None:
        """ValidationError unless it says why it moves."""
        if not self.status_reason.strip():
            raise ValidationError({"status_reason": NO_REASON})

    def _move_from(self, old) -> str:
        """Remember where and when it was to be; back where it was first, it is as planned again."""
        is_back = (self.starts_at, self.ends_at) == (old.was_starts_at, old.was_ends_at)
        if old.is_moved and is_back and old.was_place in (self.place, self.place_beside(old)):
            self._set_status(self.Status.PLANNED)
            self.was_starts_at, self.was_ends_at, self.was_place = None, None, ""
        elif not old.is_moved:
            self._set_status(self.Status.MOVED)
            self.was_starts_at, self.was_ends_at = old.starts_at, old.ends_at
            self.was_place = old.place_beside(self)
        return "moved"

    def cancel(self, *, by, why) -> None:
        """It will not take place; it stays to be found, saying why. TransitionNotAllowed when it was already."""
        self.status_transitions.check(self, self.Status.CANCELLED)
        if not why.strip():
            raise TransitionNotAllowed(words_of(type(self), "activity_cancelled_why"), self)
        self._change_status(self.Status.CANCELLED, by=by, why=why)

    def restore(self, *, by, why="") -> None:
        """It takes place after all. TransitionNotAllowed unless it was cancelled."""
        if not self.is_cancelled:
            raise TransitionNotAllowed(gettext("It was not cancelled."), self)
        self._change_status(self._not_cancelled, by=by, why=why)

    def _change_status(self, status, *, by, why) -> None:
        self.changed_by = by

        def save(row) -> None:
            with record(row, by=by, why=why):
                row.status_reason = why
                row.save()

        self.status_transitions.take(self, status, save=save)

    @property
    def _not_cancelled(self) -> Any:
        return self.Status.MOVED if self.was_starts_at else self.Status.PLANNED

    def set_cancelled(self, cancelled) -> None:
        """Say, unsaved, that it is cancelled or that it takes place."""
        self._set_status(self.Status.CANCELLED if cancelled else self._not_cancelled)

    def _set_status(self, status) -> None:
        if self.status != status:
            self.status_transitions.enter(self, status)

    def _why_not_status(self, to) -> str:
        return gettext("It was cancelled already.") if self.is_cancelled else gettext("It was not cancelled.")

    status_transitions = Transitions(
        "status",
        {
            None: set(Status),
            Status.PLANNED: {Status.MOVED, Status.CANCELLED},
            Status.MOVED: {Status.PLANNED, Status.CANCELLED},
            Status.CANCELLED: {Status.PLANNED, Status.MOVED},
        },
        words=_why_not_status,
    )

    def move(self, *, by, why, **changes) -> None:
        """Give it another hour or place (fields of WHEN, WHERE and the like), saying why.

        TransitionNotAllowed if it was cancelled, or is public and ``why`` is empty.
        """
        if self.is_cancelled:
            raise TransitionNotAllowed(gettext("It was cancelled: say first that it takes place after all."))
        if self.published and not why.strip():
            raise TransitionNotAllowed(str(NO_REASON))
        self.changed_by = by
        with record(self, by=by, why=why):
            self.status_reason = why
            for name, value in changes.items():
                setattr(self, name, value)
            self.save()

    def touch(self) -> None:
        """Say that something public changed that is not a field: who organises it, its themes, its languages."""
        if self.published:
            self.sequence, self.changed_at = self.sequence + 1, timezone.now()
            self.save()
