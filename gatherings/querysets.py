"""Trobades, activities and what changed, in the words of the agenda."""

from datetime import datetime, time, timedelta
from operator import itemgetter
from typing import Self

from django.db.models import Count, F, Prefetch, Q, Sum
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from energies.entries import party_kinds
from energies.entries.models import EntryQuerySet, Party
from energies.kernel.email_address import normal_form
from energies.kernel.models import BaseManager, QuerySet
from energies.kernel.text import fold

VISIBLE = "visible"


def parties_fetched(path="") -> Prefetch:
    """Return what to ``prefetch_related`` for ``party_kinds.in_order``: those that may be public, with their entries."""
    return Prefetch(f"{path}__parties" if path else "parties", Party.objects.with_entries())


class GatheringQuerySet(EntryQuerySet):
    def for_cards(self) -> Self:
        """With all a card shows, in a constant number of queries."""
        return self.prefetch_related("texts", "barris")

    def for_page(self) -> Self:
        """With all a Trobada's own page shows, besides its programme."""
        return self.for_cards().prefetch_related(
            parties_fetched(),
            "present__texts",
            parties_fetched("working_groups"),
            "working_groups__papers",
            "working_groups__network__texts",
        )

    def coming(self) -> Self:
        """Not over yet, the nearest first."""
        return self.filter(ends_on__gte=timezone.localdate()).order_by("starts_on", "number")

    def with_hosts(self) -> Self:
        """With its name and those of whoever organises it."""
        return self.prefetch_related("texts", parties_fetched())

    def returned(self) -> Self:
        """Those whose return is public."""
        return self.filter(stage="returned")

    def left_something_in(self, barri) -> Self:
        """Those whose return is public that a barri hosted, or that left something there; the latest first."""
        there = self.model.everything.filter(Q(barris=barri) | Q(outcomes__barri=barri)).order_by()
        return self.returned().filter(pk__in=there.values("pk")).order_by("-starts_on", "-number")

    def past(self) -> Self:
        """Over, the latest first."""
        return self.filter(ends_on__lt=timezone.localdate()).order_by("-starts_on", "-number")

    def calling(self) -> Self:
        """Those that take proposals today."""
        today = timezone.localdate()
        return self.filter(stage="call_open", call_opens_on__lte=today, call_closes_on__gte=today)

    def organised_by(self, mine, networks) -> Self:
        """Those that any of ``mine`` (entries) or of ``networks`` organises; by keys, hidden networks and all."""
        theirs = [one.party_id for one in (*mine, *networks)]
        return self.filter(pk__in=self.model.parties.through.objects.filter(party__in=theirs).values("gathering"))

    def hosted_in(self, barri) -> Self:
        return self.filter(barris=barri)


