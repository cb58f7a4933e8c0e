"""The list of tools, the page of one, and what a barri shares."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from energies.accounts.team import may_review, team_required
from energies.entries import addresses
from tests.brought.models import Loan, Tool


@require_safe
def tools(request):
    return render(request, "brought/tools.html", {"tools": Tool.objects.all(), "section": "tools"})


@require_safe
def tool(request, slug):
    found, moved = addresses.find(Tool, slug)
    return moved or tool_page(request, found)


def tool_page(request, found):
    return render(request, "brought/tool.html", {"tool": found, "section": "tools"})


@never_cache
@team_required(may_review)
@require_safe
def loans(request):
    return render(request, "brought/tools.html", {"tools": [loan.who for loan in Loan.objects.all()]})


def of_barri(barri):
    return "brought/_of_barri.html", {"tools": Tool.objects.filter(barri=barri)}
