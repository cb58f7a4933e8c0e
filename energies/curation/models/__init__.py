from energies.curation.models.answer import Answer
from energies.curation.models.change import Change
from energies.curation.models.submission import DeclineReason, Message, Submission

__all__ = ["Answer", "Change", "DeclineReason", "Message", "Submission"]
