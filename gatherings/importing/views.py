"""Somebody's own calendar becomes proposals: a file, a look at what is in it, and what is chosen is sent."""

from django.contrib import messages
from django.core import signing
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from energies.accounts.sign_in_first import login_required
from energies.accounts.team import may_work_on_entries
from energies.curation.proposable import CannotBegin, get
from energies.kernel import limits
from gatherings.importing import rows
from gatherings.importing.forms import ImportForm
from gatherings.importing.read import MOST, LeftOut

# Open when nothing can count: it is somebody known, and their calendar is read and no more.
A_DAY = limits.declare(
    "calendar",
    "person",
    20,
    limits.DAY,
    away="open",
    words=gettext_lazy("You have brought many calendars today: go on tomorrow."),
)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request):
    """Ask for the calendar; then show what is in it, to choose from."""
    organiser = request.POST.get("organiser") or request.GET.get("organiser", "")
    try:
        may_work_on_entries(request.user) or get(rows.KIND).begin_with(request)
    except CannotBegin as error:
        messages.warning(request, str(error))
        return redirect("dashboard")
    if request.method != "POST":
        form = ImportForm(user=request.user, organiser=organiser, initial={"organiser": organiser})
        return _show(request, form)
    form = ImportForm(request.POST, request.FILES, user=request.user, organiser=organiser)
    if not form.is_valid():
        return _show(request, form, status=422)
    limits.count(A_DAY, request.user.pk)
    return _preview(request, form)


def _show(request, form, status=200):
    return render(request, "gatherings/importing/calendar.html", {"form": form, "section": "dashboard"}, status=status)


def _preview(request, form):
    shared = {name: form.cleaned_data[name] for name in ("organiser", *rows.SHARED)}
    told = rows.states(form.found, request.user, shared["organiser"], shared["venue"])
    found = [(one, state, rows.sealed(one, shared, request.user)) for one, state in told]
    context = {
        "rows": found,
        "new": sum(state == rows.NEW for _one, state, _token in found),
        "doubtful": sum(state == rows.NEW and bool(one.doubts) for one, state, _token in found),
        "venue": shared["venue"],
        "more": form.more,
        "left_out": _left_out(form.left_out),
        "organiser": dict(form.fields["organiser"].choices)[shared["organiser"]],
        "section": "dashboard",
    }
    return render(request, "gatherings/importing/preview.html", context)


def _left_out(counts):
    """Return in words how many events of the file are not listed, and why: [str…]."""
    n = {reason: counts.get(reason, 0) for reason in LeftOut}
    told = {
        LeftOut.PAST: ngettext(
            "%(n)s event is left out: it is over.", "%(n)s events are left out: they are over.", n[LeftOut.PAST]
        ),
        LeftOut.LATER: ngettext(
            "%(n)s event is left out: it is more than six months away.",
            "%(n)s events are left out: they are more than six months away.",
            n[LeftOut.LATER],
        ),
        LeftOut.CANCELLED: ngettext(
            "%(n)s event is left out: it is cancelled.",
            "%(n)s events are left out: they are cancelled.",
            n[LeftOut.CANCELLED],
        ),
    }
    return [words % {"n": n[reason]} for reason, words in told.items() if n[reason]]


@never_cache
@login_required
@require_POST
def send(request):
    """Propose what was chosen; what lacks something is kept as a draft."""
    try:
        chosen = [rows.opened(token, request.user) for token in request.POST.getlist("row")[:MOST]]
    except signing.BadSignature:
        messages.warning(request, _("That list is some hours old: give the calendar again."))
        return redirect("import_calendar")
    if not chosen:
        messages.warning(request, _("You chose none: give the calendar again and tick those you want to propose."))
        return redirect("import_calendar")
    sent, kept = rows.propose(chosen, request.user)
    if sent:
        words = ngettext(
            "%(n)s activity sent. The team reads it before it is public.",
            "%(n)s activities sent. The team reads them before they are public.",
            len(sent),
        )
        messages.success(request, words % {"n": len(sent)})
    if kept:
        words = ngettext(
            "%(n)s lacks something: it is a draft below, for you to finish.",
            "%(n)s lack something: they are drafts below, for you to finish.",
            len(kept),
        )
        messages.warning(request, words % {"n": len(kept)})
    if not sent and not kept:
        messages.warning(request, _("All those are here already."))
    return redirect("dashboard")
