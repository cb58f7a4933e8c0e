"""Where a proposal stands, in the words of each who reads it: whoever wrote it, the team, and the other side.

The one place where these words are said: no template or letter shows ``Submission.state`` by itself. Nobody is said to be
looking at it before somebody has taken it on.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from energies.curation.models import Submission
from energies.kernel import working_days

State, Awaits = Submission.State, Submission.Awaits


class Reader(StrEnum):
    AUTHOR = "author"
    TEAM = "team"
    OTHER = "other"  # whose yes it awaits, not the team's


@dataclass(frozen=True)
class Standing:
    """``words`` name the state, ``sentence`` says what that means to whoever reads it; ``tone`` is the badge's: good, warm, info."""

    words: str
    sentence: str
    tone: str


def reader_of(user, submission):
    """Return which Reader somebody is who opens a proposal from their own space."""
    return Reader.AUTHOR if submission.author_id == user.pk else Reader.OTHER


def is_late(submission, now=None):
    """Whether the team has kept somebody waiting for longer than is promised."""
    waits = submission.state == State.PENDING and submission.awaits == Awaits.STAFF and submission.waiting_since
    return bool(waits) and working_days.between(waits, now or timezone.now()) > settings.ANSWER_DAYS


def standing(submission, reader):
    """Return the Standing of a proposal for a Reader."""
    words, sentence = _TOLD[reader](submission)
    return Standing(words, sentence, _TONES.get(submission.state, ""))


_TONES = {State.PENDING: "info", State.CHANGES_REQUESTED: "warm", State.APPROVED: "good"}


def _to_author(one):
    if one.state == State.PENDING:
        return _pending_to_author(one)
    if one.state == State.APPROVED and one.taken is not None:
        return (
            _("published in part"),
            _("A part of it was published, and the rest was left out."),
        )
    return {
        State.DRAFT: (pgettext("a proposal", "draft"), _("It is a draft: only you see it.")),
        State.CHANGES_REQUESTED: (
            _("something is missing"),
            _("We ask you to change something before we can go on: you have it below."),
        ),
        State.APPROVED: (pgettext("a proposal", "published"), ""),
        State.DECLINED: (
            (_("they said no"), _("They said no, and nothing has changed."))
            if one.awaits == Awaits.ENTITY
            else (_("not published"), _("The team decided not to publish it."))
        ),
        State.WITHDRAWN: (
            _("taken back"),
            _("You took it back. If you change your mind, take it up again."),
        ),
    }[one.state]


def _pending_to_author(one):
    if one.awaits == Awaits.ENTITY:
        return _("waiting for the other side"), _("It waits for the other side’s yes. We will write to you.")
    if one.awaits == Awaits.NOBODY:
        return _("not in place yet"), _("It could not be put in place: put it right and send it again.")
    if is_late(one):
        return (
            pgettext("a proposal", "it is late"),
            _("It has waited for longer than we said, and we are sorry. If it is urgent, write to us below."),
        )
    if one.assigned_to_id:
        return (
            _("we are looking at it"),
            _("Somebody of the team has taken it on. You can go on changing it: send it again when it is ready."),
        )
    said = _("It has arrived: somebody of the team will read it, and we answer %(within)s. You can go on changing it.")
    return pgettext("a proposal", "it has arrived"), said % {"within": working_days.within()}


def _to_team(one):
    if one.state == State.PENDING:
        words = {
            Awaits.STAFF: _("to review, taken on") if one.assigned_to_id else _("to review"),
            Awaits.ENTITY: _("waiting for the entity"),
            Awaits.NOBODY: _("not in place yet"),
        }[one.awaits]
        return words, ""
    words = {
        State.DRAFT: pgettext("a proposal", "draft"),
        State.CHANGES_REQUESTED: _("waiting for the author"),
        State.APPROVED: _("published in part") if one.taken is not None else pgettext("a proposal", "published"),
        State.DECLINED: _("they said no") if one.awaits == Awaits.ENTITY else pgettext("a proposal", "declined"),
        State.WITHDRAWN: _("taken back by its author"),
    }
    return words[one.state], ""


def _to_other(one):
    return {
        State.DRAFT: (_("not sent"), _("It has not been sent to you.")),
        State.PENDING: (
            (_("waiting for your answer"), _("Nothing is published until you say yes."))
            if one.awaits == Awaits.ENTITY
            else (_("not for you to answer"), _("It does not wait for your answer."))
        ),
        State.CHANGES_REQUESTED: (_("being changed"), _("Whoever asks has been asked to change something first.")),
        State.APPROVED: (_("answered with a yes"), _("It was answered with a yes, and it is in place.")),
        State.DECLINED: (_("answered with a no"), _("It was answered with a no, and nothing is published.")),
        State.WITHDRAWN: (_("taken back"), _("Whoever asked has taken it back.")),
    }[one.state]


_TOLD = {
    Reader.AUTHOR: _to_author,
    Reader.TEAM: _to_team,
    Reader.OTHER: _to_other,
}
