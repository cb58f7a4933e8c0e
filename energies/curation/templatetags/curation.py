"""What templates say of proposals."""

from django import template

from energies.curation.proposable import get
from energies.curation.status_texts import Audience, is_late, status_text

register = template.Library()
register.filter("is_late", is_late)


@register.filter
def stands_for(submission, reader):
    """Return the ``standing.StatusText`` of a proposal for a reader: «author», «team» or «other»."""
    return status_text(submission, Audience(reader))


@register.filter
def kind_in_words(submission):
    """Return what a proposal is about: «a project»."""
    return get(submission.kind).label
