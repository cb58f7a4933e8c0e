"""Who belongs to a network: rows that both the member and the network said yes to."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from energies.entries import party_kinds
from energies.entries.models import Party
from energies.kernel.models import BaseManager
from networks.models.ending import Ending
from networks.models.network import Network
from networks.querysets import MembershipQuerySet, VisibleMembershipManager


class Membership(Ending):
    """A stay of a project or an entity in a network; who left stays as history, and may come back as a new row."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        COORDINATOR = "coordinator", _("coordinates it")
        SUPPORT = "support", _("supports it")

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("network")
    )
    party = models.ForeignKey(
        Party,
        on_delete=models.CASCADE,
        limit_choices_to=party_kinds.may_join,
        related_name="memberships",
        verbose_name=_("member"),
    )
    role = models.CharField(_("role"), max_length=11, choices=Role, default=Role.MEMBER, db_default=Role.MEMBER)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = VisibleMembershipManager.from_queryset(MembershipQuerySet)()
    everything = BaseManager.from_queryset(MembershipQuerySet)()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["pk"]
        base_manager_name = "everything"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="membership_until_after_since",
                violation_error_message=_("Nobody can leave before joining: check the two dates."),
            ),
            models.UniqueConstraint(
                fields=["network", "party"],
                condition=models.Q(until=None),
                name="membership_once",
                violation_error_message=_("They belong to the network already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.network}"

    def get_absolute_url(self) -> str:
        return self.network.get_absolute_url()

    @property
    def member(self) -> Any:
        """The project or the entity, also when it is hidden."""
        return self.party.entry

    # The two sides, by the names that every link has.
    @property
    def start(self) -> Any:
        return self.member

    @property
    def end(self) -> Any:
        return self.network

    @property
    def name(self) -> str:
        return str(self)

    @property
    def is_visible(self) -> bool:
        return self.until is None and self.network.is_visible and self.member.is_visible

    @property
    def kind_of_member(self) -> str:
        """«project» or «entity», in words."""
        return self.member._meta.verbose_name

    @property
    def is_current(self) -> bool:
        return self.until is None
