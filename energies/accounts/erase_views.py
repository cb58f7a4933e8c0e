"""The page by which the team takes somebody out: whom, then what will happen, then it is done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from energies.accounts import erasing
from energies.accounts.forms import ErasePersonForm
from energies.accounts.models import User
from energies.accounts.team import may_erase, team_required


@never_cache
@team_required(may_erase)
@require_http_methods(["GET", "HEAD", "POST"])
def erase_person(request) -> HttpResponse:
    """Ask for an address; show what is held of it; with the «yes» of that page, take the person out.

    The address goes in the body of a POST and never in one that is logged.
    """
    form = ErasePersonForm(request.POST or None, initial={"email": _asked_for(request)})
    if request.method != "POST":
        return _ask(request, form)
    if not form.is_valid():
        return _ask(request, form, status=422)
    person = erasing.person_of(form.cleaned_data["email"])
    plan = erasing.plan(person)
    if not plan:
        form.add_error("email", _("Nothing is kept of this e-mail: check how it is written."))
        return _ask(request, form, status=422)
    if "sure" not in request.POST or (person.user and person.user.is_staff):
        return _are_you_sure(request, form, person, plan)
    return _erase(request, person, plan)


def _asked_for(request) -> str:
    """Return the address of the account that the page of a person at the desk leads here for, or ""."""
    pk = request.GET.get("person", "")
    user = User.objects.filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() and len(pk) < 10 else None
    return "" if user is None or user.is_erased else user.email


def _ask(request, form, status=200) -> HttpResponse:
    return render(request, "accounts/erase.html", {"form": form, "section": "desk"}, status=status)


def _are_you_sure(request, form, person, plan) -> HttpResponse:
    rows = [(part, len(things), things if part.listed else ()) for part, things in plan]
    context = {"email": form.cleaned_data["email"], "person": person, "rows": rows, "section": "desk"}
    return render(request, "accounts/erase_confirm.html", context)


def _erase(request, person, plan) -> HttpResponse:
    counts = erasing.erase(person, by=request.user, keep=request.POST.getlist("keep"))
    messages.success(request, _("Done: what they wrote stays, without them."))
    for part, things in plan:
        if part.key in counts and part.listed:
            messages.info(request, f"{part.words}: {', '.join(map(str, things))}")
    return redirect("erase_person")
