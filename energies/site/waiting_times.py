"""How long those who write to the team wait for an answer, where the team sees how long proposals do."""

from django.utils import timezone

from energies.kernel import working_days
from energies.site.models import ContactMessage


def messages_waiting(_user):
    """Return (template, context) of the messages that wait; the days are promised to those who left an address."""
    now = timezone.now()
    promised = ContactMessage.objects.exclude(email="")
    oldest = promised.open().order_by("received_at").values_list("received_at", flat=True).first()
    context = {
        "messages": ContactMessage.objects.open().count(),
        "oldest": working_days.in_words(working_days.days_between(oldest, now)) if oldest else "",
        "late": promised.open().filter(received_at__lt=working_days.late_before(now)).count(),
        "spans": working_days.spans(now, promised.answered_since),
    }
    return "site/_messages_wait.html", context
