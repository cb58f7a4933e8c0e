"""The guide for the team, as it stands in docs/, where the team can read it."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from energies.accounts.team import has_role, team_required
from energies.kernel.markdown import render as as_html

GUIDE = settings.BASE_DIR / "docs" / "equip.md"


@never_cache
@team_required(has_role)
@require_safe
def guide(request):
    """The guide, in Catalan, for whoever has a role; 404 where the documentation was left out."""
    if not GUIDE.exists():
        raise Http404(GUIDE.name)
    title, _line, text = GUIDE.read_text("utf-8").partition("\n")
    context = {"title": title.lstrip("# "), "text": as_html(text, 2, ours=True), "section": "desk"}
    return render(request, "site/guide.html", context)
