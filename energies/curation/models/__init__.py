from energies.curation.models.answer import Answer
from energies.curation.models.change import Change
from energies.curation.models.submission import DeclineReason, Submission, SubmissionMessage

__all__ = ["Answer", "Change", "DeclineReason", "Submission", "SubmissionMessage"]
