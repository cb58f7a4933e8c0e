"""An answer and what the team does with it: each act once, also when two people do it at the same time."""

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from energies.curation import drafts, review
from energies.curation.proposable import CannotApply, get
from energies.kernel.forms import flat
from energies.kernel.transitions import TransitionNotAllowed
from gatherings.follow_up.proposable import AnswerProposable
from gatherings.models import FollowUp

State = FollowUp.State


class AnsweredMeanwhile(Exception):
    """Somebody else answered while this was written: ``row`` is the FollowUp as it stands."""

    def __init__(self, row):
        super().__init__(str(row))
        self.row = row


@transaction.atomic
def answer(follow_up, values, *, by=None, seen=None):
    """Send what a valid form holds to the team; ``by`` is whoever of the team wrote it down.

    ``seen`` is which answer the form was drawn with (``FollowUp.seen``), when it says so: AnsweredMeanwhile if another
    one, that differs, stands now. TransitionNotAllowed when the team has decided already: of what it published, anybody; of what
    it declined, all but the team.
    """
    row = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    if row.state == State.ANSWERED and seen not in (None, row.seen) and row.answer != values:
        raise AnsweredMeanwhile(row)
    if row.state == State.APPROVED or (row.state == State.DECLINED and by is None):
        raise TransitionNotAllowed(
            _("The team has decided on this answer already: write to us if something has changed.")
        )
    submission = row.current if row.state == State.ANSWERED else _begin(row)
    submission.write(flat(values), submission.label)
    submission.submit(values)
    FollowUp.objects.filter(pk=row.pk).update(typed_by=by)


def _begin(follow_up):
    """Return a new proposal of nobody's about a question."""
    draft = drafts.start(get(AnswerProposable.kind), None, get_language(), target=follow_up)
    draft.awaits = AnswerProposable.awaits
    draft.save()
    return draft


def stop(follow_up):
    """Ask this party nothing more about this Trobada."""
    FollowUp.objects.filter(pk=follow_up.pk).update(no_more=True)


def ask_again(follow_up, **_who):
    """Undo ``stop``: they have told us that they have changed their mind."""
    FollowUp.objects.filter(pk=follow_up.pk).update(no_more=False)


def approve(follow_up, *, by, seen):
    """Put in place what they say: each outcome turns, and what barris gained is public.

    ``seen`` is which answer was read (``FollowUp.seen``). TransitionNotAllowed when it is not the one that stands, was decided on,
    or cannot be put in place.
    """
    _decide(review.approve, follow_up, by, seen)


def decline(follow_up, *, by, seen):
    """Publish nothing of it; TransitionNotAllowed as in ``approve``."""
    _decide(review.decline, follow_up, by, seen)


def _decide(verb, follow_up, by, seen):
    row = FollowUp.objects.get(pk=follow_up.pk)
    if row.state != State.ANSWERED:
        raise _nothing_to_decide(row)
    if row.seen != seen:
        raise TransitionNotAllowed(_("They have changed their answer since you opened this page: read it again."))
    try:
        verb(row.current, by=by, revision=row.current.revision)
    except CannotApply as error:
        raise TransitionNotAllowed(str(error)) from error
    except TransitionNotAllowed as error:
        raise _nothing_to_decide(FollowUp.objects.get(pk=row.pk)) from error


def _nothing_to_decide(row):
    words = {"state": row.state_words}
    return TransitionNotAllowed(_("There is nothing to decide here now: this answer is «%(state)s».") % words)
