"""Somebody who signs up for several activities of a Trobada at once: one address, one page with all its places."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from energies.kernel import periods
from energies.kernel.email_fields import AddressField, AddressKeyField, Keyed, address_has_key
from energies.kernel.models import Manager
from gatherings.models.gathering import Gathering
from gatherings.models.registration import Registration
from gatherings.querysets import midnight


class Visit(Keyed):
    """What the link of that letter names; one for each address and Trobada, however often they sign up.

    It holds nothing of its own: which places they have are the Registrations of the address.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="visits", verbose_name=_("Trobada"))
    email = AddressField(_("e-mail"))
    email_key = AddressKeyField(of="email", db_index=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = Manager()

    class Meta:
        verbose_name = _("visit to a Trobada")
        verbose_name_plural = _("visits to Trobades")
        ordering = ["pk"]
        constraints = [
            address_has_key("email", "visit_email_has_key"),
            models.UniqueConstraint(fields=["gathering", "email_key"], name="visit_once"),
        ]

    def __str__(self) -> str:
        return str(self.gathering)

    @property
    def link_until(self) -> datetime | None:
        """Until when the link of the letter opens the page."""
        return midnight(self.gathering.ends_on + timedelta(days=1)) + periods.LINK_TO_PLACE

    @property
    def places(self) -> models.QuerySet:
        """The queryset of the Registrations still open of its address in its Trobada, with what their page shows."""
        rows = Registration.objects.open().filter(activity__gathering=self.gathering_id, email_key=self.email_key)
        return (
            rows.select_related("activity__barri")
            .prefetch_related("activity__texts")
            .order_by("activity__starts_at", "activity__pk")
        )
