"""Who says yes or no to a proposal: the team, the other side, or nobody, when a fact is corrected.

All that depends on it is asked of ``Submission.decision``; the column ``awaits`` only holds its key.
"""

from energies.curation.decisions.base import Decision, Recipient
from energies.curation.decisions.correction import CorrectionDecision
from energies.curation.decisions.other_side import KeepersDecision, OtherSidesDecision
from energies.curation.decisions.team import TeamsDecision

__all__ = [
    "CorrectionDecision",
    "Decision",
    "KeepersDecision",
    "OtherSidesDecision",
    "Recipient",
    "TeamsDecision",
    "decision_of",
    "elsewhere",
    "every",
    "in_queue",
    "register",
]

_decisions = [TeamsDecision, OtherSidesDecision, KeepersDecision, CorrectionDecision]


def register(decision: type[Decision]) -> None:
    """Offer an app's own class of Decision."""
    _decisions.append(decision)


def every() -> list[type[Decision]]:
    return list(_decisions)


def decision_of(submission) -> Decision:
    """Return the Decision that a submission waits for; LookupError for a key that no app brings."""
    for decision in _decisions:
        if decision.is_for(submission):
            return decision(submission)
    raise LookupError(submission.awaits)


def elsewhere() -> set[str]:
    """Return the keys of the decisions that are not read at the desk of those who review."""
    return {decision.key for decision in _decisions if not decision.is_reviewed}


def in_queue(queue: str) -> set[str]:
    """Return the keys of the decisions whose proposals that wait stand in one queue of the team: "waiting", "entity"."""
    return {decision.key for decision in _decisions if decision.queue == queue}
