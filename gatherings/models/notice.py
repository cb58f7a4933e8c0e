"""What changed: the changelog that anybody can read, and what those who organise an activity are told."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from energies.kernel.models import BaseManager
from gatherings import differences
from gatherings.differences import WhenWhere
from gatherings.models.activity import Activity
from gatherings.querysets import NoticeQuerySet, VisibleNoticeManager


class Notice(models.Model):
    """One change of an activity: when and where it was to be, and is from then on. ``by`` is who did it, if it is known.

    What happens before it is public (FOR_ORGANISERS) is told to nobody but those who organise it.
    """

    class Act(models.TextChoices):
        ADDED = "added", _("added to the programme")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")
        RESTORED = "restored", _("takes place after all")
        PLACED = "placed", _("given its place in the programme")
        PUBLISHED = "published", _("public with the programme")

    FOR_ORGANISERS = (Act.PLACED, Act.PUBLISHED)
    # What those who signed up are told of.
    TO_VISITORS = (Act.MOVED, Act.CANCELLED, Act.RESTORED)

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="notices", verbose_name=_("activity"))
    act = models.CharField(_("what changed"), max_length=9, choices=Act)
    reason = models.TextField(_("reason"), blank=True)
    was_starts_at = models.DateTimeField(null=True)
    was_ends_at = models.DateTimeField(null=True)
    was_place = models.CharField(max_length=250, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=250, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), db_default=Now(), db_index=True)
    organisers_told_at = models.DateTimeField(null=True)

    objects = VisibleNoticeManager.from_queryset(NoticeQuerySet)()
    everything = BaseManager.from_queryset(NoticeQuerySet)()

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], condition=models.Q(organisers_told_at=None), name="notice_to_tell")]

    def __str__(self) -> str:
        return f"{self.activity}: {self.get_act_display()}"

    @property
    def was(self) -> WhenWhere:
        return WhenWhere(self.was_starts_at, self.was_ends_at, self.was_place)

    @property
    def now(self) -> WhenWhere:
        """When and where it was to be from then on."""
        return WhenWhere(self.starts_at, self.ends_at, self.place)

    @property
    def differences(self) -> list:
        return differences.differences(self.was, self.now)
