"""People who go on working on something during a Trobada, and perhaps after it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from energies.entries import party_kinds
from energies.entries.models import Party
from energies.kernel.models import Manager
from gatherings.models.gathering import Gathering
from gatherings.querysets import WorkingGroupQuerySet
from networks.models import Network


class WorkingGroup(models.Model):
    """A group of a Trobada; what it was stays there when it goes on as a network."""

    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="working_groups", verbose_name=_("Trobada")
    )
    lang = models.CharField(
        _("language of the texts"), max_length=2, choices=settings.LANGUAGES, default="ca", db_default="ca"
    )
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("what it works on"), max_length=160, blank=True)
    meets = models.CharField(_("when it meets"), max_length=250, blank=True)
    parties = models.ManyToManyField(
        Party,
        blank=True,
        limit_choices_to=party_kinds.may_join,
        related_name="working_groups",
        verbose_name=_("who is in it"),
    )
    network = models.OneToOneField(
        Network,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="working_group",
        verbose_name=_("network it goes on as"),
        error_messages={"unique": _("This network was born of another working group already.")},
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    objects = Manager.from_queryset(WorkingGroupQuerySet)()

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ["position", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "name"],
                name="working_group_once",
                violation_error_message=_("This Trobada has a group of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def goes_on(self) -> Any:
        """The network it goes on as, when that may be public."""
        return self.network if self.network_id and self.network.is_visible else None

    @property
    def members(self) -> list:
        """The entries of those of it that may be public."""
        return party_kinds.in_order(self.parties.all())


class GroupPaper(models.Model):
    """Minutes, a guide, an agreement: something a group wrote, wherever it is kept."""

    group = models.ForeignKey(
        WorkingGroup, on_delete=models.CASCADE, related_name="papers", verbose_name=_("working group")
    )
    lang = models.CharField(
        _("language of the texts"), max_length=2, choices=settings.LANGUAGES, default="ca", db_default="ca"
    )
    title = models.CharField(_("title"), max_length=120)
    url = models.URLField(_("address of the paper"))

    objects = Manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="group_paper_title",
                violation_error_message=_("Say what paper it is, in a few words."),
            ),
            models.CheckConstraint(
                condition=models.Q(url__startswith="https://"),
                name="group_paper_https",
                violation_error_message=_("Write the whole address of the paper, from https:// on."),
            ),
            models.UniqueConstraint(
                fields=["group", "url"],
                name="group_paper_once",
                violation_error_message=_("This group has this paper already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
