"""Controlled words that staff may change, and free tags that meet whatever their accents and case."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, TagBase

from energies.kernel.models import Manager
from energies.kernel.text import fold

TONES = 16


class Term(models.Model):
    """One word of a controlled list: a stable key for addresses and code, a translated name for people."""

    key = models.SlugField(_("key"), max_length=40, unique=True, help_text=_("Stays as it is: addresses use it."))
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    objects = Manager()

    class Meta:
        abstract = True
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.name


class Theme(Term):
    """What a project is about; its tone colours the panot (0–15, the same weight for all)."""

    tone = models.PositiveSmallIntegerField(
        _("tone"), default=0, choices=[(n, str(n)) for n in range(TONES)], help_text=_("Colour of its pattern.")
    )

    class Meta(Term.Meta):
        abstract = False
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tone__lt=TONES),
                name="theme_tone",
                violation_error_message=_("Choose a tone from 0 to 15."),
            )
        ]


class Collective(Term):
    """Whom a project is with."""

    class Meta(Term.Meta):
        abstract = False
        verbose_name = _("collective")
        verbose_name_plural = _("collectives")


class Language(Term):
    """A language people can speak in a project; the key is its ISO 639 code, «lsc» for Catalan Sign Language."""

    class Meta(Term.Meta):
        abstract = False
        verbose_name = _("language")
        verbose_name_plural = _("languages")


class Tag(TagBase):
    """A free word. «Horts» and «horts» are one tag: ``folded`` is what makes it unique."""

    folded = models.CharField(max_length=100, unique=True, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["folded"]

    def save(self, *args, **kwargs) -> None:
        self.folded = fold(self.name)[:100]
        super().save(*args, **kwargs)

    def merge_into(self, other) -> None:
        """Give everything tagged with this tag to ``other`` and delete this one."""
        for relation in self._meta.related_objects:
            through = relation.related_model
            if issubclass(through, TaggedItem):
                rows = through._base_manager.filter(tag=self)
                taken = list(through._base_manager.filter(tag=other).values_list("content_object_id", flat=True))
                for row in rows.exclude(content_object_id__in=taken):
                    row.tag = other
                    row.save()
        self.delete()


class TaggedItem(ItemBase):
    """Base of the rows that tie a tag to an object; each app adds its own foreign key ``content_object``."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="%(app_label)s_%(class)s_items")

    class Meta:
        abstract = True


class FoldingTaggableManager(_TaggableManager):
    """Finds an existing tag by its folded name before making another.

    taggit takes such a class (``TaggableManager(manager=…)``) and has no public one to begin with, nor a public method
    between reading what was typed and writing the rows.
    """

    def _to_tag_model_instances(self, tags, tag_kwargs) -> set:
        names = {fold(tag): " ".join(tag.split())[:100] for tag in tags if isinstance(tag, str) and fold(tag)}
        known = {tag.folded: tag for tag in Tag.objects.filter(folded__in=names)}
        for folded, name in names.items():
            if folded not in known:
                known[folded] = Tag.objects.create(name=name)
        return {tag for tag in tags if isinstance(tag, Tag)} | set(known.values())
