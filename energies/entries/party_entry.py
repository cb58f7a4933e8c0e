"""An entry that does things: it has a row of its own among the parties, made, hidden and deleted with it."""

from django.db import models, transaction
from django.db.models import Q

from energies.entries.models import Entry, EntryQuerySet
from energies.entries.party import Party


class PartyEntryQuerySet(EntryQuerySet):
    """Keeps the parties of what it writes as they should be: whatever goes past ``save`` goes through here."""

    def update(self, **values):
        if "state" not in values:
            return super().update(**values)
        with transaction.atomic(savepoint=False):
            touched = list(self.order_by().values_list("party", flat=True))
            rows = super().update(**values)
            for state in Entry.State.values:
                there = self.model.everything.filter(party__in=touched, state=state).order_by()
                Party.everything.filter(pk__in=there.values("party")).exclude(state=state).update(state=state)
        return rows

    def bulk_create(self, objs, *args, **options):
        objs = list(objs)
        with transaction.atomic(savepoint=False):
            new = [one for one in objs if one.party_id is None]
            made = Party.everything.bulk_create([one.new_party() for one in new])
            for one, party in zip(new, made, strict=True):
                one.party = party
            return super().bulk_create(objs, *args, **options)

    def delete(self):
        """Delete them with their parties, and so with what points at those."""
        return Party.everything.filter(pk__in=list(self.order_by().values_list("party", flat=True))).delete()

    delete.alters_data = True
    delete.queryset_only = True


class PartyEntry(Entry):
    """What a kind says of itself: ``party_position``, its place among the kinds; ``joins``, whether it has relations and
    belongs to networks and groups; ``hosts``, whether it organises Trobades; ``came_out``, how it is told that one came out
    of a Trobada ("": none does); ``maintained_by``, the lookup of the users who keep it up; ``schema_type``, its name at schema.org.
    """

    party_position: int | None = None
    joins = hosts = False
    came_out = ""
    maintained_by = "editors"
    schema_type = "Organization"

    party = models.OneToOneField(
        Party,
        on_delete=models.CASCADE,
        blank=True,
        editable=False,
        related_name="%(class)s",
        related_query_name="%(class)s",
    )

    class Meta(Entry.Meta):
        abstract = True

    def save(self, *args, **kwargs):
        is_new = self.party_id is None
        try:
            with transaction.atomic(savepoint=False):
                if is_new:
                    self.party = self.new_party()
                    self.party.save()
                super().save(*args, **kwargs)
                fields = kwargs.get("update_fields")
                if not is_new and (fields is None or "state" in fields):
                    self._tell_its_party()
        except Exception:
            if is_new:
                # It went with the transaction: the next attempt makes another.
                self.party = None
            raise

    def delete(self, *args, **kwargs):
        """Delete it with its party, and so with what points at that."""
        return self.party.delete(*args, **kwargs)

    def new_party(self):
        """Return the unsaved row of an entry that has none."""
        return Party(kind=self._meta.model_name, state=self.state)

    def _tell_its_party(self):
        Party.everything.filter(pk=self.party_id).exclude(state=self.state).update(state=self.state)
        if type(self).party.is_cached(self):
            self.party.state = self.state

    def keepers(self):
        """Return the queryset of the users who keep it up and may act."""
        return Party.everything.filter(pk=self.party_id).keepers()

    def addresses(self):
        """Return {key: private address} by which it is reached when nobody keeps it up."""
        return {self.contact_email_key: self.contact_email}

    def acting_parties(self):
        """Return the queryset of the keys of the parties that are it, or act as it: see ``Entity``."""
        return Party.everything.filter(pk=self.party_id).values("pk")

    @classmethod
    def reached_at(cls, key):
        """Return the Q of those that an e-mail address, by its key, reaches."""
        return Q(contact_email_key=key)

    @classmethod
    def answered_by(cls, user):
        """Return the visible ones that a user keeps up, and those that nobody does yet and are reached at the user's address."""
        kept = cls.everything.filter(**{f"{cls.maintained_by}__is_active": True}).order_by().values("pk")
        reached = cls.reached_at(user.email_key) & ~Q(pk__in=kept) if user.is_active else Q(pk__in=[])
        return cls.objects.filter(Q(**{cls.maintained_by: user}) | reached)
