"""From the events of a calendar to proposals: what is new, what is here already, and the form of each."""

from django.core import signing
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from energies.curation import drafts, letters
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.kernel.forms import as_query
from gatherings.importing.read import ImportedEvent
from gatherings.importing.similar import KnownActivities
from gatherings.models import Activity, Series

# What the form asks once for all the events of a calendar, besides whose they are.
SHARED = ("axis", "kind", "barri", "venue", "audience", "themes", *Activity.CARE)
KIND, SALT, HOURS = "activity", "gatherings.importing", 6
NEW, HERE, WRONG = "new", "here", "wrong"


def states(found, user, organiser="", venue=""):
    """Return [(Found, state)]: new, already here (an activity, a series or an open proposal of its UID), or not to be read.

    To its doubts are added what it looks like among what ``user``, who brings it, may know of; ``organiser`` is the
    reference of whose it is, and ``venue`` where they all are that do not say it.
    """
    known = _known([uid for one in found for uid in (one.uid, *one.parts) if uid])
    alike, told, rows = KnownActivities(found, organiser, user), set(), []
    for one in found:
        again = bool(one.uid) and (one.uid in known or one.uid in told)
        told.add(one.uid)
        state = WRONG if one.trouble else HERE if again else NEW
        doubts = list(one.doubts)
        if state == NEW and known & set(one.parts):
            doubts.append(_("Some of its days are here already."))
        elif state == NEW and (name := alike.of(one)):
            doubts.append(_("It looks like one that is here already: %(name)s.") % {"name": name})
        if state == NEW and not one.venue and not venue:
            doubts.append(_("It does not say where it is: it will be a draft, for you to finish."))
        rows.append((one._replace(doubts=tuple(doubts)), state))
    return rows


def _known(uids):
    """Return which of these identifiers are here: of activities, of series, or of proposals that are open."""
    here = set(Activity.everything.filter(uid__in=uids).values_list("uid", flat=True))
    here |= set(Series.objects.filter(uid__in=uids).values_list("uid", flat=True))
    waiting = Submission.objects.filter(kind=KIND, state__in=Submission.OPEN, data__uid__isnull=False)
    return here | {uid for (data,) in waiting.values_list("data") for uid in data.get("uid", [])}


def sealed(found, shared, user):
    """Return a Found and what all share as a text that only we can have written, and for this user."""
    # What was told of it on the page does not travel.
    plain = found._replace(doubts=(), notes=(), parts=())
    return signing.dumps([list(plain), shared], salt=f"{SALT}.{user.pk}", compress=True)


def opened(token, user):
    """Return (Found, shared) of ``sealed``; signing.BadSignature for what is not ours or is hours old."""
    values, shared = signing.loads(token, salt=f"{SALT}.{user.pk}", max_age=HOURS * 3600)
    return ImportedEvent(*values), shared


@transaction.atomic
def propose(chosen, user):
    """Propose [(Found, shared)], as if the form of each had been filled in and sent.

    Returns (sent, kept): Submissions that wait for the team, and drafts of those that lack something. What is here by
    now is left out.
    """
    sent, kept = [], []
    for (one, state), (_found, shared) in zip(states([one for one, _shared in chosen], user), chosen, strict=True):
        # Whoever ticks what looks like another says that it is not.
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
    form = proposable.form(data=as_query({"understood": ["on"]} | submission.data), user=user, target=None)
    if not form.is_valid():
        return submission, False
    submission.submit(form.values())
    return submission, True


def _data(found, shared):
    """Return {input: [str…]} of the form of an activity."""
    summary = found.description.split("\n")[0]
    text = "\n\n".join(part for part in (found.description, found.url) if part)
    own = {
        "name": [found.name],
        "lang": [get_language()],
        "organisers": [shared["organiser"]],
        "summary": [summary if 0 < len(summary) <= 160 else found.name],
        "description": [text if text != summary else ""],
        "day": [found.day],
        "starts": [found.starts],
        "ends": [found.ends],
        # A calendar says on what day it ends.
        "next_day": ["on" if not found.last_day and found.ends < found.starts else ""],
        "last_day": [found.last_day],
        "repeats": [found.repeats],
        "repeat_until": [found.repeat_until],
        "except_days": [found.except_days],
        "venue": [found.venue or shared["venue"]],
        "exposure": ["barri"],
        "sign_up": ["none"],
        "free": ["on"],
        "uid": [found.uid],
    }
    said_once = {name: shared[name] for name in SHARED if name != "venue"}
    return own | {name: said if isinstance(said, list) else [said] for name, said in said_once.items()}
