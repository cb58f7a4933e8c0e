"""Who belongs to a network: rows that both the member and the network said yes to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from energies.kernel.models import BaseManager
from networks.models.ending import Ending
from networks.models.network import Network
from networks.models.parties import one_of
from networks.querysets import MembershipQuerySet, VisibleMembershipManager
from projects.models import Entity, Project


class Membership(Ending):
    """A stay of a project or an entity in a network; who left stays as history, and may come back as a new row."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        COORDINATOR = "coordinator", _("coordinates it")
        SUPPORT = "support", _("supports it")

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("network")
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("project"),
    )
    entity = models.ForeignKey(
        Entity, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships", verbose_name=_("entity")
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
                condition=one_of("project", "entity"),
                name="membership_one_member",
                violation_error_message=_("Choose a project or an entity: one of the two."),
            ),
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="membership_until_after_since",
                violation_error_message=_("Nobody can leave before joining: check the two dates."),
            ),
            models.UniqueConstraint(
                fields=["network", "project"],
                condition=models.Q(until=None, project__isnull=False),
                name="membership_of_project_once",
                violation_error_message=_("This project belongs to the network already."),
            ),
            models.UniqueConstraint(
                fields=["network", "entity"],
                condition=models.Q(until=None, entity__isnull=False),
                name="membership_of_entity_once",
                violation_error_message=_("This entity belongs to the network already."),
            ),
        ]

    def __str__(self):
        return f"{self.member} · {self.network}"

    def get_absolute_url(self):
        return self.network.get_absolute_url()

    @property
    def member(self):
        """The project or the entity."""
        return self.project or self.entity

    # The two sides, by the names that every link has.
    @property
    def start(self):
        return self.member

    @property
    def end(self):
        return self.network

    @property
    def name(self):
        return str(self)

    @property
    def is_visible(self):
        return self.until is None and self.network.is_visible and self.member.is_visible

    @property
    def kind_of_member(self):
        """«project» or «entity», in words."""
        return self.member._meta.verbose_name

    @property
    def is_current(self):
        return self.until is None
