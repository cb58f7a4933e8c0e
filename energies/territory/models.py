"""The official territory of Barcelona: 10 districts, 73 barris. Reference data, loaded by load_territory."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from energies.kernel.models import Manager
from energies.kernel.text import sentence_start
from energies.territory.querysets import BarriQuerySet, DistrictQuerySet, OutlineQuerySet

CODE_PATTERN = r"^[0-9]{2}$"


class Place(models.Model):
    code = models.CharField(_("code"), max_length=2, primary_key=True)
    name = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("As it stands inside a sentence, with its article.")
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)

    class Meta:
        abstract = True
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=CODE_PATTERN),
                name="%(app_label)s_%(class)s_code_two_digits",
                violation_error_message=_("The official code has two digits."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The name as a heading: "El Raval"."""
        return sentence_start(self.name)


class District(Place):
    objects = Manager.from_queryset(DistrictQuerySet)()

    class Meta(Place.Meta):
        verbose_name = _("district")
        verbose_name_plural = _("districts")


class Barri(Place):
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="barris", verbose_name=_("district"))
    # WGS 84 degrees: a point inside the barri to hang things on, not its centroid.
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    area_ha = models.FloatField(_("area in hectares"))
    neighbours = models.ManyToManyField("self", blank=True, verbose_name=_("neighbours"))
    # Axial coordinates on the hexagon map (see hexmap.py).
    hex_q = models.SmallIntegerField(_("hexagon column"))
    hex_r = models.SmallIntegerField(_("hexagon row"))
    short_label = models.CharField(_("short label"), max_length=40, help_text=_("On the map; a bar breaks the line."))

    objects = Manager.from_queryset(BarriQuerySet)()

    class Meta(Place.Meta):
        verbose_name = _("barri")
        verbose_name_plural = _("barris")


class Outline(models.Model):
    """The true shape of a barri, from the city's boundaries, as light as a drawing needs (see outlines.py)."""

    barri = models.OneToOneField(
        Barri, on_delete=models.CASCADE, primary_key=True, related_name="outline", verbose_name=_("barri")
    )
    # [[[longitude, latitude], …], …] in WGS 84 degrees: what an odd number of rings surrounds is inside.
    rings = models.JSONField(_("rings"))

    objects = Manager.from_queryset(OutlineQuerySet)()

    class Meta:
        verbose_name = _("outline")
        verbose_name_plural = _("outlines")
        ordering = ["barri_id"]
        constraints = [
            models.CheckConstraint(
                # A ring with a third point: what has fewer surrounds nothing.
                condition=models.Q(rings__0__2__isnull=False),
                name="territory_outline_has_a_ring",
                violation_error_message=_("An outline needs a ring of three points or more."),
            )
        ]

    def __str__(self) -> str:
        return str(self.barri)
