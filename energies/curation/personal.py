"""What the history and the proposals keep of people, for how long, and how they let go of somebody."""

import re
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from energies.curation import pictures
from energies.curation.models import Change, Submission, SubmissionMessage
from energies.kernel import erasing, periods
from energies.kernel.erasing import Part, is_same
from energies.kernel.personal import Basis, Personal, Rule, in_words, not_personal, register

State = Submission.State


def drafts(now):
    return Submission.objects.filter(state=State.DRAFT, saved_at__lte=now - periods.DRAFT)


def withdrawn(now):
    return Submission.objects.filter(state=State.WITHDRAWN, saved_at__lte=now - periods.WITHDRAWN)


def unanswered(now):
    """Those whose author was asked for something, and who has written nothing since, nor has anybody else."""
    since = now - periods.UNANSWERED
    talked_of = SubmissionMessage.objects.filter(at__gt=since).values("submission")
    rows = Submission.objects.filter(state=State.CHANGES_REQUESTED, saved_at__lte=since, submitted_at__lte=since)
    return rows.exclude(pk__in=talked_of)


def decided(now):
    over = Submission.objects.filter(state__in=[State.APPROVED, State.DECLINED], decided_at__lte=now - periods.DECIDED)
    return over.exclude(data={}, values={}, shown__isnull=True)


def delete(submissions):
    """Delete proposals with their threads and their pictures; return how many."""
    names = set().union(*map(pictures.named_by, submissions))
    gone = submissions.delete()[1].get(Submission._meta.label, 0)
    pictures.throw_away(names)
    return gone


def empty(submissions):
    """Take the texts out of decided proposals, threads and pictures too; what was decided, when and by whom stays."""
    names = set().union(*map(pictures.named_by, submissions))
    keys = [one.pk for one in submissions]
    SubmissionMessage.objects.filter(submission__in=keys).delete()
    rows = Submission.objects.filter(pk__in=keys)
    rows.filter(base__isnull=False).update(base={})
    # The name of what was published is public; that of what was declined is not.
    rows.filter(state=State.DECLINED).update(label="")
    rows.update(data={}, clashes={}, pages=[], values={}, previous=None, shown=None, others=[], marks=[], problem="")
    pictures.throw_away(names)
    return len(keys)


def _theirs(person, *states):
    rows = Submission.objects.filter(author=person.user) if person.user else Submission.objects.none()
    return rows.filter(state__in=states)


# A proposal that waits for an answer, or had one, is also others' business: it stays, of nobody.
ONLY_THEIRS = (State.DRAFT, State.WITHDRAWN, State.CHANGES_REQUESTED)
SHARED = (State.PENDING, State.APPROVED, State.DECLINED)


def _with_address(person):
    """Return the proposals that hold the address in one of their forms."""
    found = []
    in_a_form = (Q(**{f"{name}__has_key": "contact_email"}) for name in ("values", "data", "clashes"))
    for one in Submission.objects.filter(reduce(or_, in_a_form)):
        aside = [said.get("contact_email", ()) for said in one.clashes.get("contact_email", {}).values()]
        held = [text for texts in (one.data.get("contact_email", ()), *aside) for text in texts]
        held += [of.get("contact_email") for of in (one.values, one.base or {}, one.previous or {})]
        held += _shown_addresses(one)
        if any(is_same(address, person.key) for address in held if isinstance(address, str)):
            found.append(one)
    return found


def _shown_addresses(submission):
    """Return the addresses, before and after, in what is kept of a decision."""
    tolds = (told for tolds in (submission.shown or {}).values() for told in tolds if told["name"] == "contact_email")
    sides = ((told["old"], told["new"]) for told in tolds)
    return ["".join(piece["text"] for piece in side) for both in sides for side in both]


def _take_out_address(person, by):
    rows = _with_address(person)
    for one in rows:
        for name, nothing in (("data", [""]), ("values", ""), ("base", ""), ("previous", "")):
            if "contact_email" in (held := getattr(one, name) or {}):
                setattr(one, name, held | {"contact_email": nothing})
        for told in (told for tolds in (one.shown or {}).values() for told in tolds if told["name"] == "contact_email"):
            told |= {"old": [], "new": [], "base": ""}
        one.clashes.pop("contact_email", None)
        kept = {name: getattr(one, name) for name in ("data", "clashes", "values", "base", "previous", "shown")}
        # The digests of what was typed would still tell one address from another.
        Submission.objects.filter(pk=one.pk).update(**kept, pages=[])
    return len(rows)


def _naming(person):
    """Return the reasons of the history and the messages about proposals in which the address is written."""
    found = (
        *Change.objects.filter(why__icontains=person.key),
        *SubmissionMessage.objects.filter(text__icontains=person.key),
    )
    return [one for one in found if _whole(person.key).search(_words_of(one))]


def _words_of(one):
    return one.why if isinstance(one, Change) else one.text


def _whole(key):
    """Return what finds an address in a text, and not in the middle of a longer one, which is somebody else's."""
    return re.compile(rf"(?<![\w.+-]){re.escape(key)}(?!\.?[\w-])", re.IGNORECASE)


