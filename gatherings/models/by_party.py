"""What an entity, a project or a network says or is asked: exactly one of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gatherings.models.gathering import Gathering
from networks.models import Network
from projects.models import Entity, Project

KINDS = ("entity", "project", "network")


class Months(models.IntegerChoices):
    """How long after a Trobada people are asked how it stands."""

    THREE = 3, _("After 3 months")
    SIX = 6, _("After 6 months")
    TWELVE = 12, _("A year on")


def one_of(kind):
    """Return the condition that only the party of this kind is there."""
    return models.Q(**{f"{other}__isnull": other != kind for other in KINDS})


class ByParty(models.Model):
    """What a party says of a Trobada, or is asked, so many months after."""

    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="%(class)ss", verbose_name=_("Trobada")
    )
    months = models.PositiveSmallIntegerField(_("when"), choices=Months)
    entity = models.ForeignKey(
        Entity, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("entity")
    )
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("network")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=one_of("entity") | one_of("project") | one_of("network"),
                name="%(class)s_one_party",
                violation_error_message=_("Choose one entity, one project or one network."),
            ),
            models.CheckConstraint(
                condition=models.Q(months__in=Months.values),
                name="%(class)s_months",
                violation_error_message=_("It is asked 3, 6 and 12 months after."),
            ),
        ]

    @property
    def party(self):
        """Who says it or is asked, also when it is hidden: the public reads visible rows only."""
        return self.entity or self.project or self.network


def as_field(party):
    """Return {"project": party} or the like."""
    return {party._meta.model_name: party}