class ActivityQuerySet(EntryQuerySet):
    def visible(self) -> Self:
        """What anybody may see: published, not hidden, nor of a Trobada that is."""
        return self.filter(Q(gathering=None) | Q(gathering__state=VISIBLE), state=VISIBLE, published=True)

    def waiting(self) -> Self:
        """Accepted for a programme that does not show them yet."""
        return self.filter(state=VISIBLE, published=False)

    def came(self) -> int | None:
        """How many people came to all of them, adding up, as far as it was told; None when nobody has."""
        return self.aggregate(n=Sum("attended"))["n"]

    def placed(self) -> Self:
        """With an hour."""
        return self.exclude(starts_at=None)

    def upcoming(self, now=None) -> Self:
        """Not over yet, the nearest first: what is going on comes before what is to come."""
        return self.filter(ends_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, now=None) -> Self:
        """Over, the latest first."""
        return self.filter(ends_at__lte=now or timezone.now()).order_by("-starts_at", "-pk")

    def running(self, now=None) -> Self:
        """Going on at this moment."""
        now = now or timezone.now()
        return self.filter(starts_at__lte=now, ends_at__gt=now).order_by("starts_at", "pk")

    def between(self, start, end) -> Self:
        """Any part of which falls between two moments."""
        return self.filter(starts_at__lt=end, ends_at__gt=start).order_by("starts_at", "pk")

    def since(self, day) -> Self:
        """Not over yet when ``day`` began in Barcelona."""
        return self.filter(ends_at__gt=midnight(day))

    def on_days(self, first, last) -> Self:
        """Any part of which falls on the days from ``first`` to ``last``, as they are counted in Barcelona."""
        return self.between(midnight(first), midnight(last + timedelta(days=1)))

    def taking_place(self) -> Self:
        """Not cancelled."""
        return self.exclude(status="cancelled")

    def in_barri(self, barri) -> Self:
        return self.filter(barri=barri)

    def in_district(self, district) -> Self:
        return self.filter(barri__district=district)

    def about(self, themes) -> Self:
        # By keys: the rows of a join would repeat an activity.
        through = self.model.themes.through.objects.filter(theme__in=themes)
        return self.filter(pk__in=through.values("activity"))

    def spoken_in(self, languages) -> Self:
        """In any of these languages."""
        through = self.model.languages.through.objects.filter(language__in=languages)
        return self.filter(pk__in=through.values("activity"))

    def of(self, one) -> Self:
        """Those that a party, by its entry, organises; of an entity, those of its projects too."""
        mine = self.model.parties.through.objects.filter(party__in=one.acting_parties())
        return self.filter(pk__in=mine.values("activity"))

    def for_whom(self, audience) -> Self:
        """For these, everybody's included."""
        return self.filter(audience__in=[audience, "everybody"])

    def with_places(self) -> Self:
        """In which somebody still fits, or nobody counts."""
        return self.filter(Q(capacity=None) | Q(capacity__gt=F("taken") + F("reserved")))

    def caring(self, names) -> Self:
        """With all these kinds of care, at least for whoever asks."""
        return self.filter(**{f"{name}__in": ["yes", "on_request"] for name in names})

    def for_cards(self) -> Self:
        """With all a line of the agenda or the programme shows, in a constant number of queries."""
        return self.select_related("barri", "gathering").prefetch_related("texts", "gathering__texts")

    def for_links(self) -> Self:
        """With what a link to each takes: its name, where it leads, whether it is cancelled."""
        return self.only("slug", "name", "lang", "status").prefetch_related("texts")

    def for_page(self) -> Self:
        """With all an activity's own page shows."""
        with_parts = self.for_cards().select_related("series")
        return with_parts.prefetch_related(parties_fetched(), "themes", "languages", "notices", "barri__neighbours")

    def for_board(self) -> Self:
        """With what the team's board shows."""
        return self.select_related("room").prefetch_related(parties_fetched()).with_attendance()

    def with_attendance(self) -> Self:
        """With how many people have their place confirmed, were marked as come, and have not come: see ``attendance``."""
        confirmed = Q(registrations__state="confirmed")
        absent = Greatest(F("registrations__people") - Coalesce(F("registrations__attended"), 0), 0)
        return self.annotate(
            expected=Sum("registrations__people", filter=confirmed, default=0),
            marked=Sum("registrations__attended"),
            unmarked=Sum(absent, filter=confirmed, default=0),
        )


class VisibleActivityManager(BaseManager):
    def get_queryset(self) -> QuerySet:
        return super().get_queryset().visible()


class NoticeQuerySet(QuerySet):
    def visible(self) -> Self:
        """Those of activities that anybody may see."""
        of_gathering = Q(activity__gathering=None) | Q(activity__gathering__state=VISIBLE)
        public = self.filter(of_gathering, activity__state=VISIBLE, activity__published=True)
        return public.exclude(act__in=self.model.FOR_ORGANISERS)

    def of_gathering(self, gathering) -> Self:
        return self.filter(activity__gathering=gathering)

    def for_lists(self) -> Self:
        return self.select_related("activity").prefetch_related("activity__texts")


class VisibleNoticeManager(BaseManager):
    def get_queryset(self) -> QuerySet:
        return super().get_queryset().visible()


class RegistrationQuerySet(QuerySet):
    def holding(self) -> Self:
        """Those whose people take places."""
        return self.filter(state__in=["unconfirmed", "confirmed", "offered"])

    def open(self) -> Self:
        return self.filter(state__in=["unconfirmed", "confirmed", "offered", "waiting"])

    def of_address(self, address) -> Self:
        """Those still open of an e-mail address, however it is spelled."""
        return self.open().filter(email_key=normal_form(address))

    def listed(self) -> Self:
        """Those whom organisers see: whoever may come, or came."""
        return self.filter(state__in=self.model.LISTED)

    def asking(self) -> Self:
        """Those still open who need something to be able to come."""
        return self.open().exclude(needs=[], needs_note="").order_by("pk")

    def confirmed(self) -> Self:
        return self.filter(state="confirmed")

    def waiting(self) -> Self:
        """The waiting list, in order of arrival."""
        return self.filter(state="waiting").order_by("pk")

    def to_call(self) -> Self:
        """Those still open who gave no e-mail: whatever changes, they have to be told by word of mouth."""
        return self.open().filter(email="").exclude(name="", phone="")

    def late(self, now) -> Self:
        """Those whose time to confirm, or to take an offer, is over."""
        return self.filter(state__in=["unconfirmed", "offered"], held_until__lte=now).order_by("pk")

    def people(self) -> int:
        """How many people they are in all."""
        return self.aggregate(n=Sum("people"))["n"] or 0

    def nameable(self) -> list:
        """[name…] of the entities on whose behalf people come and that agreed to be named, each once, by name."""
        named = self.listed().filter(is_listed=True).exclude(entity_name="")
        return list(named.order_by("entity_name").values_list("entity_name", flat=True).distinct())

    def marked(self) -> int:
        """How many people have been marked as come."""
        return self.aggregate(n=Sum("attended"))["n"] or 0

    def by_name(self, wanted="") -> list:
        """[Registration…] by name as people look it up: accents and case do not matter; a figure is their number."""
        words = fold(wanted)
        named = [(fold(one.name), one.pk, one) for one in self]
        return [one for name, pk, one in sorted(named, key=itemgetter(0, 1)) if words in name or words == str(pk)]


