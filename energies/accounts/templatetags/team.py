"""What somebody of the team may do, asked in templates."""

from django import template

from energies.accounts import team
from energies.kernel import brings

register = template.Library()


@register.filter
def may(user, what) -> bool:
    """Whether ``user`` may: «review» asks ``team.may_review``, and so on."""
    return getattr(team, f"may_{what}")(user)


@register.simple_tag
def team_menu(name, user) -> list:
    """Return the entries of a menu of the team that open to ``user``."""
    return [entry for entry in brings.menu(name) if not entry.may or may(user, entry.may)]
