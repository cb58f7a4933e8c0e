"""How long the team makes people wait, against the working days that the site promises."""

from django.utils import timezone

from energies.curation.models import Answer, Submission
from energies.kernel import working_days


def context(now=None):
    """Return what the page of the queue says: how long answers took, what waits longest, and how many are late."""
    now = now or timezone.now()
    oldest = Submission.objects.waiting().first()
    return {
        "promised": working_days.within(),
        "spans": working_days.spans(now, lambda since: Answer.objects.since(since).pairs()),
        "oldest": oldest,
        "oldest_waits": working_days.in_words(working_days.days_between(oldest.waiting_since, now)) if oldest else "",
        "late": Submission.objects.late(now).count(),
    }
