"""Where something is, and how much of it may be told."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from energies.kernel.email_fields import AddressField, AddressKeyField, Keyed, address_has_key

# The municipality and a little around it, in degrees.
SOUTH, NORTH, WEST, EAST = 41.31, 41.47, 2.05, 2.24


class Placed(models.Model):
    """An address and a point with graduated exposure: pages read ``public_address`` and ``public_point`` only."""

    class Exposure(models.TextChoices):
        EXACT = "exact", _("exact: address and point are public")
        BARRI = "barri", _("barri only")
        ON_REQUEST = "on_request", _("on request: the project tells whoever asks")

    address = models.CharField(_("address"), max_length=160, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(SOUTH), MaxValueValidator(NORTH)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(WEST), MaxValueValidator(EAST)]
    )
    exposure = models.CharField(
        _("what is told of the place"),
        max_length=10,
        choices=Exposure,
        default=Exposure.EXACT,
        db_default=Exposure.EXACT,
        help_text=_("If somebody could be harmed by being found, choose «barri only» or «on request»."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                # A comparison with NULL is neither true nor false, and a check lets that pass: ask for both.
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False)
                & models.Q(latitude__range=(SOUTH, NORTH), longitude__range=(WEST, EAST)),
                name="%(class)s_point_in_city",
                violation_error_message=_("Give both coordinates of a point in Barcelona, or neither."),
            )
        ]

    @property
    def public_address(self) -> str:
        """The address, or "" when it is not for everybody."""
        return public_address_of(self.exposure, self.address)

    @property
    def public_point(self) -> tuple[float, float] | None:
        """(latitude, longitude) in WGS 84 degrees, or None when there is none or it is not for everybody."""
        return public_point_of(self.exposure, self.latitude, self.longitude)


def public_address_of(exposure, address) -> str:
    """Return what everybody may read of an address: all or nothing."""
    return address if exposure == Placed.Exposure.EXACT else ""


def public_point_of(exposure, latitude, longitude) -> tuple[float, float] | None:
    """Return (latitude, longitude) if everybody may know where it is, else None."""
    return (latitude, longitude) if exposure == Placed.Exposure.EXACT and latitude is not None else None


class Reachable(Keyed):
    """How people reach those who do it: the address for messages is never shown."""

    contact_email = AddressField(_("e-mail for messages"), blank=True, help_text=_("Never shown."))
    contact_email_key = AddressKeyField(of="contact_email", db_index=True)
    public_phone = models.CharField(_("public telephone"), max_length=20, blank=True)

    class Meta:
        abstract = True
        constraints = [address_has_key("contact_email", "%(class)s_email_has_key")]
