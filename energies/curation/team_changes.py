"""What the team does about something that speaks for itself: it proposes, corrects facts, restores; it never rewrites."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from energies.curation import drafts, letters, merge, reopening, review
from energies.curation.models import Change, Submission
from energies.curation.proposable import for_target, get


def open_draft(target, *, by, awaits, language):
    """Return the open draft of ``by`` about ``target`` whose decision has the key ``awaits``, a new one if none."""
    with transaction.atomic():
        drafts.hold(by)
        mine = Submission.objects.about(target).open().filter(author=by, awaits=awaits)
        draft = next((one for one in mine if one.decision.takes_more()), None)
        if draft is None:
            draft = drafts.start(for_target(target), by, language, target=target)
            draft.awaits = awaits
            draft.save()
        return draft


def send(submission, *, why):
    """Go on from a sent draft of the team: the entity is asked, or the correction is put in place and told.

    Raises CannotApply or TransitionNotAllowed as ``review.approve`` does.
    """
    if submission.decision.settles_at_once(submission.author):
        review.approve(submission, by=submission.author, revision=submission.revision, text=why)
        return
    with transaction.atomic():
        submission.decision.tell_sent(by=submission.author, why=why)


def restore(change, *, by, language, why=""):
    """Return a proposal, waiting for review, to put the target of a Change back as that Change left it.

    Raises ValidationError when that version says the same as what stands, or its target is gone.
    """
    target = change.target_of()
    proposable = target and for_target(target)
    if not proposable:
        raise ValidationError(_("What it would change was removed."))
    now, then = proposable.values_of(target), proposable.values_at(change.after)
    then |= reopening.not_brought_back(target, now, then)
    then = proposable.brought_back(now, then)
    if not merge.changes(now, now, then):
        raise ValidationError(_("It is so already: nothing would change."))
    with transaction.atomic():
        draft = drafts.start(proposable, by, language, target=target)
        draft.save()
        draft.submit(then)
        said = _("It brings back how it was on %(when)s.") % {"when": change.at.strftime("%d/%m/%Y")}
        review.note(draft, by=by, text=f"{said} {why}".strip())
    return draft


@transaction.atomic
def change_state(entry, act, *, by, why):
    """Hide, show or remove an entry (``act``), and write to those who keep it up, but for ``by``.

    Raises TransitionNotAllowed when it stands so already, CannotKeep when its picture cannot be published.
    """
    away = versions(entry).filter(act__in=[Change.Act.HIDDEN, Change.Act.REMOVED]).first()
    getattr(entry, act)(by=by, why=why)
    people = for_target(entry).keepers(entry).exclude(pk=by.pk)
    letters.state_changed(entry, people, act=act, why=why, since=away and away.at)


def is_the_teams(submission, target):
    """Whether somebody who does not keep up ``target`` wrote it: then who does is told what was done."""
    return not get(submission.kind).keepers(target).filter(pk=submission.author_id).exists()


def open_about(target):
    """Return the proposals about ``target`` that still wait for somebody, drafts left out."""
    rows = Submission.objects.about(target).filter(state__in=["pending", "asked"]).select_related("author")
    return rows.order_by("submitted_at")


def versions(target):
    """Return the Changes of ``target``, newest first, with who made them."""
    about = {"content_type": ContentType.objects.get_for_model(target), "object_id": target.pk}
    return Change.objects.filter(**about).select_related("by")
