"""How far those who organised a Trobada are in telling what it left: for the team's board."""

from energies.curation.models import Submission
from gatherings import attendance
from gatherings.models import Outcome


class ReturnStatus:
    """``needs`` keeps the return from being published; ``uncounted`` does not, but is worth asking."""

    def __init__(self, gathering):
        self.gathering = gathering
        self.needs = gathering.return_needs() if gathering.stage == gathering.Stage.CLOSED else []
        there = attendance.sum_of(gathering.activities.with_attendance())
        self.uncounted, self.came = there.over - there.counted, there.came if there.counted else None
        self.outcomes = Outcome.everything.filter(gathering=gathering).count()
        self.present = gathering.present.count()
        self.waiting = Submission.objects.about(gathering).in_queue("waiting").select_related("author")
