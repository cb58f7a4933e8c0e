"""A link between two projects or entities: only rows that both sides said yes to."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from energies.kernel.models import BaseManager
from networks.models.ending import Ending
from networks.models.parties import one_of
from networks.querysets import RelationQuerySet, VisibleRelationManager
from projects.models import Entity, Project


def side(model, related_name, label):
    return models.ForeignKey(
        model, on_delete=models.CASCADE, null=True, blank=True, related_name=related_name, verbose_name=label
    )


class Relation(Ending):
    """From whom, what, to whom, since and until when, in whose words.

    ``from_…`` is the side that the verb speaks of: «*from* lends space to *to*». Those of SYMMETRIC read alike both ways.
    """

    class Kind(models.TextChoices):
        COORGANISES = "coorganises", _("co-organises with")
        LENDS_SPACE = "lends_space", _("lends space to")
        SUPPORTED_BY = "supported_by", _("is supported by")
        LEARNT_FROM = "learnt_from", _("learnt from")
        BORN_OF = "born_of", _("was born of")
        SHARES = "shares", _("shares resources with")
        SPLIT_FROM = "split_from", _("split from")

    # What the other side says of the same.
    BACK = {
        Kind.LENDS_SPACE: _("is lent space by"),
        Kind.SUPPORTED_BY: _("supports"),
        Kind.LEARNT_FROM: _("taught"),
        Kind.BORN_OF: _("gave birth to"),
        Kind.SPLIT_FROM: _("saw the parting of"),
    }
    SYMMETRIC = {Kind.COORGANISES, Kind.SHARES}

    kind = models.CharField(_("what ties them"), max_length=12, choices=Kind)
    from_project = side(Project, "relations_from", _("project"))
    from_entity = side(Entity, "relations_from", _("entity"))
    to_project = side(Project, "relations_to", _("other project"))
    to_entity = side(Entity, "relations_to", _("other entity"))
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    words = models.CharField(_("in their words"), max_length=280, blank=True)
    lang = models.CharField(
        _("language of the texts"), max_length=2, choices=settings.LANGUAGES, default="ca", db_default="ca"
    )
    # Whose words they are: the side that asked.
    said_by_from = models.BooleanField(default=True, db_default=True)

    objects = VisibleRelationManager.from_queryset(RelationQuerySet)()
    everything = BaseManager.from_queryset(RelationQuerySet)()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["pk"]
        base_manager_name = "everything"
        constraints = [
            models.CheckConstraint(
                condition=one_of("from_project", "from_entity") & one_of("to_project", "to_entity"),
                name="relation_two_sides",
                violation_error_message=_("A relation has two sides: a project or an entity on each."),
            ),
            models.CheckConstraint(
                condition=~models.Q(from_project=models.F("to_project")) & ~models.Q(from_entity=models.F("to_entity")),
                name="relation_not_with_itself",
                violation_error_message=_("Choose somebody else: nobody has a relation with themselves."),
            ),
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="relation_until_after_since",
                violation_error_message=_("A relation cannot end before it began: check the two dates."),
            ),
            models.CheckConstraint(
                # A comparison with NULL is neither true nor false, and a check lets that pass: ask for both.
                condition=~models.Q(kind__in=["coorganises", "shares"])
                | models.Q(from_project__isnull=False, to_entity__isnull=False)
                | models.Q(
                    from_project__isnull=False, to_project__isnull=False, from_project__lte=models.F("to_project")
                )
                | models.Q(from_entity__isnull=False, to_entity__isnull=False, from_entity__lte=models.F("to_entity")),
                name="relation_alike_both_ways_once",
            ),
            models.UniqueConstraint(
                "kind",
                Coalesce("from_project", 0),
                Coalesce("from_entity", 0),
                Coalesce("to_project", 0),
                Coalesce("to_entity", 0),
                condition=models.Q(until=None),
                name="relation_once",
                violation_error_message=_("This relation is there already."),
            ),
        ]

    def __str__(self):
        return f"{self.start} · {self.get_kind_display()} · {self.end}"

    def save(self, *args, **kwargs):
        self.put_in_order()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return self.start.get_absolute_url()

    def clean(self):
        super().clean()
        self.put_in_order()

    def put_in_order(self):
        """A kind that reads alike both ways is written one way only, so that nobody says it twice."""
        if self.kind in self.SYMMETRIC and self._side("to") < self._side("from"):
            self.from_project_id, self.to_project_id = self.to_project_id, self.from_project_id
            self.from_entity_id, self.to_entity_id = self.to_entity_id, self.from_entity_id
            self.said_by_from = not self.said_by_from

    def _side(self, way):
        """Return what puts the two sides in order: projects before entities, then by key."""
        project, entity = getattr(self, f"{way}_project_id"), getattr(self, f"{way}_entity_id")
        return project is None, project or entity or 0

    @property
    def start(self):
        """The project or entity it is from."""
        return self.from_project or self.from_entity

    @property
    def end(self):
        """The project or entity it goes to."""
        return self.to_project or self.to_entity

    @classmethod
    def verbs(cls):
        """Return [(value, words)] of all that one side may say: «lends_space», or from the other «lends_space.back»."""
        rows = []
        for kind, words in cls.Kind.choices:
            rows.append((kind, words))
            if kind in cls.BACK:
                rows.append((f"{kind}.back", cls.BACK[kind]))
        return rows

    @classmethod
    def from_the_other_side(cls, verb):
        """Return the value of ``verbs`` by which the other side says the same."""
        kind, _dot, back = verb.partition(".")
        return kind if back or kind not in cls.BACK else f"{kind}.back"

    def seen_by(self, party):
        """Return (verb in words, the other side) as ``party`` would say it; as it is from, for anybody else."""
        if party == self.end and self.kind in self.BACK:
            return self.BACK[self.kind], self.start
        return self.get_kind_display(), self.start if party == self.end else self.end

    @property
    def said_by(self):
        """The side whose words they are."""
        return self.start if self.said_by_from else self.end

    @property
    def name(self):
        return str(self)

    @property
    def is_visible(self):
        return self.until is None and self.start.is_visible and self.end.is_visible

    @property
    def is_directed(self):
        return self.kind not in self.SYMMETRIC
