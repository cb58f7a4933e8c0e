"""Where things happen in a Trobada: a hall, a courtyard, a street closed to traffic."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from energies.entries.place import Placed
from energies.kernel.models import Manager
from energies.territory.models import Barri
from gatherings.models.care import care_field
from gatherings.models.gathering import Gathering


class Room(Placed):
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="rooms", verbose_name=_("Trobada"))
    venue = models.CharField(_("place"), max_length=120, help_text=_("Such as «Ateneu de la Prosperitat»."))
    name = models.CharField(_("room"), max_length=80, blank=True, help_text=_("Such as «sala gran»."))
    barri = models.ForeignKey(
        Barri, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("barri")
    )
    directions = models.TextField(_("how to get there"), blank=True)
    capacity = models.PositiveSmallIntegerField(_("how many people fit"), null=True, blank=True)
    opens = models.TimeField(_("opens at"), null=True, blank=True)
    closes = models.TimeField(_("closes at"), null=True, blank=True)
    step_free = care_field(_("step-free entrance"))
    hearing_loop = care_field(_("hearing loop"))
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    objects = Manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["position", "venue", "name", "pk"]
        constraints = [
            *Placed.Meta.constraints,
            models.UniqueConstraint(
                fields=["gathering", "venue", "name"],
                name="room_once",
                violation_error_message=_("This room is in the list already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(venue=""), name="room_venue", violation_error_message=_("Say which place it is.")
            ),
            models.CheckConstraint(
                condition=models.Q(capacity=None) | models.Q(capacity__gt=0),
                name="room_capacity",
                violation_error_message=_("Write how many people fit, or leave it empty."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue}, {self.name}" if self.name else self.venue

    # What an activity placed here takes from it.
    CARRIED = ("venue", "barri", "address", "latitude", "longitude", "exposure", "directions")
