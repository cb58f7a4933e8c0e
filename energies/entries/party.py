"""Whoever does things in the directory, as one row: what points at «a project, an entity or a network» points here.

schema.org calls it an Agent. Which kinds there are is told by the models themselves (``party_kinds``), so that what
points at a party never names them.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from energies.accounts.models import User
from energies.entries import party_kinds
from energies.kernel.models import BaseManager, QuerySet

VISIBLE = "visible"


class PartyQuerySet(QuerySet):
    def visible(self):
        return self.filter(state=VISIBLE)

    def with_entries(self):
        """With the entry of each and its texts: one query, and one more for the texts of each kind."""
        names = party_kinds.names()
        return self.select_related(*names).prefetch_related(*(f"{name}__texts" for name in names))

    def maintained_by(self, user):
        """Those that a user keeps up, by themselves or by an entity of theirs."""
        mine = Q()
        for kind in party_kinds.kinds():
            mine |= Q(pk__in=kind.everything.filter(**{kind.maintained_by: user}).order_by().values("party"))
        return self.filter(mine)

    def keepers(self):
        """Return the users who keep any of them up and may act, each once."""
        named = Q()
        for kind in party_kinds.kinds():
            named |= Q(pk__in=kind.everything.filter(party__in=self).order_by().values(kind.maintained_by))
        return User.objects.filter(named, is_active=True).distinct()

    def answered_by(self, user):
        """Those that may join others for which a user answers: those they keep up, and those that nobody does yet and are
        reached at the user's own address."""
        mine = Q()
        for kind in party_kinds.joining():
            mine |= Q(pk__in=kind.answered_by(user).order_by().values("party"))
        return self.filter(mine)


class VisiblePartyManager(BaseManager):
    """Only those that may be public: the default, so that forgetting to ask leaks nothing."""

    def get_queryset(self):
        return super().get_queryset().visible()


class Party(models.Model):
    """``state`` is that of the entry, written with it (``PartyEntry``), so that asking who may show takes no join."""

    kind = models.CharField(_("kind"), max_length=20, editable=False)
    state = models.CharField(_("state"), max_length=8, default=VISIBLE, db_default=VISIBLE, editable=False)

    objects = VisiblePartyManager.from_queryset(PartyQuerySet)()
    everything = BaseManager.from_queryset(PartyQuerySet)()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["pk"]
        base_manager_name = "everything"

    def __str__(self):
        """Its name and its kind: a project and its entity often have one name."""
        return f"{self.entry} ({self.entry._meta.verbose_name})"

    @property
    def entry(self):
        """The project, entity, network… that it is, also when it is hidden: the public reads visible rows only."""
        return getattr(self, self.kind)

    @property
    def is_visible(self):
        return self.state == VISIBLE
