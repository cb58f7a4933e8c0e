"""Projects in the words of the directory."""

from datetime import date, timedelta
from math import cos, radians
from typing import Self

from django.db.models import Case, ExpressionWrapper, F, FloatField, Prefetch, Q, When
from django.utils import timezone

from energies.entries.party_entry import PartyEntryQuerySet

STALE_AFTER = timedelta(days=365)


def stale_before() -> date:
    """Return the date before which a confirmation is no longer fresh."""
    return timezone.localdate() - STALE_AFTER


class ProjectQuerySet(PartyEntryQuerySet):
    def in_barri(self, barri) -> Self:
        """Those of the barri (main or other); the ones of the whole city are everywhere and not counted here."""
        return self.in_barris([barri])

    def in_barris(self, barris) -> Self:
        """Those whose main or other barri is one of ``barris`` (Barri rows or codes), each once."""
        through = self.model.other_barris.through.objects.filter(barri__in=barris)
        return self.filter(Q(barri__in=barris) | Q(pk__in=through.values("project")))

    def about(self, themes) -> Self:
        return self.filter(pk__in=self.model.themes.through.objects.filter(theme__in=themes).values("project"))

    def with_public_point(self) -> Self:
        """Those whose ``public_point`` is one, with the texts that name them: two queries in all."""
        return self.filter(exposure="exact", latitude__isnull=False).prefetch_related("texts")

    def under_way(self) -> Self:
        return self.exclude(stage="ended")

    def fresh(self) -> Self:
        """Under way and confirmed within the year: the first group of the fair rotation."""
        return self.under_way().filter(confirmed_on__gte=stale_before())

    def in_order(self, order) -> Self:
        """In the order called "name", "new" or "confirmed"."""
        orders = {"name": ["sort_name"], "new": ["-created_at"], "confirmed": [F("confirmed_on").desc(nulls_last=True)]}
        return self.order_by(*orders[order], "panot_seed", "pk")

    def around(self, barri) -> Self:
        """The ones of the barri first, then of its neighbours, then by the distance between barris."""
        closeness = Case(
            When(barri=barri, then=0),
            When(pk__in=self.model.other_barris.through.objects.filter(barri=barri).values("project"), then=0),
            When(barri__in=list(barri.neighbours.values_list("pk", flat=True)), then=1),
            default=2,
        )
        away = _squared_degrees(barri.latitude, barri.longitude, F("barri__latitude"), F("barri__longitude"))
        return self.order_by(closeness, away.asc(nulls_last=True), "panot_seed", "pk")

    def nearest_to(self, latitude, longitude) -> Self:
        """By distance from a point in degrees; who tells no more than the barri is taken to be in the middle of it."""
        told = {"exposure": "exact", "latitude__isnull": False}
        north = Case(When(**told, then=F("latitude")), default=F("barri__latitude"))
        east = Case(When(**told, then=F("longitude")), default=F("barri__longitude"))
        away = _squared_degrees(latitude, longitude, north, east)
        return self.order_by(away.asc(nulls_last=True), "panot_seed", "pk")

    def lately_confirmed(self) -> Self:
        return self.exclude(confirmed_on=None).order_by("-confirmed_on", "pk")

    def for_cards(self) -> Self:
        """With all a card shows, in a constant number of queries whatever the number of rows."""
        model = self.model
        # Named apart, because filling a prefetched manager builds its filters anew for every row.
        return self.select_related("barri").prefetch_related(
            "texts",
            Prefetch("project_themes", model.themes.through.objects.select_related("theme"), to_attr="themes_in_order"),
            Prefetch("needs", to_attr="needs_now"),
            Prefetch("offers", to_attr="offers_now"),
        )

    def for_page(self) -> Self:
        """With all a project's own page shows."""
        return self.for_cards().prefetch_related(
            "entities__texts", "other_barris", "collectives", "languages", "links", "tags", "barri__neighbours"
        )

    def near(self, project) -> Self:
        """Others of the same barri first, then of its neighbours, then about the same theme; itself left out."""
        closeness = Case(
            When(barri=project.barri_id, then=0),
            When(barri__in=project.barri.neighbours.all() if project.barri_id else [], then=1),
            default=2,
        )
        close = Q(barri=project.barri_id) | Q(barri__in=project.barri.neighbours.all()) if project.barri_id else Q()
        return self.under_way().exclude(pk=project.pk).filter(close).order_by(closeness, "panot_seed", "pk")


def _squared_degrees(latitude, longitude, north, east) -> ExpressionWrapper:
    """Return the square of the distance from a point, in degrees of latitude: enough to put near things in order."""
    up, right = north - latitude, (east - longitude) * cos(radians(latitude))
    return ExpressionWrapper(up * up + right * right, output_field=FloatField())
