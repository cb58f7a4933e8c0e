"""People who go on working on something during a Trobada, and perhaps after it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from energies.kernel.models import Manager
from gatherings.models.gathering import Gathering
from projects.models import Entity, Project


class WorkingGroup(models.Model):
    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="working_groups", verbose_name=_("Trobada")
    )
    lang = models.CharField(
        _("language of the texts"), max_length=2, choices=settings.LANGUAGES, default="ca", db_default="ca"
    )
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("what it works on"), max_length=160, blank=True)
    meets = models.CharField(_("when it meets"), max_length=250, blank=True)
    projects = models.ManyToManyField(Project, blank=True, related_name="working_groups", verbose_name=_("projects"))
    entities = models.ManyToManyField(Entity, blank=True, related_name="working_groups", verbose_name=_("entities"))
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    objects = Manager()

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ["position", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "name"],
                name="working_group_once",
                violation_error_message=_("This Trobada has a group of this name already."),
            )
        ]

    def __str__(self):
        return self.name
