"""What every public entry of the directory shares: an address that lasts, a state, a language, a picture."""

import hashlib
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from energies.curation.history import record
from energies.curation.models import Change
from energies.entries.party import Party
from energies.kernel.images import Illustrated
from energies.kernel.models import BaseManager, QuerySet
from energies.kernel.text import fold, sort_key
from energies.kernel.transitions import Transitions

# A table of this app that stands in a file of its own.
__all__ = ["Entry", "EntryQuerySet", "EntryText", "FormerSlug", "Party", "VisibleManager", "address_for"]

# Of a year that somebody writes.
YEARS, WRONG_YEAR = (1800, 2100), _("Write the year with four figures, such as 2015.")


class EntryQuerySet(QuerySet):
    def visible(self) -> Self:
        return self.filter(state=Entry.State.VISIBLE)


class VisibleManager(BaseManager):
    """Only what may be public: the default, so that forgetting to ask leaks nothing."""

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().visible()


class Entry(Illustrated):
    """A public thing that speaks for itself in one language, with optional translations in ``texts``."""

    class State(models.TextChoices):
        VISIBLE = "visible", _("visible")
        HIDDEN = "hidden", _("hidden")
        REMOVED = "removed", _("removed")

    said_fields: tuple = ("name", "summary", "description")

    lang = models.CharField(
        _("language of the texts"), max_length=2, choices=settings.LANGUAGES, default="ca", db_default="ca"
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=140, unique=True, editable=False)
    sort_name = models.CharField(max_length=140, editable=False, db_index=True)
    panot_seed = models.PositiveIntegerField(editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.VISIBLE, db_default=State.VISIBLE, editable=False
    )
    state_reason = models.TextField(_("reason"), blank=True, editable=False)
    source = models.CharField(_("source"), max_length=40, blank=True, editable=False)
    source_id = models.CharField(_("identifier in the source"), max_length=80, blank=True, editable=False)
    invented = models.BooleanField(_("invented for the demo"), default=False, db_default=False, editable=False)
    created_at = models.DateTimeField(_("added"), db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        abstract = True
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~models.Q(source_id=""),
                name="%(class)s_once_per_source",
                violation_error_message=_("This row of the source is already in the directory."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_visible(self) -> bool:
        return self.state == self.State.VISIBLE

    def clean(self) -> None:
        super().clean()
        self.name = " ".join(self.name.split())
        if not fold(self.name):
            raise ValidationError({"name": _("Write the name as people say it.")})

    def save(self, *args, **kwargs) -> None:
        if self.panot_seed is None:
            self.panot_seed = int.from_bytes(hashlib.sha256(self.name.encode()).digest()[:3])
        self.sort_name = sort_key(self.name)[:140]
        former = self.slug
        base = self.wanted_slug()
        if not former or (former.rstrip("0123456789").removesuffix("-") != base and former != base):
            self.slug = self._free_slug(base)
        super().save(*args, **kwargs)
        if former and former != self.slug:
            self.former_slugs.model.objects.update_or_create(slug=former, defaults={"entry": self})

    def wanted_slug(self) -> str:
        """Return the address it has unless another entry has it."""
        return address_for(self.name)

    def _free_slug(self, base) -> str:
        """Return ``base`` or the first ``base-N`` that no entry has or had, so that old links never lie."""
        former = self._meta.get_field("former_slugs").related_model
        like = models.Q(slug=base) | models.Q(slug__startswith=f"{base}-")
        taken = set(type(self).everything.filter(like).exclude(pk=self.pk).values_list("slug", flat=True))
        taken |= set(former.objects.filter(like).exclude(entry=self.pk).values_list("slug", flat=True))
        return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)

    def translated(self, field, lang=None) -> tuple[str, str]:
        """Return (text, language) of ``field`` in ``lang`` (default: the page's), else as it was written."""
        lang = lang or get_language()
        if lang != self.lang:
            for text in self.texts.all():
                if text.lang == lang and getattr(text, field, ""):
                    return getattr(text, field), lang
        return getattr(self, field), self.lang

    def has_translation(self, lang) -> bool:
        """Return whether the texts can be read in ``lang``."""
        return lang == self.lang or any(text.lang == lang for text in self.texts.all())

    def hide(self, *, by, why) -> None:
        """Take the entry and its picture off every public surface, reversibly; TransitionNotAllowed unless visible."""
        self._change_state(self.State.HIDDEN, Change.Act.HIDDEN, by, why)

    def show(self, *, by, why="") -> None:
        """Put a hidden or removed entry back; TransitionNotAllowed when it is visible already."""
        self._change_state(self.State.VISIBLE, Change.Act.SHOWN, by, why)

    def remove(self, *, by, why) -> None:
        """Take the entry away for good: its address answers 410. TransitionNotAllowed when it was removed already."""
        self._change_state(self.State.REMOVED, Change.Act.REMOVED, by, why)

    def _change_state(self, state, act, by, why) -> None:
        def save(row) -> None:
            with record(row, by=by, why=why, act=act):
                row.save()
                row.publish_image() if row.is_visible else row.withdraw_image()

        self.state_transitions.take(self, state, save=save, why=why)

    def _keep_reason(self, _before, *, why="") -> None:
        self.state_reason = why

    state_transitions = Transitions(
        "state",
        {
            None: set(State),
            State.VISIBLE: {State.HIDDEN, State.REMOVED},
            State.HIDDEN: {State.VISIBLE, State.REMOVED},
            State.REMOVED: {State.VISIBLE},
        },
        entering=_keep_reason,
    )


class EntryText(models.Model):
    """Texts of an entry in another language; each app adds the foreign key ``entry`` (related_name="texts")."""

    lang = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=120, blank=True)
    summary = models.CharField(_("summary"), max_length=160, blank=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        abstract = True
        ordering = ["lang"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "lang"],
                name="%(class)s_once_per_language",
                violation_error_message=_("There is already a translation into this language: change that one."),
            )
        ]

    def __str__(self) -> str:
        return self.get_lang_display()


class FormerSlug(models.Model):
    """An address an entry had before it was renamed; each app adds the foreign key ``entry``."""

    slug = models.SlugField(max_length=140, unique=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug


def address_for(name) -> str:
    """Return the slug of ``name``: folded first, so that l·l and apostrophes read well; never empty."""
    return slugify(fold(name))[:120].strip("-") or "entrada"
