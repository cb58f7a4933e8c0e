"""What is done, by whom, where, for whom, and how to take part."""

from typing import Any

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from energies.curation.history import record
from energies.curation.models import Change
from energies.entries.models import YEARS, Entry, EntryText, FormerSlug, VisibleManager
from energies.entries.party_entry import PartyEntry
from energies.entries.place import Placed, Reachable
from energies.kernel.images import Illustrated
from energies.kernel.models import BaseManager, Manager
from energies.kernel.rules import words_of
from energies.search import index
from energies.territory.models import Barri
from energies.vocabulary.models import Collective, FoldingTaggableManager, Language, TaggedItem, Theme
from projects.freshness import describe
from projects.models.entity import Entity
from projects.querysets import ProjectQuerySet, stale_before


class YesNoUnknown(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")


def yes_no_field(label) -> models.CharField:
    """Return a field that answers ``label`` with yes, no or not known."""
    return models.CharField(
        label, max_length=7, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN, db_default=YesNoUnknown.UNKNOWN
    )


class Accessible(models.Model):
    """What whoever comes will find, or not."""

    ACCESSIBILITY = ("step_free", "adapted_toilet", "hearing_loop", "sign_language", "quiet_space", "easy_read")

    step_free = yes_no_field(_("step-free entrance"))
    adapted_toilet = yes_no_field(_("adapted toilet"))
    hearing_loop = yes_no_field(_("hearing loop"))
    sign_language = yes_no_field(_("sign language"))
    quiet_space = yes_no_field(_("quiet space"))
    easy_read = yes_no_field(_("easy-to-read information"))

    class Meta:
        abstract = True

    @property
    def accessibility(self) -> list:
        """[(label, answer code, answer in words)] for each thing asked."""
        return [
            (self._meta.get_field(name).verbose_name, getattr(self, name), getattr(self, f"get_{name}_display")())
            for name in self.ACCESSIBILITY
        ]

    @property
    def accessibility_known(self) -> bool:
        """Whether anything at all is known."""
        return any(getattr(self, name) != YesNoUnknown.UNKNOWN for name in self.ACCESSIBILITY)


class Project(PartyEntry, Placed, Reachable, Accessible):
    class Stage(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        ENDED = "ended", _("ended")

    said_fields = (*Entry.said_fields, "how_to_take_part", "schedule")
    party_position, joins = 20, True
    came_out = _("A project that came out of there")
    maintained_by, schema_type = "entities__editors", "Project"

    summary = models.CharField(
        _("in one sentence"), max_length=160, help_text=_("Up to 160 characters. It is what cards show.")
    )
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown: paragraphs, lists, links."))
    entities = models.ManyToManyField(Entity, blank=True, related_name="projects", verbose_name=_("who does it"))
    barri = models.ForeignKey(
        Barri, on_delete=models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("main barri")
    )
    other_barris = models.ManyToManyField(
        Barri, blank=True, related_name="other_projects", verbose_name=_("other barris")
    )
    citywide = models.BooleanField(_("the whole city"), default=False, db_default=False)
    themes = models.ManyToManyField(Theme, through="ProjectTheme", related_name="projects", verbose_name=_("themes"))
    collectives = models.ManyToManyField(Collective, blank=True, related_name="projects", verbose_name=_("with whom"))
    tags = TaggableManager(through="projects.TaggedProject", blank=True, manager=FoldingTaggableManager)
    since = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True)
    until = models.PositiveSmallIntegerField(_("until (year)"), null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=6, choices=Stage, default=Stage.ACTIVE, db_default=Stage.ACTIVE)
    learnt = models.TextField(_("what it taught"), blank=True, help_text=_("For projects that have ended."))
    how_to_take_part = models.TextField(_("how to take part"), blank=True)
    schedule = models.CharField(_("when"), max_length=250, blank=True)
    languages = models.ManyToManyField(
        Language, blank=True, related_name="projects", verbose_name=_("languages spoken")
    )
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True, editable=False, db_index=True)

    objects = VisibleManager.from_queryset(ProjectQuerySet)()
    everything = BaseManager.from_queryset(ProjectQuerySet)()

    class Meta(Entry.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            *Entry.Meta.constraints,
            *Placed.Meta.constraints,
            *Reachable.Meta.constraints,
            *Illustrated.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(citywide=True, barri=None) | models.Q(citywide=False, barri__isnull=False),
                name="project_somewhere",
                violation_error_message=_(
                    "Choose the main barri, or say that it is for the whole city: one of the two."
                ),
            ),
            models.CheckConstraint(
                # SQLite does not hold the length of a column by itself.
                condition=~models.Q(summary="") & models.Q(LessThanOrEqual(Length("summary"), 160)),
                name="project_summary",
                violation_error_message=_("Say what the project does in one sentence of up to 160 characters."),
            ),
            models.CheckConstraint(
                condition=(models.Q(since=None) | models.Q(since__range=YEARS))
                & (models.Q(until=None) | models.Q(until__range=YEARS)),
                name="project_years",
                violation_error_message=_("Write the years with four figures, such as 2015."),
            ),
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="project_until_after_since",
                violation_error_message=_("A project cannot end before it began: check the two years."),
            ),
            models.CheckConstraint(
                condition=models.Q(stage="ended", until__isnull=False)
                | ~models.Q(stage="ended") & models.Q(until=None),
                name="project_ended_until",
                violation_error_message=_("Write the year it ended if the project has ended, and only then."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "sort_name"], name="project_by_name"),
            models.Index(fields=["state", "-created_at"], name="project_by_age"),
            models.Index(fields=["state", "-confirmed_on"], name="project_by_confirmation"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.slug])

    def addresses(self) -> dict:
        """Return {key: private address} of it and of the entities that do it, which may be public."""
        return super().addresses() | dict(self.entities.values_list("contact_email_key", "contact_email"))

    @classmethod
    def reached_at(cls, key) -> models.Q:
        by_entities = models.Q(entities__contact_email_key=key, entities__state=Entity.State.VISIBLE)
        return super().reached_at(key) | by_entities

    @property
    def freshness(self) -> str:
        """The badge's words: «Confirmed 3 months ago», «Not confirmed since 2023»."""
        return describe(self.confirmed_on, stale=self.is_stale)

    @property
    def current_needs(self) -> list:
        """Its needs that still hold."""
        return [] if self.stage == self.Stage.ENDED else self.needs_now

    @property
    def current_offers(self) -> list:
        """Its offers that still hold."""
        return [] if self.stage == self.Stage.ENDED else self.offers_now

    @cached_property
    def main_theme(self) -> Any:
        """The first of its themes, or None."""
        return next((row.theme for row in self.themes_in_order), None)

    # ``for_cards`` fills these three beforehand.
    @cached_property
    def themes_in_order(self) -> list:
        return list(self.project_themes.select_related("theme"))

    @cached_property
    def needs_now(self) -> list:
        return list(self.needs.all())

    @cached_property
    def offers_now(self) -> list:
        return list(self.offers.all())

    @property
    def is_stale(self) -> bool:
        """Whether nobody has said for a year that this is still right."""
        return self.confirmed_on is None or self.confirmed_on < stale_before()

    def confirm(self, *, by=None, on=None, route=Change.Route.ADMIN, who="") -> Any:
        """Say that what stands here is right on the date ``on`` (today); returns the Confirmation.

        ValueError for a date to come. An earlier date than the last one is kept but does not move the badge.
        """
        on = on or timezone.localdate()
        if on > timezone.localdate():
            raise ValueError("Nobody can confirm what is to come.")
        with record(self, by=by, route=route, act=Change.Act.CONFIRMED):
            confirmation = self.confirmations.create(on=on, by=by, who=who)
            self.confirmed_on = max(on, self.confirmed_on or on)
            type(self).everything.filter(pk=self.pk).update(confirmed_on=self.confirmed_on)
            index.mark(self._meta.model_name, [self.pk])
        return confirmation


