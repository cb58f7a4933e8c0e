"""One thing in the agenda, inside a Trobada or on its own; once public, whatever changes says so."""

from datetime import UTC, timedelta

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from energies.curation.history import record
from energies.entries import party_kinds
from energies.entries.models import Entry, EntryText, FormerSlug, Party
from energies.entries.place import Placed
from energies.kernel.email_fields import AddressField
from energies.kernel.images import Illustrated
from energies.kernel.models import BaseManager
from energies.kernel.rules import words_of
from energies.kernel.transitions import TransitionNotAllowed
from energies.territory.models import Barri
from energies.vocabulary.models import Language, Theme
from gatherings.models.axis import TILES, Axis
from gatherings.models.care import Caring
from gatherings.models.changing import Changing
from gatherings.models.counted import WithCapacity
from gatherings.models.gathering import Gathering
from gatherings.models.room import Room
from gatherings.models.series import Series, new_uid
from gatherings.querysets import ActivityQuerySet, VisibleActivityManager

DOOR_OPENS = timedelta(hours=12)


class Activity(Changing, Entry, Placed, Caring, WithCapacity):
    """``objects`` are those that anybody may see: see ActivityQuerySet.visible.

    Times are kept in UTC and told in Europe/Madrid. ``sequence`` and ``changed_at`` move with each public change.
    """

    class Kind(models.TextChoices):
        TALK = "talk", _("talk or debate")
        WORKSHOP = "workshop", _("workshop")
        WALK = "walk", _("walk or visit")
        ASSEMBLY = "assembly", _("assembly or meeting")
        MEAL = "meal", _("meal")
        FESTIVITY = "festivity", _("festivity, music or stage")
        EXHIBITION = "exhibition", _("exhibition")
        COURSE = "course", _("course")
        SPORT = "sport", _("sport and games")
        OTHER = "other", _("something else")

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("everybody")
        CITIZENS = "citizens", _("citizens")
        PROFESSIONALS = "professionals", _("professionals")

    said_fields = (*Entry.said_fields, "directions")
    # What says when and where: once public, a change of any of these is a move.
    WHEN = ("starts_at", "ends_at")
    WHERE = ("venue", "room_name", "barri_id")
    # What calendars and pages tell besides: a change of these makes ``sequence`` move too.
    TOLD = (
        *WHEN,
        *WHERE,
        *Caring.CARE,
        *("name", "summary", "description", "address", "latitude", "longitude", "exposure", "directions", "kind"),
        *("axis", "audience", "free", "price", "capacity", "sign_up", "sign_up_url", "status", "state", "gathering_id"),
    )

    gathering = models.ForeignKey(
        Gathering,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("Trobada"),
        help_text=_("Empty for an activity on its own."),
    )
    summary = models.CharField(
        _("in one sentence"), max_length=160, help_text=_("Up to 160 characters. It is what cards show.")
    )
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown: paragraphs, lists, links."))
    axis = models.CharField(_("axis"), max_length=12, choices=Axis)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    themes = models.ManyToManyField(Theme, blank=True, related_name="activities", verbose_name=_("themes"))
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("how long, in minutes"), null=True, blank=True, help_text=_("For activities that still have no hour.")
    )
    room = models.ForeignKey(
        Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="activities", verbose_name=_("room")
    )
    venue = models.CharField(_("place"), max_length=120, blank=True)
    room_name = models.CharField(_("room in the place"), max_length=80, blank=True)
    barri = models.ForeignKey(
        Barri, on_delete=models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("barri")
    )
    directions = models.TextField(_("how to get there"), blank=True)
    parties = models.ManyToManyField(Party, blank=True, related_name="activities", verbose_name=_("who organises it"))
    audience = models.CharField(
        _("for whom"), max_length=13, choices=Audience, default=Audience.EVERYBODY, db_default=Audience.EVERYBODY
    )
    languages = models.ManyToManyField(
        Language, blank=True, related_name="activities", verbose_name=_("languages spoken")
    )
    free = models.BooleanField(_("free of charge"), default=True, db_default=True)
    price = models.CharField(_("what it costs"), max_length=80, blank=True)
    # For the team only: what whoever proposes it asks of the Trobada.
    care_wanted = models.JSONField(_("care they ask the Trobada for"), default=list, blank=True)
    room_needs = models.CharField(_("what the room must have"), max_length=250, blank=True)
    availability = models.CharField(_("when they can, and when not"), max_length=250, blank=True)
    contact_email = AddressField(_("e-mail for messages"), blank=True, help_text=_("Never shown."))
    published = models.BooleanField(_("is public"), default=True, db_default=True, editable=False)
    uid = models.CharField(_("identifier in calendars"), max_length=255, default=new_uid, editable=False)
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="activities", editable=False
    )
    recurrence_id = models.DateTimeField(null=True, blank=True, editable=False)

    objects = VisibleActivityManager.from_queryset(ActivityQuerySet)()
    everything = BaseManager.from_queryset(ActivityQuerySet)()

    class Meta(Entry.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["starts_at", "pk"]
        constraints = [
            *Entry.Meta.constraints,
            *Placed.Meta.constraints,
            *Illustrated.Meta.constraints,
            *WithCapacity.Meta.constraints,
            *Changing.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(summary="") & models.Q(LessThanOrEqual(Length("summary"), 160)),
                name="activity_summary",
                violation_error_message=_("Say what it is in one sentence of up to 160 characters."),
            ),
            models.CheckConstraint(
                condition=models.Q(starts_at=None, ends_at=None)
                | models.Q(starts_at__isnull=False, ends_at__isnull=False)
                & models.Q(ends_at__gt=models.F("starts_at")),
                name="activity_ends_after_it_starts",
                violation_error_message=_("Write when it begins and when it ends: it cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(published=False) | models.Q(starts_at__isnull=False),
                name="activity_public_has_hour",
                violation_error_message=_("Say when it takes place: what is public has a day and an hour."),
            ),
            models.CheckConstraint(
                condition=models.Q(published=True) | models.Q(gathering__isnull=False),
                name="activity_waits_for_a_gathering",
                violation_error_message=_("Only the activities of a Trobada wait for its programme."),
            ),
            models.CheckConstraint(
                condition=models.Q(free=True, price="") | models.Q(free=False) & ~models.Q(price=""),
                name="activity_price",
                violation_error_message=_("Say that it is free, or what it costs: one of the two."),
            ),
            models.CheckConstraint(
                condition=models.Q(minutes=None) | models.Q(minutes__range=(5, 1440)),
                name="activity_minutes",
                violation_error_message=_("Write how long it lasts, between 5 minutes and a day."),
            ),
            models.CheckConstraint(
                condition=models.Q(series=None, recurrence_id=None)
                | models.Q(series__isnull=False, recurrence_id__isnull=False),
                name="activity_time_of_series",
            ),
            models.UniqueConstraint(
                fields=["uid"],
                name="activity_uid",
                violation_error_message=_("This activity of the calendar is here already."),
            ),
            models.UniqueConstraint(fields=["series", "recurrence_id"], name="activity_once_per_time"),
        ]
        indexes = [
            models.Index(fields=["ends_at", "starts_at"], name="activity_by_end"),
            models.Index(fields=["starts_at", "id"], name="activity_by_start"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("activity", args=[self.slug])

    @property
    def is_visible(self) -> bool:
        """Whether it may be public by itself; its Trobada may be hidden."""
        return super().is_visible and self.published

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at is not None and self.starts_at <= timezone.now()

    @property
    def takes_sign_ups(self) -> bool:
        """Whether people can sign up for it here and now, if it is public: see ``places.check_open``."""
        here = self.sign_up in (self.SignUp.OPEN, self.SignUp.REQUIRED)
        return here and self.starts_at is not None and not (self.is_cancelled or self.has_begun)

    @property
    def is_counted_now(self) -> bool:
        """Whether the door may be open: from half a day before it begins, and ever after."""
        return not self.is_cancelled and self.starts_at is not None and self.starts_at - DOOR_OPENS <= timezone.now()

    @property
    def is_running(self) -> bool:
        return not self.is_cancelled and self.starts_at is not None and self.starts_at <= timezone.now() < self.ends_at

    @property
    def duration(self) -> timedelta:
        """A timedelta: from its hours, or else from ``minutes`` (an hour without them)."""
        if self.starts_at:
            return self.ends_at.astimezone(UTC) - self.starts_at.astimezone(UTC)
        return timedelta(minutes=self.minutes or 60)

    @property
    def place(self) -> str:
        """«Ateneu de la Prosperitat, sala gran», or "" when it has none."""
        return ", ".join(part for part in (self.venue, self.room_name) if part)

    def place_beside(self, other) -> str:
        """Return ``place`` as it is told beside that of ``other``: with its barri if they are in different ones."""
        if self.barri_id == other.barri_id or not self.barri:
            return self.place
        return ", ".join(part for part in (self.place, self.barri.name) if part)

    @property
    def axis_words(self) -> str:
        """The name of its axis, as ``get_axis_display`` at a tenth of the cost: each line of a list says it."""
        return Axis(self.axis).label

    @property
    def motif(self) -> str:
        return TILES[self.axis][0]

    @property
    def tone(self) -> int:
        return TILES[self.axis][1]

    @property
    def organisers(self) -> list:
        """The entities, projects and networks that do it and may be public."""
        return party_kinds.in_order(self.parties.all())

    def wanted_slug(self) -> str:
        """Of a series, with the day: each time has an address of its own."""
        if self.series_id is None:
            return super().wanted_slug()
        return f"{super().wanted_slug()[:109]}-{timezone.localdate(self.recurrence_id)}"

    def _make_renditions(self) -> list[dict]:
        """Return those of another time of its series, which it shares, or its own."""
        if self.series_id:
            there = type(self).everything.filter(image=self.image.name, series__isnull=False).exclude(pk=self.pk)
            # Locked: who hides that one meanwhile looks, once that is committed, whether others show the same files.
            if twin := there.exclude(renditions=[]).select_for_update(of=("self",)).first():
                return twin.renditions
        return super()._make_renditions()

    def _are_shared(self, renditions) -> bool:
        return type(self).everything.filter(renditions=renditions, series__isnull=False).exists()

    def publish(self, *, by) -> None:
        """Let everybody see it. TransitionNotAllowed without an hour, or when it is public already."""
        if self.published:
            raise TransitionNotAllowed(gettext("It is public already."))
        if self.starts_at is None:
            raise TransitionNotAllowed(words_of(type(self), "activity_public_has_hour"))
        self.changed_by = by
        with record(self, by=by):
            self.published = True
            self.save()
            if self.is_visible:
                self.publish_image()

    def unpublish(self, *, by) -> None:
        """Let it wait for the programme again, and tell nobody that it was public.

        TransitionNotAllowed on its own, or when it is not public.
        """
        if not self.published or self.gathering_id is None:
            raise TransitionNotAllowed(gettext("It is not public in any programme."))
        with record(self, by=by):
            self.published = False
            self.save()
            untold = self.notices(manager="everything").filter(act__in=["added", "published"], organisers_told_at=None)
            untold.update(organisers_told_at=timezone.now())
            self.withdraw_image()

    def put_in(self, room, starts_at=None) -> None:
        """Take what a room says of itself, and the hour; unsaved. The time it lasts stays."""
        duration = self.duration
        self.room, self.room_name = room, room.name
        for name in Room.CARRIED:
            setattr(self, name, getattr(room, name))
        for name in ("step_free", "hearing_loop"):
            if getattr(self, name) == "unknown":
                setattr(self, name, getattr(room, name))
        if starts_at:
            # In UTC, where adding hours is adding hours, also on the nights on which the clocks change.
            self.starts_at = starts_at.astimezone(UTC)
            self.ends_at = self.starts_at + duration

    def follow_room(self, *, by, why="") -> None:
        """Take what its room says now, after the room was changed; ``why`` is told to everybody if it moves with it."""
        before = [getattr(self, name) for name in (*Room.CARRIED, "room_name")]
        self.put_in(self.room)
        if before != [getattr(self, name) for name in (*Room.CARRIED, "room_name")]:
            self.changed_by, self.status_reason = by, why or self.status_reason
            with record(self, by=by):
                self.save()


class ActivityText(EntryText):
    entry = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="texts")
    directions = models.TextField(_("how to get there"), blank=True)

    class Meta(EntryText.Meta):
        verbose_name = _("translation")
        verbose_name_plural = _("translations")


class ActivityFormerSlug(FormerSlug):
    entry = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="former_slugs")
