from energies.curation.models.change import Change
from energies.curation.models.submission import DeclineReason, Message, Submission

__all__ = ["Change", "DeclineReason", "Message", "Submission"]