class OutcomeQuerySet(QuerySet):
    def visible(self) -> Self:
        """Those of Trobadas that anybody may see, once their return is published."""
        return self.filter(gathering__state=VISIBLE, gathering__stage="returned")

    def in_barri(self, barri) -> Self:
        return self.filter(barri=barri)

    def in_district(self, district) -> Self:
        return self.filter(barri__district=district)

    def open(self) -> Self:
        """Those for which there is still something to do."""
        return self.exclude(state__in=["done", "dropped"])

    def carried_by(self, party) -> Self:
        """Those that a Party carries."""
        return self.filter(parties=party)

    def for_lists(self) -> Self:
        """With all a list shows, in a constant number of queries."""
        return self.select_related("barri", "gathering").prefetch_related(
            "steps", "gathering__texts", parties_fetched()
        )

    def latest_first(self) -> Self:
        """Those of the latest Trobada first, each in its place there."""
        return self.order_by("-gathering__starts_on", "-gathering__number", "position", "pk")

    def numbers(self) -> dict[str, int]:
        """Return how many things there are, of how many Trobades, and how many are done or under way."""
        return self.order_by().aggregate(
            total=Count("pk"),
            gatherings=Count("gathering", distinct=True),
            done=Count("pk", filter=Q(state="done")),
            under_way=Count("pk", filter=Q(state="under_way")),
        )

    def counts_by(self, field) -> QuerySet:
        """Return [(value, state, how many)] by a field of the outcome and how it stands."""
        return self.order_by(field).values_list(field, "state").annotate(n=Count("pk"))


class VisibleOutcomeManager(BaseManager):
    def get_queryset(self) -> QuerySet:
        return super().get_queryset().visible()


class WorkingGroupQuerySet(QuerySet):
    def visible(self) -> Self:
        """Those of Trobadas that anybody may see."""
        return self.filter(gathering__state=VISIBLE)

    def of_any(self, entries) -> Self:
        """Those that any of a list of projects and entities is in."""
        return self.filter(parties__in=[one.party_id for one in entries])


class OriginQuerySet(QuerySet):
    def visible(self) -> Self:
        """Those whose Trobada may be public, and the network, the project, or both sides of a relation that holds."""
        both = Q(relation__from_party__state=VISIBLE, relation__to_party__state=VISIBLE)
        tied = both & Q(relation__isnull=False, relation__until=None)
        return self.filter(tied | Q(party__state=VISIBLE), gathering__state=VISIBLE)

    def for_lists(self) -> Self:
        """With all a list shows, in a constant number of queries."""
        sides, joining = ("relation__from_party", "relation__to_party"), party_kinds.joining()
        out = party_kinds.coming_out()
        entries = party_kinds.entries_at("party", among=out) + party_kinds.entries_at(*sides, among=joining)
        texts = party_kinds.texts_at("party", among=out) + party_kinds.texts_at(*sides, among=joining)
        return self.select_related("gathering", "relation", *entries).prefetch_related("gathering__texts", *texts)


class VisibleOriginManager(BaseManager):
    def get_queryset(self) -> QuerySet:
        return super().get_queryset().visible()


class FollowUpQuerySet(QuerySet):
    def waiting(self) -> Self:
        """Those whose answer the team has still to read."""
        return self.filter(answers__state="pending")

    def for_desk(self) -> Self:
        """With all the team's list shows."""
        rows = self.select_related("gathering", *party_kinds.entries_at("party"), "typed_by")
        return rows.prefetch_related("answers")


class GainQuerySet(QuerySet):
    def visible(self) -> Self:
        """What visible parties say of Trobadas that anybody may see, once their return is published."""
        return self.filter(party__state=VISIBLE, gathering__state=VISIBLE, gathering__stage="returned")

    def in_barri(self, barri) -> Self:
        """What is said of a barri, or of all those that hosted a Trobada that it hosted too."""
        hosted = Q(barri=None, gathering__in=barri.gatherings.order_by().values("pk"))
        return self.filter(Q(barri=barri) | hosted)

    def for_lists(self) -> Self:
        """With all a list shows, in a constant number of queries."""
        return self.select_related("barri", *party_kinds.entries_at("party")).prefetch_related(
            *party_kinds.texts_at("party")
        )


class VisibleGainManager(BaseManager):
    def get_queryset(self) -> QuerySet:
        return super().get_queryset().visible()


def midnight(day) -> datetime:
    """Return the moment at which a day begins in Barcelona."""
    return timezone.make_aware(datetime.combine(day, time.min))
