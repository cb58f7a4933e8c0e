"""What somebody of the team may do, asked in templates."""

from django import template

from energies.accounts import team

register = template.Library()


@register.filter
def may(user, what):
    """Whether ``user`` may: «review» asks ``team.may_review``, and so on."""
    return getattr(team, f"may_{what}")(user)