# How many themes a project may have, and what each is called.
POSITIONS = {1: _("main"), 2: _("second"), 3: _("third")}


class ProjectTheme(models.Model):
    """One of up to three themes; the first colours the pattern."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="project_themes")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="project_themes", verbose_name=_("theme"))
    position = models.PositiveSmallIntegerField(_("order"), choices=POSITIONS, default=1)

    objects = Manager()

    class Meta:
        verbose_name = _("theme of the project")
        verbose_name_plural = _("themes of the project")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "theme"],
                name="project_theme_once",
                violation_error_message=_("This theme is already chosen: choose another."),
            ),
            models.UniqueConstraint(
                fields=["project", "position"],
                name="project_theme_position",
                violation_error_message=_("Give each theme an order of its own."),
            ),
            models.CheckConstraint(
                condition=models.Q(position__range=(min(POSITIONS), max(POSITIONS))),
                name="project_three_themes",
                violation_error_message=_("Choose up to three themes."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.theme)

    @classmethod
    def repeated(cls, themes) -> dict:
        """Return {position: words} of the themes that stand before already; ``themes`` are in order, None for none."""
        words = words_of(cls, "project_theme_once")
        there = enumerate(themes, 1)
        return {position: words for position, theme in there if theme and theme in themes[: position - 1]}


class TaggedProject(TaggedItem):
    content_object = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="project_tag_once")]


class Link(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("text"), max_length=60)
    url = models.URLField(_("link"))

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label


class ProjectText(EntryText):
    entry = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="texts")
    how_to_take_part = models.TextField(_("how to take part"), blank=True)
    schedule = models.CharField(_("when"), max_length=250, blank=True)

    class Meta(EntryText.Meta):
        verbose_name = _("translation")
        verbose_name_plural = _("translations")


class ProjectFormerSlug(FormerSlug):
    entry = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="former_slugs")
