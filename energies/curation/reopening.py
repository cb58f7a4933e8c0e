"""A decision taken back: what was declined, or put in place, waits for an answer again, and both sides are told."""

from copy import copy
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from energies.curation import changed_fields, letters, review
from energies.curation.models import Change, Submission
from energies.curation.proposable import CannotApply, Maintained, get, target_of
from energies.kernel import personal

State = Submission.State


class ReopenOffer(NamedTuple):
    """What somebody may do about a decision: take it back, unless ``why_not`` says, in words, what to do instead."""

    why_not: str
    puts_back: bool


def offer(user, submission) -> Any:
    """Return the Offer for a decided proposal, or None when it is not decided or not for this user to take back."""
    if submission.state not in (State.APPROVED, State.DECLINED) or not submission.decision.may_reopen(user):
        return None
    return ReopenOffer(why_not(submission), submission.state == State.APPROVED)


def why_not(submission) -> str:
    """Return why the decision stays, and what to do instead, in words; "" when it can be taken back."""
    if submission.is_emptied:
        return _("Its text was deleted: it was decided long ago.")
    if submission.state == State.APPROVED:
        return _why_it_stays(submission)
    objections = get(submission.kind).objections(submission, submission.values)
    return " ".join(str(words) for words in objections.values())


def _why_it_stays(submission) -> str:
    proposable, target = get(submission.kind), target_of(submission)
    if target is None:
        return _("What it would change was removed.")
    if submission.base is None or not isinstance(proposable, Maintained):
        return str(proposable.why_it_stays)
    last = Change.objects.filter(content_type=submission.content_type_id, object_id=submission.object_id).first()
    if submission.change_id is None or last is None or last.pk != submission.change_id:
        return _("It has changed since: bring back from its history how it was.")
    if submission.values.get("which", "one") != "one":
        return _("It changed several times of a series: bring back each from its history.")
    return ""


def reopen(submission, *, by, text) -> None:
    """Take a decision back, saying why; what it put in place goes back to how it was, and both sides are told.

    It waits again for whoever decided; a correction by the team, which waits for nobody, is withdrawn. Raises NotAllowed,
    TransitionNotAllowed (somebody was first) or CannotApply, in words, when it cannot be.
    """
    if not submission.decision.may_reopen(by):
        raise review.NotAllowed(str(submission))
    with submission.transition(submission.decision.reopens_to(), back=True) as row:
        target = _locked(row)
        if words := why_not(row):
            raise CannotApply(words)
        before = copy(row)
        if row.state == State.APPROVED:
            _put_back(row, target, by=by, why=text)
        had_been = _decided(row)
        row.decided_at = row.decided_by = row.reason = row.taken = row.change = row.shown = None
        row.problem = ""
        review.say(row, by=by, text=f"{had_been}\n\n{text}", from_team=row.decision.is_the_teams)
        for person in row.decision.both_sides(target):
            if person[0] != by.email:
                letters.reopened(before, person, target=target, text=text)


def _decided(row) -> str:
    """Return what had been decided, when and for what reason, in the author's language: the row forgets it."""
    with translation.override((row.author or row).language):
        day = {"day": date_format(timezone.localtime(row.decided_at), "DATE_FORMAT")}
        approved = row.state == State.APPROVED
        words = _("It had been approved: %(day)s.") if approved else _("It had been declined: %(day)s.")
        return f"{words % day} {_('Reason:')} {row.reason}" if row.reason else words % day


def _locked(row) -> Any:
    """Return what a proposal is about, locked: nobody changes it while we look whether somebody has."""
    if row.object_id is None:
        return None
    model = ContentType.objects.get_for_id(row.content_type_id).model_class()
    return model._base_manager.select_for_update(of=("self",)).filter(pk=row.object_id).first()


def _put_back(row, target, *, by, why) -> None:
    """Write upon the target what it said before the proposal was put in place; CannotApply when that no longer fits."""
    proposable = get(row.kind)
    earlier = copy(row)
    earlier.base = proposable.values_of(target)
    earlier.values = values_before(row, target)
    review.put_in_place(earlier, by=by, why=why)


def values_before(submission, target) -> dict[str, Any]:
    """Return the values that the target had before an approved proposal changed it."""
    proposable = get(submission.kind)
    now, then = proposable.values_of(target), proposable.values_at(submission.change.before)
    # What the history does not hold, the proposal does, if it was that which changed it.
    its_own = {
        name: old for name, old in submission.base.items() if now.get(name) == submission.values.get(name) != old
    }
    return proposable.brought_back(now, then | not_brought_back(target, now | its_own, then))


def not_brought_back(target, now, then) -> dict[str, Any]:
    """Return the values of ``now`` that an earlier version, ``then``, does not bring back.

    The history has no private address: the one there is stays. A photo that was thrown away cannot come back: the one
    there is stays, with what is said of it.
    """
    stays = {name: now[name] for name in personal.kept_from_history(type(target)) if name in then and name in now}
    if not default_storage.exists(then.get("image") or ""):
        stays |= {name: value for name, value in now.items() if changed_fields.of_the_picture(name)}
    return stays
