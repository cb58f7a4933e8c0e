"""What may be the same as a proposal of something new: in the directory, and among the proposals that wait.

The author is shown what is public and what is their own; the team, all. Nobody is kept from sending anything.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from energies.curation.models import Submission
from energies.curation.proposable import Similar, get
from energies.kernel.forms import as_query

MOST = 5
LOOKED_AT = 500  # of the proposals of a kind, the latest


def for_author(submission):
    """Return the Alikes of a draft: what is public, and the author's other proposals that are open."""
    if submission.object_id is not None:
        return []
    values = values_of(submission)
    mine = Submission.objects.filter(author=submission.author_id).open()
    return [
        *get(submission.kind).similar(values, but=submission.others),
        *_among(mine, submission, values, "submission"),
    ]


def for_team(submission):
    """Return the Alikes of a proposal that was sent: what is public, and whatever else has been sent and waits."""
    if submission.object_id is not None or submission.is_emptied:
        return []
    values = submission.values
    sent = Submission.objects.open().exclude(state=Submission.State.DRAFT)
    return [*get(submission.kind).similar(values, but=submission.others), *_among(sent, submission, values, "review")]


def values_of(submission):
    """Return {field: value} of what a proposal says by now, as its form would clean it if nothing were wrong."""
    form = get(submission.kind).form
    query = as_query(submission.data)
    return {name: field.widget.value_from_datadict(query, {}, name) for name, field in form.base_fields.items()}


def _among(rows, submission, values, page):
    """Return the Alikes among the proposals ``rows``; ``page`` names the address at which the reader sees them."""
    left_out = [pk for label, pk in submission.others if label == "submission"]
    rows = rows.filter(kind=submission.kind, object_id=None).exclude(pk__in=[*left_out, submission.pk or 0])
    found = []
    for other in rows.order_by("-pk").defer("base", "marks")[:LOOKED_AT]:
        if why := get(submission.kind).likeness(values, other.values or values_of(other)):
            found.append(Similar(other, 0, [_("a proposal that waits"), *why], reverse(page, args=[other.pk])))
    return found[:MOST]
