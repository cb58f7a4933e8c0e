"""Where something comes from: what people who met at a Trobada went on to do together."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from energies.entries import party_kinds
from energies.entries.models import Party
from energies.kernel.models import BaseManager
from gatherings.models.gathering import Gathering
from gatherings.querysets import OriginQuerySet, VisibleOriginManager
from networks.models import Relation

SAID_ALREADY = _("This is said already of that Trobada.")


def side(model, label, **options) -> models.ForeignKey:
    return models.ForeignKey(
        model, on_delete=models.CASCADE, null=True, blank=True, related_name="origins", verbose_name=label, **options
    )


class Origin(models.Model):
    """``objects`` are those whose Trobada and what came out of it may both be public."""

    class Kind(models.TextChoices):
        MET = "met", _("we met there")
        BORN = "born", _("it came out of there")

    # In whose favour it is said: exactly one of them.
    SIDES = ("relation", "party")

    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="origins", verbose_name=_("Trobada")
    )
    kind = models.CharField(_("what happened"), max_length=4, choices=Kind)
    relation = side(Relation, _("relation"))
    party = side(Party, _("network or project"), limit_choices_to=party_kinds.may_come_out)

    objects = VisibleOriginManager.from_queryset(OriginQuerySet)()
    everything = BaseManager.from_queryset(OriginQuerySet)()

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")
        ordering = ["gathering", "kind", "pk"]
        base_manager_name = "everything"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(relation__isnull=True, party__isnull=False)
                | models.Q(relation__isnull=False, party__isnull=True),
                name="origin_of_one",
                violation_error_message=_("Choose a relation, a network or a project: one of the three."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="met", relation__isnull=False) | models.Q(kind="born"),
                name="origin_who_met",
                violation_error_message=_(
                    "Only the two sides of a relation met there: a network or a project came out."
                ),
            ),
            *(
                models.UniqueConstraint(
                    fields=["gathering", name, "kind"],
                    name=f"origin_of_{name}_once",
                    violation_error_message=SAID_ALREADY,
                )
                for name in ("relation", "party")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} · {self.get_kind_display()} · {self.gathering}"

    def get_absolute_url(self) -> str:
        return self.target.get_absolute_url()

    def clean(self) -> None:
        super().clean()
        # Django looks for another row among the visible ones only.
        same = {name: getattr(self, f"{name}_id") for name in ("gathering", *self.SIDES)} | {"kind": self.kind}
        if type(self).everything.filter(**same).exclude(pk=self.pk).exists():
            raise ValidationError(SAID_ALREADY)

    @property
    def target(self) -> Any:
        """The relation, the network or the project."""
        return self.relation if self.party_id is None else self.party.entry

    @property
    def name(self) -> str:
        return str(self.target)

    @property
    def is_visible(self) -> bool:
        return self.gathering.is_visible and self.target.is_visible
