"""What somebody of the team may do, in words, and where."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from energies.accounts import team
from energies.accounts.roles import ROLES


@never_cache
@team.team_required(team.has_role)
@require_safe
def my_role(request) -> HttpResponse:
    """The roles of whoever asks, what each does, and where they begin."""
    user = request.user
    held = set(user.groups.values_list("name", flat=True))
    needs = _("Open an activity in the agenda and press «%(words)s»: there is who comes and what they need.")
    context = {
        "roles": [role for key, role in ROLES.items() if user.is_superuser or key in held],
        "needs": needs % {"words": _("Do you organise it? See who comes")} if team.may_read_needs(user) else "",
        "section": "desk",
    }
    return render(request, "accounts/role.html", context)
