"""What a calendar brings that may be here already, under another identifier: of the same name on the same day, or of the
same people at the same hour."""

from datetime import date, timedelta

from django.utils import timezone

from energies.curation.models import Submission
from energies.kernel.text import fold
from gatherings.models import Activity
from gatherings.querysets import midnight
from networks import parties


class Alike:
    """Knows the activities and the open proposals among which each Found of a list is looked for, in three queries."""

    def __init__(self, found, organiser):
        """``organiser`` is the reference of whose calendar it is."""
        days = [one.day for one in found if one.day]
        self._named, self._theirs = {}, {}
        if days:
            self._activities(min(days), max(one.repeat_until or one.day for one in found if one.day), organiser)
            self._proposals(organiser)

    def of(self, found):
        """Return the name of what a Found looks like, or ""."""
        return self._named.get((fold(found.name), found.day)) or self._theirs.get((found.day, found.starts)) or ""

    def _activities(self, first, last, organiser):
        party = parties.party(organiser) if organiser else None
        start, end = (midnight(date.fromisoformat(day)) for day in (first, last))
        rows = Activity.everything.exclude(state=Activity.State.REMOVED)
        rows = rows.filter(starts_at__gte=start, starts_at__lt=end + timedelta(days=1))
        theirs = set(rows.of(party).values_list("pk", flat=True)) if party else set()
        for pk, name, starts_at in rows.values_list("pk", "name", "starts_at"):
            local = timezone.localtime(starts_at)
            self._keep(name, local.date().isoformat(), f"{local:%H:%M}", pk in theirs)

    def _proposals(self, organiser):
        waiting = Submission.objects.filter(kind="activity", state__in=Submission.OPEN)
        for label, data in waiting.values_list("label", "data"):
            day, starts = (data.get(name, [""])[:1] or [""] for name in ("day", "starts"))
            self._keep(label, day[0], starts[0], organiser in data.get("organisers", []))

    def _keep(self, name, day, starts, is_theirs):
        self._named[fold(name), day] = name
        if is_theirs and starts:
            self._theirs[day, starts] = name
