"""What the board of a programme shows of each activity."""

from django import template

from gatherings import attendance

register = template.Library()


@register.simple_tag
def clashes_of(board, activity):
    """Return the clashes in which an activity takes part."""
    return board.of(activity)


@register.simple_tag
def attendance_of(activity):
    """Return the Attendance of an activity of the board."""
    return attendance.attendance_of(activity)
