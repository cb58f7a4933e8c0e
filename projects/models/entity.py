"""Who does it. Informal groups are full citizens: nothing here asks for papers."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from energies.entries.models import WRONG_YEAR, YEARS, Entry, EntryText, FormerSlug, Party, VisibleManager
from energies.entries.party_entry import PartyEntry, PartyEntryQuerySet
from energies.entries.place import Placed, Reachable
from energies.kernel.images import Illustrated
from energies.kernel.models import BaseManager
from energies.territory.models import Barri


class EntityQuerySet(PartyEntryQuerySet):
    def in_barri(self, barri) -> Self:
        return self.filter(barri=barri)

    def for_cards(self) -> Self:
        """With all a card shows, in a constant number of queries."""
        return self.select_related("barri").prefetch_related("texts")


class Entity(PartyEntry, Placed, Reachable):
    """An association, a collective, a cooperative, a facility…"""

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("association")
        FOUNDATION = "foundation", _("foundation")
        COOPERATIVE = "cooperative", _("cooperative")
        INFORMAL = "informal", _("informal group")
        PLATFORM = "platform", _("platform")
        FACILITY = "facility", _("facility")
        PUBLIC_SERVICE = "public_service", _("public service")
        FEDERATION = "federation", _("federation")

    party_position, joins, hosts = 10, True, True

    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    summary = models.CharField(_("in one sentence"), max_length=160, blank=True)
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown: paragraphs, lists, links."))
    other_names = models.CharField(
        _("other names"), max_length=250, blank=True, help_text=_("Acronyms and former names, separated by commas.")
    )
    barri = models.ForeignKey(
        Barri, on_delete=models.PROTECT, null=True, blank=True, related_name="entities", verbose_name=_("barri")
    )
    since = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    # Never shown to the public: who may propose changes to it and to its projects.
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="entities", verbose_name=_("who keeps it up")
    )

    objects = VisibleManager.from_queryset(EntityQuerySet)()
    everything = BaseManager.from_queryset(EntityQuerySet)()

    class Meta(Entry.Meta):
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        constraints = [
            *Entry.Meta.constraints,
            *Placed.Meta.constraints,
            *Reachable.Meta.constraints,
            *Illustrated.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(since__range=YEARS),
                name="entity_since",
                violation_error_message=WRONG_YEAR,
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("entity", args=[self.slug])

    def acting_parties(self) -> QuerySet:
        """Return the queryset of the keys of its own party and those of its projects."""
        mine = models.Q(pk=self.party_id) | models.Q(project__entities=self)
        return Party.everything.filter(mine).values("pk")


class EntityText(EntryText):
    entry = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="texts")

    class Meta(EntryText.Meta):
        verbose_name = _("translation")
        verbose_name_plural = _("translations")


class EntityFormerSlug(FormerSlug):
    entry = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="former_slugs")
