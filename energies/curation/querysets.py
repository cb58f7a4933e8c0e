"""Proposals in the words of those who write and those who review them."""

from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q

from energies.curation import decisions
from energies.kernel import working_days
from energies.kernel.models import QuerySet


def _waits_in(queue) -> Q:
    """Return the Q of the proposals that wait in one queue of the team."""
    return Q(state="pending", awaits__in=decisions.in_queue(queue))


class SubmissionQuerySet(QuerySet):
    def of(self, author) -> Self:
        """Those that ``author`` wrote, with what their space shows."""
        return self.filter(author=author).select_related("reason", "assigned_to")

    def reviewed(self) -> Self:
        """Those that are read at the desk of those who review."""
        return self.exclude(awaits__in=decisions.elsewhere())

    def open(self) -> Self:
        return self.filter(state__in=self.model.OPEN)

    def waiting(self) -> Self:
        """Those that wait for the team's yes, the longest waiting first."""
        return self._waiting_in("waiting")

    def _waiting_in(self, queue) -> Self:
        return self.filter(_waits_in(queue)).order_by("waiting_since", "pk")

    def late(self, now) -> Self:
        """Those of ``waiting`` that have waited for longer than is promised."""
        return self.waiting().filter(waiting_since__lt=working_days.late_before(now))

    def about(self, target) -> Self:
        """Those that would change ``target``, or did."""
        return self.filter(content_type=ContentType.objects.get_for_model(target), object_id=target.pk)

    def in_queue(self, which, user=None) -> Self:
        """Those of one queue of the team: "waiting", "new", "changes", "marked", "mine", "asked" or "decided"."""
        narrow = {
            "waiting": Q(),
            "new": Q(object_id=None),
            "changes": Q(object_id__isnull=False),
            "marked": ~Q(marks=[]) | ~Q(problem=""),
            "mine": Q(assigned_to=user),
        }
        if which in narrow:
            return self.waiting().filter(narrow[which])
        if which == "entity":
            return self._waiting_in("entity")
        if which == "asked":
            return self.filter(state="asked").order_by("saved_at", "pk")
        return self.reviewed().filter(state__in=["approved", "declined"]).order_by("-decided_at", "-pk")

    def queue_counts(self, user) -> dict[str, int]:
        """Return {queue: how many are in it} of the queues that wait for the team, in one query."""
        waiting = _waits_in("waiting")
        return self.aggregate(
            waiting=Count("pk", filter=waiting),
            new=Count("pk", filter=waiting & Q(object_id=None)),
            changes=Count("pk", filter=waiting & Q(object_id__isnull=False)),
            marked=Count("pk", filter=waiting & (~Q(marks=[]) | ~Q(problem=""))),
            mine=Count("pk", filter=waiting & Q(assigned_to=user)),
            asked=Count("pk", filter=Q(state="asked")),
            entity=Count("pk", filter=_waits_in("entity")),
        )
