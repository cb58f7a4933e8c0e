from typing import Self

from django.db import models
from django.db.models import Prefetch, Q

from energies.kernel.geo import distance_m
from energies.kernel.models import QuerySet
from energies.territory import names


class DistrictQuerySet(QuerySet):
    def resolve(self, text) -> models.Model:
        """Return the district that a code, name or alias means. Raises UnknownDistrict."""
        return self.get(pk=names.district_code(text))

    def with_barris(self) -> Self:
        """Bring each district's barris along, in the order of their codes: two queries in all."""
        barris = self.model._meta.get_field("barris").related_model
        return self.prefetch_related(Prefetch("barris", queryset=barris.objects.order_by("code")))


class BarriQuerySet(QuerySet):
    def resolve(self, text) -> models.Model:
        """Return the barri that a code, name or alias means. Raises UnknownBarri.

        One query a call: for many rows take names.barri_code() and in_bulk().
        """
        return self.get(pk=names.barri_code(text))

    def nearest_to(self, latitude, longitude) -> tuple:
        """Return (barri, metres) of the barri whose representative point is nearest to a point in degrees.

        A hint, not a proof: a large barri's edge may lie nearer to its neighbour's point.
        Costs no query on a queryset already evaluated. Raises DoesNotExist if there are no barris.
        """
        distances = (
            (distance_m(latitude, longitude, barri.latitude, barri.longitude), barri.code, barri) for barri in self
        )
        nearest = min(distances, default=None)
        if nearest is None:
            raise self.model.DoesNotExist("There are no barris: run load_territory.")
        metres, _code, barri = nearest
        return barri, metres


class OutlineQuerySet(QuerySet):
    def around(self, barri) -> Self:
        """Those of the barri and of its neighbours, as far as they are loaded."""
        return self.filter(Q(barri=barri) | Q(barri__in=barri.neighbours.all()))
