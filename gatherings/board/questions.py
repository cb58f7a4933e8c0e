"""What each step of a Trobada brings about, told before it is taken."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from energies.curation.models import Submission
from gatherings import letters, organisers, when
from gatherings.board.table import Board
from gatherings.models.stages import STEPS


class Question(NamedTuple):
    """``follows`` and ``careful`` are sentences; ``refused`` says why it cannot be, and ``agree`` what must be ticked."""

    verb: str
    words: str
    follows: list
    careful: list
    refused: str
    agree: str


def question_for(gathering, verb, *, by):
    """Return the Question that is put to ``by`` of a step, whether it may be taken or not."""
    refused = gathering.why_not(verb)
    careful, agree = [], ""
    if verb == "publish" and not refused:
        board = Board(gathering)
        refused = clash(board)
        careful = [one.words for one in board.clashes if not one.blocks]
        agree = _("Those who organise two things at once know it, and can do it.") if board.asking else ""
    follows = [] if refused else [words for words in globals()[f"_{verb}"](gathering, by) if words]
    return Question(verb, STEPS[verb].words, follows, careful, refused, agree)


def clash(board):
    """Return why a programme cannot be published as it is placed, or ""."""
    if board.blocking:
        return _("Two activities are in one room at the same time: give one another place first.")
    return ""


def _some(n, words):
    """Return what ``ngettext`` gave with the number in it; "" of none."""
    return words % {"n": n} if n else ""


def _open_call(gathering, _by):
    words = _("Whoever keeps up a project or an entity can propose activities: %(days)s.")
    yield words % {"days": when.days(gathering.call_opens_on, gathering.call_closes_on)}
    yield _("The page of the Trobada will say so, with a button to propose one.")


def _begin_programme(gathering, _by):
    today = timezone.localdate()
    if gathering.stage == gathering.Stage.CALL_OPEN:
        yield _("Nobody can propose activities any more.")
        if gathering.call_closes_on >= today:
            words = _("The call closes before its last day, which all have read: %(day)s.")
            yield words % {"day": when.day(gathering.call_closes_on, year=True)}
        drafts = Submission.objects.filter(state="draft", data__gathering=[str(gathering.pk)]).count()
        yield _some(
            drafts,
            ngettext(
                "%(n)s activity that somebody is still writing cannot be sent.",
                "%(n)s activities that somebody is still writing cannot be sent.",
                drafts,
            ),
        )
    waiting = gathering.proposals().exclude(state="approved").count()
    yield _some(
        waiting,
        ngettext(
            "%(n)s proposal still waits to be reviewed: once approved it comes to the board.",
            "%(n)s proposals still wait to be reviewed: once approved they come to the board.",
            waiting,
        ),
    )
    yield _("Nothing of the programme is public until you publish it.")


def _publish(gathering, by):
    rows = gathering.activities(manager="everything").waiting()
    placed = rows.placed().count()
    yield _some(placed, ngettext("%(n)s activity will be public.", "%(n)s activities will be public.", placed))
    yield _some(
        n := rows.count() - placed,
        ngettext(
            "%(n)s activity without an hour goes on waiting.", "%(n)s activities without an hour go on waiting.", n
        ),
    )
    if gathering.is_over:
        yield _("It is the programme of a Trobada that is over: %(days)s.") % _days(gathering)
    # What is over is told to nobody.
    yield _told(organisers.who_is_told(rows.placed().filter(ends_at__gt=timezone.now()), by=by))
    yield _("From then on, whatever moves or is cancelled is told to everybody, with its reason.")


def _days(gathering):
    return {"days": when.days(gathering.starts_on, gathering.ends_on)}


def _start(gathering, _by):
    yield _("Its page will say that it is under way: %(days)s.") % _days(gathering)


def _close(gathering, _by):
    today = timezone.localdate()
    if today < gathering.ends_on:
        words = _("A Trobada that has days to come will be over: its last one is %(day)s.")
        yield words % {"day": when.day(gathering.ends_on, year=True)}
    yield _("Its page will say that it is over, and what it left can be told.")
    coming = gathering.activities(manager="everything").filter(published=True, ends_at__gt=timezone.now())
    yield _some(
        n := coming.exclude(status="cancelled").count(),
        ngettext("%(n)s activity has yet to end.", "%(n)s activities have yet to end.", n),
    )
    people = letters.who_is_asked_what_it_left(gathering)
    yield _some(
        n := len(people),
        ngettext(
            "%(n)s person who organised it gets a letter that asks what it left.",
            "%(n)s people who organised it get a letter that asks what it left.",
            n,
        ),
    )


def _publish_return(gathering, _by):
    n = gathering.outcomes(manager="everything").count()
    yield _some(
        n,
        ngettext(
            "Its minutes and %(n)s thing that it left will be public, on its page and on those of its barris.",
            "Its minutes and %(n)s things that it left will be public, on its page and on those of its barris.",
            n,
        ),
    )
    yield _("At 3, 6 and 12 months those who carry it on get a letter that asks how it goes.")


def _announce(gathering, _by):
    if gathering.stage == gathering.Stage.CALL_OPEN:
        yield _("Its page will no longer say that activities can be proposed. You can open the call again.")
    else:
        yield _("Its page will no longer say that its programme is being made. You can go on with it when you like.")


def _unpublish(gathering, by):
    rows = gathering.activities(manager="everything").filter(published=True)
    yield _some(
        n := rows.count(),
        ngettext(
            "%(n)s activity will no longer be public, and goes back to the board as it was.",
            "%(n)s activities will no longer be public, and go back to the board as they were.",
            n,
        ),
    )
    yield _("The page of the Trobada will say again that its programme is being made.")
    yield _told(organisers.who_is_told(rows, by=by))


def _told(people):
    return _some(
        n := len(people),
        ngettext(
            "%(n)s person who organises it gets a letter that says so.",
            "%(n)s people who organise it get a letter that says so.",
            n,
        ),
    )


def _not_begun(gathering, _by):
    yield _("Its page will say again that it is to come: %(days)s.") % _days(gathering)


def _not_over(gathering, _by):
    yield _("Its page will say again that it is under way, and nobody is asked what it left until it is over.")
    if gathering.return_asked_at:
        yield _told(letters.who_is_asked_what_it_left(gathering))


def _unpublish_return(gathering, _by):
    yield _("Its minutes and what it left will no longer be public. All of it is kept, and you can publish it again.")
