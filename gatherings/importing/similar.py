"""What a calendar brings that may be here already, under another identifier: of the same name on the same day, or of the
same people at the same hour."""

from collections import defaultdict
from datetime import date, timedelta

from django.utils import timezone

from energies.curation.models import Submission
from energies.entries import parties
from energies.kernel.text import NEAR, fold, nearness
from gatherings.models import Activity
from gatherings.querysets import midnight


class KnownActivities:
    """Knows the activities and the proposals among which each Found of a list is looked for, in three queries.

    They are those that whoever brings the calendar may know of: what is public, what ``organiser`` organises, and what
    they are proposing themselves.
    """

    def __init__(self, found, organiser, user):
        """``organiser`` is the reference of whose calendar it is, ``user`` whoever brings it."""
        days = [one.day for one in found if one.day]
        self._named, self._theirs = defaultdict(list), {}
        if days:
            self._activities(min(days), max(one.repeat_until or one.day for one in found if one.day), organiser)
            self._proposals(organiser, user)

    def of(self, found):
        """Return the name of what a Found looks like, or ""."""
        folded = fold(found.name)
        like = (name for other, name in self._named.get(found.day, ()) if nearness(folded, other) >= NEAR)
        return next(like, "") or self._theirs.get((found.day, found.starts)) or ""

    def _activities(self, first, last, organiser):
        party = parties.party(organiser) if organiser else None
        start, end = (midnight(date.fromisoformat(day)) for day in (first, last))
        days = {"starts_at__gte": start, "starts_at__lt": end + timedelta(days=1)}
        theirs = {}
        if party:
            rows = Activity.everything.exclude(state=Activity.State.REMOVED).filter(**days).of(party)
            theirs = {pk: (name, starts_at) for pk, name, starts_at in rows.values_list("pk", "name", "starts_at")}
        public = Activity.objects.filter(**days).values_list("pk", "name", "starts_at")
        for pk, (name, starts_at) in (theirs | {pk: (name, at) for pk, name, at in public}).items():
            local = timezone.localtime(starts_at)
            self._keep(name, local.date().isoformat(), f"{local:%H:%M}", pk in theirs)

    def _proposals(self, organiser, user):
        waiting = Submission.objects.filter(kind="activity", state__in=Submission.OPEN, author=user)
        for label, data in waiting.values_list("label", "data"):
            day, starts = (data.get(name, [""])[:1] or [""] for name in ("day", "starts"))
            self._keep(label, day[0], starts[0], organiser in data.get("organisers", []))

    def _keep(self, name, day, starts, is_theirs):
        self._named[day].append((fold(name), name))
        if is_theirs and starts:
            self._theirs[day, starts] = name
