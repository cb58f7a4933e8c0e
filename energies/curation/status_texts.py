"""Where a proposal stands, in the words of each who reads it: whoever wrote it, the team, and the other side.

The one place where these words are said: no template or letter shows ``Submission.state`` by itself. Nobody is said to be
looking at it before somebody has taken it on.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from energies.curation.models import Submission

State = Submission.State


class Audience(StrEnum):
    AUTHOR = "author"
    TEAM = "team"
    OTHER = "other"  # whose yes it awaits, not the team's


@dataclass(frozen=True)
class StatusText:
    """``words`` name the state, ``sentence`` says what that means to whoever reads it; ``tone`` is the badge's: good, warm, info."""

    words: str
    sentence: str
    tone: str


def audience_of(user, submission):
    """Return which Reader somebody is who opens a proposal from their own space."""
    return Audience.AUTHOR if submission.author_id == user.pk else Audience.OTHER


def is_late(submission, now=None):
    """Whether the team has kept somebody waiting for longer than is promised."""
    return submission.decision.is_late(now)


def status_text(submission, reader):
    """Return the Standing of a proposal for a Reader."""
    words, sentence = _TOLD[reader](submission)
    return StatusText(words, sentence, _TONES.get(submission.state, ""))


_TONES = {State.PENDING: "info", State.CHANGES_REQUESTED: "warm", State.APPROVED: "good"}


def _to_author(one):
    if one.state == State.PENDING:
        return one.decision.pending_to_author()
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
        State.DECLINED: one.decision.declined_to_author(),
        State.WITHDRAWN: (
            _("taken back"),
            _("You took it back. If you change your mind, take it up again."),
        ),
    }[one.state]


def _to_team(one):
    if one.state == State.PENDING:
        return one.decision.pending_to_team(), ""
    words = {
        State.DRAFT: pgettext("a proposal", "draft"),
        State.CHANGES_REQUESTED: _("waiting for the author"),
        State.APPROVED: _("published in part") if one.taken is not None else pgettext("a proposal", "published"),
        State.DECLINED: one.decision.declined_to_team(),
        State.WITHDRAWN: _("taken back by its author"),
    }
    return words[one.state], ""


def _to_other(one):
    return {
        State.DRAFT: (_("not sent"), _("It has not been sent to you.")),
        State.PENDING: one.decision.pending_to_other(),
        State.CHANGES_REQUESTED: (_("being changed"), _("Whoever asks has been asked to change something first.")),
        State.APPROVED: (_("answered with a yes"), _("It was answered with a yes, and it is in place.")),
        State.DECLINED: (_("answered with a no"), _("It was answered with a no, and nothing is published.")),
        State.WITHDRAWN: (_("taken back"), _("Whoever asked has taken it back.")),
    }[one.state]


_TOLD = {
    Audience.AUTHOR: _to_author,
    Audience.TEAM: _to_team,
    Audience.OTHER: _to_other,
}
