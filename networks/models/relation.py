"""A link between two projects or entities: only rows that both sides said yes to."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from energies.entries import party_kinds
from energies.entries.models import Party
from energies.kernel.models import BaseManager
from networks.models.ending import Ending
from networks.querysets import RelationQuerySet, VisibleRelationManager


def side(related_name, label) -> models.ForeignKey:
    return models.ForeignKey(
        Party,
        on_delete=models.CASCADE,
        limit_choices_to=party_kinds.may_join,
        related_name=related_name,
        verbose_name=label,
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
    from_party = side("relations_from", _("who"))
    to_party = side("relations_to", _("with whom"))
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
                condition=~models.Q(from_party=models.F("to_party")),
                name="relation_not_with_itself",
                violation_error_message=_("Choose somebody else: nobody has a relation with themselves."),
            ),
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="relation_until_after_since",
                violation_error_message=_("A relation cannot end before it began: check the two dates."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["coorganises", "shares"]) | models.Q(from_party__lt=models.F("to_party")),
                name="relation_alike_both_ways_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "from_party", "to_party"],
                condition=models.Q(until=None),
                name="relation_once",
                violation_error_message=_("This relation is there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} · {self.get_kind_display()} · {self.end}"

    def save(self, *args, **kwargs) -> None:
        self.put_in_order()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return self.start.get_absolute_url()

    def clean(self) -> None:
        super().clean()
        self.put_in_order()

    def put_in_order(self) -> None:
        """A kind that reads alike both ways is written one way only, so that nobody says it twice."""
        sides = (self.from_party_id, self.to_party_id)
        if self.kind in self.SYMMETRIC and None not in sides and self.to_party_id < self.from_party_id:
            self.from_party, self.to_party = self.to_party, self.from_party
            self.said_by_from = not self.said_by_from

    @property
    def start(self) -> Any:
        """The project or entity it is from, also when it is hidden."""
        return self.from_party.entry

    @property
    def end(self) -> Any:
        """The project or entity it goes to, also when it is hidden."""
        return self.to_party.entry

    @classmethod
    def verbs(cls) -> list:
        """Return [(value, words)] of all that one side may say: «lends_space», or from the other «lends_space.back»."""
        rows = []
        for kind, words in cls.Kind.choices:
            rows.append((kind, words))
            if kind in cls.BACK:
                rows.append((f"{kind}.back", cls.BACK[kind]))
        return rows

    @classmethod
    def from_the_other_side(cls, verb) -> str:
        """Return the value of ``verbs`` by which the other side says the same."""
        kind, _dot, back = verb.partition(".")
        return kind if back or kind not in cls.BACK else f"{kind}.back"

    def seen_by(self, party) -> tuple:
        """Return (verb in words, the other side) as ``party`` would say it; as it is from, for anybody else."""
        if party == self.end and self.kind in self.BACK:
            return self.BACK[self.kind], self.start
        return self.get_kind_display(), self.start if party == self.end else self.end

    @property
    def said_by(self) -> Any:
        """The side whose words they are."""
        return self.start if self.said_by_from else self.end

    @property
    def name(self) -> str:
        return str(self)

    @property
    def is_visible(self) -> bool:
        return self.until is None and self.start.is_visible and self.end.is_visible

    @property
    def is_directed(self) -> bool:
        return self.kind not in self.SYMMETRIC
