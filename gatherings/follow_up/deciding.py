"""An answer and what the team does with it: each act once, also when two people do it at the same time."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from energies.curation.history import record
from gatherings.follow_up.forms import answered_form
from gatherings.models import FollowUp, Gain, Outcome
from gatherings.steps import WrongStep

State = FollowUp.State


class AnsweredMeanwhile(Exception):
    """Somebody else answered while this was written: ``row`` is the FollowUp as it stands."""

    def __init__(self, row):
        super().__init__(str(row))
        self.row = row


@transaction.atomic
def answer(follow_up, values, *, by=None, seen=None):
    """Keep what a valid form holds until the team reads it; ``by`` is whoever of the team wrote it down.

    ``seen`` is which answer the form was drawn with (``FollowUp.seen``), when it says so: AnsweredMeanwhile if another
    one, that differs, stands now. WrongStep when the team has decided already: of what it published, anybody; of what
    it declined, all but the team.
    """
    row = _locked(follow_up)
    if row.state == State.ANSWERED and seen not in (None, row.seen) and row.answer != values:
        raise AnsweredMeanwhile(row)
    if row.state == State.APPROVED or (row.state == State.DECLINED and by is None):
        raise WrongStep(_("The team has decided on this answer already: write to us if something has changed."))
    row.state, row.answer, row.answered_at, row.typed_by = State.ANSWERED, values, timezone.now(), by
    row.decided_by = row.decided_at = None
    row.save()


def stop(follow_up):
    """Ask this party nothing more about this Trobada."""
    FollowUp.objects.filter(pk=follow_up.pk).update(no_more=True)


def ask_again(follow_up, **_who):
    """Undo ``stop``: they have told us that they have changed their mind."""
    FollowUp.objects.filter(pk=follow_up.pk).update(no_more=False)


@transaction.atomic
def approve(follow_up, *, by, seen):
    """Put in place what they say: each outcome turns, and what barris gained is public.

    ``seen`` is which answer was read (``FollowUp.seen``). WrongStep when it is not the one that stands, was decided on,
    or cannot be put in place.
    """
    row = _locked(follow_up)
    _check(row, seen)
    form = answered_form(row)
    if not form.is_valid():
        raise WrongStep(" ".join(words for _place, words in form.problems))
    with record(row.gathering, by=by):
        for said in form.said:
            _turn(row, said, form.cleaned_data["lang"], by)
    for barri, words in form.gains:
        Gain.everything.create(
            gathering=row.gathering,
            months=row.months,
            barri=barri,
            text=words,
            lang=form.cleaned_data["lang"],
            party=row.party,
        )
    _decide(row, State.APPROVED, by)


@transaction.atomic
def decline(follow_up, *, by, seen):
    """Publish nothing of it; WrongStep as in ``approve``."""
    row = _locked(follow_up)
    _check(row, seen)
    _decide(row, State.DECLINED, by)


def _locked(follow_up):
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("gathering")
    return rows.get(pk=follow_up.pk)


def _check(row, seen):
    if row.state != State.ANSWERED:
        words = {"state": row.get_state_display()}
        raise WrongStep(_("There is nothing to decide here now: this answer is «%(state)s».") % words)
    if row.seen != seen:
        raise WrongStep(_("They have changed their answer since you opened this page: read it again."))


def _turn(row, said, lang, by):
    outcome = Outcome.everything.select_for_update(of=("self",)).get(pk=said.outcome.pk)
    later = outcome.steps.filter(at__gt=row.answered_at)
    if not outcome.is_open and outcome.state != said.state and later.exists():
        words = {"outcome": outcome.text, "state": outcome.get_state_display()}
        raise WrongStep(
            _("«%(outcome)s» has become «%(state)s» since they answered: ask them, and write down what they say now.")
            % words
        )
    told = outcome.state == said.state and outcome.steps.filter(months=row.months, state=said.state).exists()
    # Two who carry the same thing and say no more than how it stands say it once.
    if said.note or not told:
        outcome.turn(said.state, by=by, note=said.note, months=row.months, lang=lang if said.note else "")


def _decide(row, state, by):
    row.state, row.decided_by, row.decided_at = state, by, timezone.now()
    row.save(update_fields=["state", "decided_by", "decided_at"])