def _take_out_of_words(person, by):
    rows = _naming(person)
    for one in rows:
        name = "why" if isinstance(one, Change) else "text"
        setattr(one, name, _whole(person.key).sub("…", getattr(one, name)))
        one.save(update_fields=[name])
    return len(rows)


def declare():
    team = _("Its author and the team")
    register(
        Personal(
            key="entries",
            order=20,
            what=_("What a public entry says: its texts and its address"),
            where={},
            purpose=_("To make what is done in the barris visible, in the words of who does it"),
            basis=Basis.TASK,
            seen_by=_("Everybody; of a place that is not told, only the team and who keeps the entry up"),
            retention=lambda: gettext("While they wish to be there; what has ended stays as memory, unless you ask us otherwise"),
        ),
        Personal(
            key="optional",
            order=21,
            what=_("The public telephone and the picture of an entry"),
            where={},
            purpose=_("So that people can call, and see what it is like"),
            basis=Basis.CONSENT,
            seen_by=_("Everybody"),
            retention=lambda: gettext("Until they are taken out of the entry, which who keeps it up can do at any time"),
        ),
        Personal(
            key="contacts",
            order=22,
            what=_("The private e-mail of an entry"),
            where={},
            purpose=_("To pass on what others ask of it"),
            basis=Basis.TASK,
            seen_by=_("The team and who keeps the entry up"),
            retention=lambda: gettext("While the entry is there, or until you ask us to take it out"),
            in_history=False,
        ),
        Personal(
            key="keepers",
            order=23,
            what=_("Which accounts keep each entry up"),
            where={},
            purpose=_("To know who may propose changes to it"),
            basis=Basis.TASK,
            seen_by=_("The team and who keeps the entry up"),
            retention=lambda: gettext("While they keep it up; in the history, as a number that names nobody once the account is erased"),
        ),
        Personal(
            key="proposals",
            order=30,
            what=_("What somebody proposes, and what is written about it"),
            where={
                "curation.Submission": ("label", "author", "data", "clashes", "values", "base", "previous", "shown", "others",
                                        "problem", "assigned_to",
                                        "decided_by"),
                "curation.SubmissionMessage": ("by", "text"),
            },
            purpose=_("To decide on it and to answer whoever proposed it"),
            basis=Basis.TASK,
            seen_by=team,
            retention=lambda: gettext(
                "Drafts, %(draft)s after they were last touched; what was taken back, %(withdrawn)s; the text of what was "
                "decided, %(decided)s after, as that of what was never answered. That it was decided, and when, stays"
            ) % {"draft": in_words(periods.DRAFT), "withdrawn": in_words(periods.WITHDRAWN), "decided": in_words(periods.DECIDED)},
            rules=(
                Rule("drafts", drafts, delete),
                Rule("proposals taken back", withdrawn, delete),
                Rule("proposals never answered", unanswered, delete),
                Rule("texts of decided proposals", decided, empty),
            ),
        ),
        Personal(
            key="history",
            order=31,
            what=_("Who changed what in a public entry, when and why"),
            where={"curation.Change": ("label", "by", "why", "before", "after")},
            purpose=_("To be able to explain what the public reads, and to bring back an earlier version"),
            basis=Basis.TASK,
            seen_by=_("The team and who keeps the entry up"),
            retention=lambda: gettext("As long as the entry; without private addresses, and of nobody once the account is erased"),
        ),
    )  # fmt: skip
    not_personal("curation.DeclineReason", "text", because="a list that the team chooses")
    not_personal(
        "curation.Submission",
        "kind",
        "awaits",
        "marks",
        "marks_read",
        "taken",
        "asked_fields",
        because="names of kinds, decisions, signs and fields",
    )
    not_personal("curation.Submission", "key", "pages", because="drawn at random, and digests of what data holds")
    not_personal("curation.SubmissionMessage", "fields", because="names of fields")
    erasing.register(
        Part(
            key="drafts",
            words=_("Drafts, proposals taken back or never finished: they are deleted"),
            find=lambda person: _theirs(person, *ONLY_THEIRS),
            erase=lambda person, by: delete(_theirs(person, *ONLY_THEIRS)),
            order=10,
        ),
        Part(
            key="proposals",
            words=_("Proposals sent or decided: they stay, of somebody who is no longer here"),
            find=lambda person: _theirs(person, *SHARED),
            erase=lambda person, by: _theirs(person, *SHARED).count(),
            order=11,
        ),
        Part(
            key="messages",
            words=_("Messages about proposals: they stay, of somebody who is no longer here"),
            find=lambda person: SubmissionMessage.objects.filter(by=person.user) if person.user else (),
            erase=lambda person, by: SubmissionMessage.objects.filter(by=person.user).count() if person.user else 0,
            order=12,
        ),
        Part(
            key="addresses_in_proposals",
            words=_("Proposals that hold this e-mail: it is taken out of them"),
            find=_with_address,
            erase=_take_out_address,
            order=13,
        ),
        Part(
            key="words",
            words=_("Reasons and messages in which this e-mail is written: it is taken out of them"),
            find=_naming,
            erase=_take_out_of_words,
            order=14,
        ),
    )
