"""Many sign-ups from one client: told to those who organise the activity, and refused by nobody.

A hall on one wifi is one client too, so it is people who judge. No network address is kept: what is kept is a keyed hash
of it, another one each day and for each activity, until the place is confirmed and for a day at most.
"""

from django.db.models import Count
from django.utils import timezone
from django.utils.crypto import salted_hmac

from energies.kernel.client import address_of

MANY = 10  # not confirmed yet, of one activity


def mark_of(request, activity):
    """Return the mark of whoever asks: the same for one client, one activity and one day."""
    secret = f"{timezone.localdate()} {activity.pk} {address_of(request)}"
    return salted_hmac("gatherings.registration.clients", secret, algorithm="sha256").hexdigest()[:32]


def crowded(activity):
    """Return the marks from which MANY people have signed up for an activity and not confirmed."""
    rows = activity.registrations.open().exclude(client="").order_by().values("client")
    return set(rows.annotate(n=Count("pk")).filter(n__gte=MANY).values_list("client", flat=True))
