"""A Trobada: an edition with its call, its programme and its days, each step in its turn."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from energies.entries import party_kinds
from energies.entries.models import Entry, EntryText, FormerSlug, Party, VisibleManager
from energies.kernel.images import Illustrated
from energies.kernel.models import BaseManager
from energies.territory.models import Barri
from gatherings.editions import edition
from gatherings.models.stages import Stage, Staged
from gatherings.querysets import GatheringQuerySet
from projects.models import Entity


class Gathering(Staged, Entry):
    said_fields = (*Entry.said_fields, "theme", "call_criteria", "call_notes", "minutes")

    number = models.PositiveSmallIntegerField(
        _("number"), unique=True, error_messages={"unique": _("There is already a Trobada with this number.")}
    )
    theme = models.CharField(_("what it is about"), max_length=160, blank=True)
    summary = models.CharField(
        _("in one sentence"), max_length=160, help_text=_("Up to 160 characters. It is what cards show.")
    )
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown: paragraphs, lists, links."))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    barris = models.ManyToManyField(Barri, blank=True, related_name="gatherings", verbose_name=_("host barris"))
    parties = models.ManyToManyField(
        Party,
        blank=True,
        limit_choices_to=party_kinds.may_host,
        related_name="gatherings",
        verbose_name=_("who organises it"),
    )
    stage = models.CharField(
        _("step"), max_length=11, choices=Stage, default=Stage.ANNOUNCED, db_default=Stage.ANNOUNCED, editable=False
    )
    call_criteria = models.TextField(_("what the call asks for"), blank=True)
    call_notes = models.TextField(
        _("notes beside the form"), blank=True, help_text=_("What whoever proposes an activity should know.")
    )
    call_opens_on = models.DateField(_("the call opens on"), null=True, blank=True)
    call_closes_on = models.DateField(_("last day of the call"), null=True, blank=True)
    published_at = models.DateTimeField(_("programme published at"), null=True, blank=True, editable=False)
    minutes = models.TextField(_("minutes"), blank=True, help_text=_("Markdown: paragraphs, lists, links."))
    present = models.ManyToManyField(
        Entity, blank=True, related_name="gatherings_attended", verbose_name=_("entities that were there")
    )
    present_also = models.TextField(_("others that were there"), blank=True, max_length=1000)
    return_asked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = VisibleManager.from_queryset(GatheringQuerySet)()
    everything = BaseManager.from_queryset(GatheringQuerySet)()

    class Meta(Entry.Meta):
        verbose_name = _("Trobada")
        verbose_name_plural = _("Trobades")
        ordering = ["-starts_on", "-number"]
        constraints = [
            *Entry.Meta.constraints,
            *Illustrated.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(number__range=(1, 999)),
                name="gathering_number",
                violation_error_message=_("Number the Trobades from 1 on."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="gathering_ends_after_it_starts",
                violation_error_message=_("A Trobada cannot end before it begins: check the two days."),
            ),
            models.CheckConstraint(
                condition=~models.Q(summary="") & models.Q(LessThanOrEqual(Length("summary"), 160)),
                name="gathering_summary",
                violation_error_message=_("Say what the Trobada is about in one sentence of up to 160 characters."),
            ),
            models.CheckConstraint(
                condition=models.Q(call_opens_on=None, call_closes_on=None)
                | models.Q(call_opens_on__isnull=False, call_closes_on__isnull=False)
                & models.Q(call_closes_on__gte=models.F("call_opens_on")),
                name="gathering_call_days",
                violation_error_message=_("Write both days of the call, the last one not before the first."),
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="call_open") | models.Q(call_closes_on__isnull=False),
                name="gathering_open_call_has_days",
                violation_error_message=_("Say from when until when the call is open."),
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=["announced", "call_open", "in_progress"], published_at=None)
                | models.Q(
                    stage__in=["published", "under_way", "closed", "returned"],
                    published_at__isnull=False,
                ),
                name="gathering_published_since",
            ),
            models.CheckConstraint(
                condition=models.Q(call_closes_on=None) | models.Q(call_closes_on__lte=models.F("ends_on")),
                name="gathering_call_ends_before_it",
                violation_error_message=_("The call cannot go on after the Trobada: check its last day."),
            ),
            models.CheckConstraint(
                condition=models.Q(return_asked_at=None) | models.Q(stage__in=["closed", "returned"]),
                name="gathering_asked_once_over",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("gathering", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        # Django looks for another row among the visible ones only.
        if type(self).everything.filter(number=self.number).exclude(pk=self.pk).exists():
            raise ValidationError({"number": self._meta.get_field("number").error_messages["unique"]})

    @property
    def organisers(self) -> list:
        """The entries of those that organise it and may be public."""
        return party_kinds.in_order(self.parties.all())

    @property
    def edition(self) -> str:
        """«la sisena Trobada», in the language of the page."""
        return edition(self.number)

    @property
    def has_programme(self) -> bool:
        """Whether its programme is public."""
        return self.stage in self.WITH_PROGRAMME

    @property
    def call_is_open(self) -> bool:
        """Whether activities can be proposed for it today."""
        today = timezone.localdate()
        return self.stage == self.Stage.CALL_OPEN and self.call_opens_on <= today <= self.call_closes_on

    @property
    def may_tell(self) -> bool:
        """Whether those who organised it may tell what it left."""
        return self.stage in self.TELLING

    @property
    def is_over(self) -> bool:
        return self.ends_on < timezone.localdate()

    @property
    def is_running(self) -> bool:
        return self.has_programme and self.starts_on <= timezone.localdate() <= self.ends_on

    @cached_property
    def days(self) -> list:
        """Its days, first to last."""
        return [self.starts_on + timedelta(days=n) for n in range((self.ends_on - self.starts_on).days + 1)]


class GatheringText(EntryText):
    entry = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="texts")
    theme = models.CharField(_("what it is about"), max_length=160, blank=True)
    call_criteria = models.TextField(_("what the call asks for"), blank=True)
    call_notes = models.TextField(_("notes beside the form"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)

    class Meta(EntryText.Meta):
        verbose_name = _("translation")
        verbose_name_plural = _("translations")


class GatheringFormerSlug(FormerSlug):
    entry = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="former_slugs")
