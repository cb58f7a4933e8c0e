"""What the board of a programme shows of each activity."""

from django import template

register = template.Library()


@register.simple_tag
def clashes_of(board, activity):
    """Return the clashes in which an activity takes part."""
    return board.of(activity)
