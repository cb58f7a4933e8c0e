"""What a barri gained from a Trobada, as those who carry it on tell it months later, once the team has read it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from energies.kernel.models import BaseManager
from energies.territory.models import Barri
from gatherings.models.by_party import ByParty
from gatherings.querysets import GainQuerySet, VisibleGainManager

MOST = 600


class Gain(ByParty):
    """``objects`` are those that a visible party says of a Trobada whose return is public."""

    barri = models.ForeignKey(
        Barri,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="gains",
        verbose_name=_("barri"),
        help_text=_("Empty: of all the barris that hosted it."),
    )
    lang = models.CharField(
        _("language of the texts"), max_length=2, choices=settings.LANGUAGES, default="ca", db_default="ca"
    )
    text = models.TextField(_("what the barri gained"), max_length=MOST)
    at = models.DateTimeField(_("when"), db_default=Now(), editable=False)

    objects = VisibleGainManager.from_queryset(GainQuerySet)()
    everything = BaseManager.from_queryset(GainQuerySet)()

    class Meta:
        verbose_name = _("what a barri gained")
        verbose_name_plural = _("what barris gained")
        ordering = ["months", "pk"]
        constraints = [
            *ByParty.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(text="") & models.Q(LessThanOrEqual(Length("text"), MOST)),
                name="gain_text",
                violation_error_message=_("Write what the barri gained, in up to 600 characters."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
