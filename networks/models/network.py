"""Projects and entities that work together: what for, where, since when, and how to join."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from energies.entries.models import Entry, EntryText, FormerSlug, Party, VisibleManager
from energies.entries.party_entry import PartyEntry
from energies.kernel.email_fields import AddressField, AddressKeyField, Keyed, address_has_key
from energies.kernel.images import Illustrated
from energies.kernel.models import BaseManager
from energies.territory.models import Barri, District
from energies.vocabulary.models import Theme
from networks.querysets import NetworkQuerySet


class Network(PartyEntry, Keyed):
    class Scope(models.TextChoices):
        BARRI = "barri", _("a barri")
        DISTRICT = "district", _("a district")
        CITY = "city", _("the whole city")
        THEME = "theme", _("a theme, wherever it is")

    class Joining(models.TextChoices):
        OPEN = "open", _("open: whoever wants may ask to join")
        INVITATION = "invitation", _("by invitation of a member")
        CLOSED = "closed", _("not taking new members now")

    said_fields = (*Entry.said_fields, "how_to_join", "meets")
    party_position, hosts = 30, True
    came_out = _("A network that came out of there")

    summary = models.CharField(
        _("what for, in one sentence"), max_length=160, help_text=_("Up to 160 characters. It is what cards show.")
    )
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown: paragraphs, lists, links."))
    scope = models.CharField(_("scope"), max_length=8, choices=Scope)
    barri = models.ForeignKey(
        Barri, on_delete=models.PROTECT, null=True, blank=True, related_name="networks", verbose_name=_("barri")
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="networks", verbose_name=_("district")
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="networks", verbose_name=_("themes"))
    since = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True)
    until = models.PositiveSmallIntegerField(
        _("until (year)"), null=True, blank=True, help_text=_("Only if it has ended: it stays as memory.")
    )
    joining = models.CharField(
        _("joining"), max_length=10, choices=Joining, default=Joining.OPEN, db_default=Joining.OPEN
    )
    how_to_join = models.TextField(_("how to join"), blank=True)
    meets = models.CharField(_("when it meets"), max_length=250, blank=True)
    website = models.URLField(_("website"), blank=True)
    contact_email = AddressField(_("e-mail for messages"), blank=True, help_text=_("Never shown."))
    contact_email_key = AddressKeyField(of="contact_email")
    # Never shown to the public: who answers for it, besides the editors of the members that coordinate it.
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="networks", verbose_name=_("who keeps it up")
    )

    objects = VisibleManager.from_queryset(NetworkQuerySet)()
    everything = BaseManager.from_queryset(NetworkQuerySet)()

    class Meta(Entry.Meta):
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [
            *Entry.Meta.constraints,
            address_has_key("contact_email", "network_email_has_key"),
            *Illustrated.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(scope="barri", barri__isnull=False, district=None)
                | models.Q(scope="district", district__isnull=False, barri=None)
                | models.Q(scope__in=["city", "theme"], barri=None, district=None),
                name="network_somewhere",
                violation_error_message=_("Choose the barri or the district that goes with the scope, and only that."),
            ),
            models.CheckConstraint(
                condition=~models.Q(summary="") & models.Q(LessThanOrEqual(Length("summary"), 160)),
                name="network_summary",
                violation_error_message=_("Say what the network is for in one sentence of up to 160 characters."),
            ),
            models.CheckConstraint(
                condition=(models.Q(since=None) | models.Q(since__range=(1800, 2100)))
                & (models.Q(until=None) | models.Q(until__range=(1800, 2100)))
                & (models.Q(since=None) | models.Q(until=None) | models.Q(until__gte=models.F("since"))),
                name="network_years",
                violation_error_message=_("Write the years with four figures; a network cannot end before it began."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("network", args=[self.slug])

    @property
    def main_theme(self) -> Any:
        """The first of its themes, or None: it colours the pattern."""
        return next(iter(self.themes.all()), None)

    @property
    def has_ended(self) -> bool:
        return self.until is not None

    def keepers(self) -> QuerySet:
        """Return the queryset of those who keep it up, and of those of the members that coordinate it."""
        leading = self.memberships.leading().order_by().values("party")
        return Party.everything.filter(models.Q(pk=self.party_id) | models.Q(pk__in=leading)).keepers()


class NetworkText(EntryText):
    entry = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="texts")
    how_to_join = models.TextField(_("how to join"), blank=True)
    meets = models.CharField(_("when it meets"), max_length=250, blank=True)

    class Meta(EntryText.Meta):
        verbose_name = _("translation")
        verbose_name_plural = _("translations")


class NetworkFormerSlug(FormerSlug):
    entry = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="former_slugs")
