"""What changed after it was public: the changelog that anybody can read."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from energies.kernel.models import BaseManager
from gatherings.models.activity import Activity
from gatherings.querysets import NoticeQuerySet, VisibleNoticeManager


class Notice(models.Model):
    """One change of an activity that was public already; ``was`` is when and where it was to be, in case it moved."""

    class Act(models.TextChoices):
        ADDED = "added", _("added to the programme")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")
        RESTORED = "restored", _("takes place after all")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="notices", verbose_name=_("activity"))
    act = models.CharField(_("what changed"), max_length=9, choices=Act)
    reason = models.TextField(_("reason"), blank=True)
    was_starts_at = models.DateTimeField(null=True)
    was_ends_at = models.DateTimeField(null=True)
    was_place = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField(_("when"), db_default=Now(), db_index=True)

    objects = VisibleNoticeManager.from_queryset(NoticeQuerySet)()
    everything = BaseManager.from_queryset(NoticeQuerySet)()

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.activity}: {self.get_act_display()}"
