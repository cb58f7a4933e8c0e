"""What projects look for and what they offer, each for as long as it holds."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from energies.kernel.models import BaseManager, QuerySet
from projects.models.project import Project


class ExchangeQuerySet(QuerySet):
    def unexpired(self) -> Self:
        return self.filter(models.Q(expires_on=None) | models.Q(expires_on__gte=timezone.localdate()))

    def current(self) -> Self:
        """Not expired, of visible projects that have not ended."""
        # Not by a join: the newest three would be looked for among the rows of all the projects.
        project = Project.everything.filter(pk=models.OuterRef("project"), state=Project.State.VISIBLE).under_way()
        return self.unexpired().filter(models.Exists(project))

    def one_a_project(self) -> Self:
        """The newest of each project, so that one that asks for much does not crowd out the rest; newest first."""
        holding = self.model.everything.filter(project=models.OuterRef("project"), pk__gt=models.OuterRef("pk"))
        return self.filter(~models.Exists(holding.unexpired())).order_by("-pk")


class CurrentManager(BaseManager):
    def get_queryset(self) -> QuerySet:
        return super().get_queryset().current()


class Exchange(models.Model):
    class Kind(models.TextChoices):
        SPACE = "space", _("space")
        MATERIALS = "materials", _("materials")
        HANDS = "hands", _("hands")
        KNOWLEDGE = "knowledge", _("knowledge")
        OUTREACH = "outreach", _("outreach")
        ALLIANCES = "alliances", _("alliances")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.CharField(_("what"), max_length=120)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    expires_on = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CurrentManager.from_queryset(ExchangeQuerySet)()
    everything = BaseManager.from_queryset(ExchangeQuerySet)()

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="%(class)s_text",
                violation_error_message=_("Say in a few words what it is."),
            )
        ]

    def __str__(self) -> str:
        return self.text


class Need(Exchange):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="needs")

    class Meta(Exchange.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")


class Offer(Exchange):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="offers")

    class Meta(Exchange.Meta):
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
