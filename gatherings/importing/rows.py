"""From the events of a calendar to proposals: what is new, what is here already, and the form of each."""

from django.core import signing
from django.db import transaction
from django.utils.translation import get_language

from energies.curation import drafts, letters
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.kernel.forms import as_query
from gatherings.importing.read import Found
from gatherings.models import Activity

KIND, SALT, HOURS = "activity", "gatherings.importing", 6
NEW, HERE, WRONG = "new", "here", "wrong"


def states(found):
    """Return [(Found, state)]: new, already here (an activity or an open proposal of its UID), or not to be read."""
    uids = [one.uid for one in found if one.uid]
    here = set(Activity.everything.filter(uid__in=uids).values_list("uid", flat=True))
    waiting = Submission.objects.filter(kind=KIND, state__in=Submission.OPEN, data__uid__isnull=False)
    here |= {uid for (data,) in waiting.values_list("data") for uid in data.get("uid", [])}
    told, rows = set(), []
    for one in found:
        again = bool(one.uid) and (one.uid in here or one.uid in told)
        told.add(one.uid)
        rows.append((one, WRONG if one.trouble else HERE if again else NEW))
    return rows


def sealed(found, shared, user):
    """Return a Found and what all share as a text that only we can have written, and for this user."""
    return signing.dumps([list(found), shared], salt=f"{SALT}.{user.pk}", compress=True)


def opened(token, user):
    """Return (Found, shared) of ``sealed``; signing.BadSignature for what is not ours or is hours old."""
    values, shared = signing.loads(token, salt=f"{SALT}.{user.pk}", max_age=HOURS * 3600)
    return Found(*values), shared


@transaction.atomic
def propose(chosen, user):
    """Propose [(Found, shared)], as if the form of each had been filled in and sent.

    Returns (sent, kept): Submissions that wait for the team, and drafts of those that lack something. What is here by
    now is left out.
    """
    sent, kept = [], []
    for (one, state), (_found, shared) in zip(states([one for one, _shared in chosen]), chosen, strict=True):
        if state == NEW:
            submission, complete = _propose(one, shared, user)
            (sent if complete else kept).append(submission)
    if sent:
        letters.received(sent[0])
    return sent, kept


def _propose(found, shared, user):
    proposable = get(KIND)
    submission = drafts.start(proposable, user, get_language())
    submission.data, submission.label = _data(found, shared), found.name
    submission.save()
    form = proposable.form(data=as_query(submission.data | {"understood": ["on"]}), user=user, target=None)
    if not form.is_valid():
        return submission, False
    submission.submit(form.values())
    return submission, True


def _data(found, shared):
    """Return {input: [str…]} of the form of an activity."""
    summary = found.description.split("\n")[0]
    text = "\n\n".join(part for part in (found.description, found.url) if part)
    return {
        "name": [found.name],
        "lang": [get_language()],
        "organisers": [shared["organiser"]],
        "summary": [summary if 0 < len(summary) <= 160 else found.name],
        "description": [text if text != summary else ""],
        "axis": [shared["axis"]],
        "kind": [shared["kind"]],
        "barri": [shared["barri"]],
        "day": [found.day],
        "starts": [found.starts],
        "ends": [found.ends],
        "last_day": [found.last_day],
        "venue": [found.venue],
        "exposure": ["exact"],
        "audience": ["everybody"],
        "sign_up": ["none"],
        "free": ["on"],
        "uid": [found.uid],
    }
