"""Projects in the words of the directory."""

from collections import Counter
from datetime import timedelta

from django.db.models import Case, Count, Prefetch, Q, When
from django.utils import timezone

from energies.curation.entries import EntryQuerySet

STALE_AFTER = timedelta(days=365)


def stale_before():
    """Return the date before which a confirmation is no longer fresh."""
    return timezone.localdate() - STALE_AFTER


class ProjectQuerySet(EntryQuerySet):
    def in_barri(self, barri):
        """Those of the barri (main or other); the ones of the whole city are everywhere and not counted here."""
        return self.in_barris([barri])

    def in_barris(self, barris):
        """Those whose main or other barri is one of ``barris`` (Barri rows or codes), each once."""
        through = self.model.other_barris.through.objects.filter(barri__in=barris)
        return self.filter(Q(barri__in=barris) | Q(pk__in=through.values("project")))

    def about(self, themes):
        return self.filter(pk__in=self.model.themes.through.objects.filter(theme__in=themes).values("project"))

    def under_way(self):
        return self.exclude(stage="ended")

    def lately_confirmed(self):
        return self.exclude(confirmed_on=None).order_by("-confirmed_on", "pk")

    def for_cards(self):
        """With all a card shows, in a constant number of queries whatever the number of rows."""
        model = self.model
        return self.select_related("barri").prefetch_related(
            "texts",
            Prefetch("project_themes", model.themes.through.objects.select_related("theme")),
            "needs",
            "offers",
        )

    def for_page(self):
        """With all a project's own page shows."""
        return self.for_cards().prefetch_related(
            "entities__texts", "other_barris", "collectives", "languages", "links", "tags", "barri__neighbours"
        )

    def near(self, project):
        """Others of the same barri first, then of its neighbours, then about the same theme; itself left out."""
        closeness = Case(
            When(barri=project.barri_id, then=0),
            When(barri__in=project.barri.neighbours.all() if project.barri_id else [], then=1),
            default=2,
        )
        close = Q(barri=project.barri_id) | Q(barri__in=project.barri.neighbours.all()) if project.barri_id else Q()
        return self.under_way().exclude(pk=project.pk).filter(close).order_by(closeness, "panot_seed", "pk")

    def count_by_barri(self):
        """Return Counter {barri code: how many projects are in it}, main and other barris together."""
        main = self.exclude(barri=None).order_by().values_list("barri").annotate(Count("pk"))
        other = (
            self.model.other_barris.through.objects.filter(project__in=self.order_by().values("pk"))
            .values_list("barri")
            .annotate(Count("pk"))
        )
        return Counter(dict(main)) + Counter(dict(other))
