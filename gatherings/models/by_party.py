"""What a party says of a Trobada, or is asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from energies.entries.models import Party
from gatherings.models.gathering import Gathering


class Months(models.IntegerChoices):
    """How long after a Trobada people are asked how it stands."""

    THREE = 3, _("After 3 months")
    SIX = 6, _("After 6 months")
    TWELVE = 12, _("A year on")


class ByParty(models.Model):
    """What a party says of a Trobada, or is asked, so many months after."""

    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="%(class)ss", verbose_name=_("Trobada")
    )
    months = models.PositiveSmallIntegerField(_("when"), choices=Months)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="%(class)ss", verbose_name=_("who"))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(months__in=Months.values),
                name="%(class)s_months",
                violation_error_message=_("It is asked 3, 6 and 12 months after."),
            ),
        ]
