"""«This is still right»: its own date, never the last edit."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.project import Project


class Confirmation(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="confirmations")
    on = models.DateField(_("date"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("who"))
    who = models.CharField(_("who said so"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.project}, {self.on}"
