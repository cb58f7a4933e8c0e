"""Who comes, for those who organise it: on the screen, as a file, on paper; nobody else sees it."""

import csv
from collections import Counter
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energies.accounts.team import is_let_in
from energies.curation.proposable import get
from energies.kernel.paging import paginate
from gatherings import places
from gatherings.models import Activity, Registration
from gatherings.models.care import care_labels
from gatherings.registration.forms import AttendedForm, ByHandForm
from gatherings.steps import WrongStep

A_PAGE = 100
# What a spreadsheet would take for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def organisers_only(view):
    """Pass the activity to those who organise it, and to the team; 404 for anybody else."""

    @never_cache
    @login_required
    @wraps(view)
    def checked(request, pk, **kwargs):
        mine = Activity.everything.exclude(state="removed")
        if not is_let_in(request):
            mine = get("activity").editable_by(request.user)
        return view(request, get_object_or_404(mine, pk=pk), **kwargs)

    return checked


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def sign_ups(request, activity):
    """The list; what is posted is somebody who signed up by telephone or on paper."""
    form = ByHandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            there = places.sign_up(activity, by=request.user, language=get_language(), **form.cleaned_data)
        except WrongStep as error:
            form.add_error(None, str(error))
        else:
            waits = there.state == Registration.State.WAITING
            messages.success(request, _("Written down, on the waiting list.") if waits else _("Written down."))
            return redirect("sign_ups", activity.pk)
    status = 422 if form.errors else 200
    return render(request, "gatherings/sign_ups.html", _context(request, activity, form), status=status)


def _context(request, activity, form):
    rows = activity.registrations
    activity.refresh_from_db(fields=["taken"])
    return {
        "activity": activity,
        "form": form,
        "page": paginate(request, rows.open().order_by("state", "pk"), A_PAGE),
        "needs": needs_of(rows.holding()),
        "confirmed": rows.confirmed().people(),
        "waiting": rows.waiting().people(),
        "attended": rows.came(),
        "is_over": activity.starts_at is not None and activity.starts_at <= timezone.now(),
        "section": "space",
    }


def needs_of(rows):
    """Return [(label, how many registrations ask for it)], what nobody asks for left out."""
    asked = Counter(name for (needs,) in rows.exclude(needs=[]).values_list("needs") for name in needs)
    return [(label, asked[name]) for name, label in care_labels().items() if asked[name]]


@organisers_only
@require_safe
def sign_ups_csv(request, activity):
    """The same as a file that a spreadsheet of here opens right: UTF-8 with its mark, semicolons, no formulas."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{activity.slug}.csv"'
    write, labels = csv.writer(response, delimiter=";").writerow, care_labels()
    write([_("Name"), _("E-mail"), _("Telephone"), _("People"), _("On behalf of"), _("State"), _("Needs"), _("Came")])
    for one in activity.registrations.open().order_by("state", "pk"):
        needs = [str(labels[name]) for name in one.needs if name in labels]
        said = ", ".join([*needs, one.needs_note] if one.needs_note else needs)
        row = (one.name, one.email, one.phone, one.people, one.entity_name, one.get_state_display(), said, one.attended)
        write([plain(cell) for cell in row])
    return response


def plain(cell):
    """Return a cell that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


@organisers_only
@require_POST
def sign_up_act(request, activity, registration):
    """Say how many of somebody's people came; or give their places back, when they said so by telephone."""
    there = get_object_or_404(activity.registrations, pk=registration)
    if request.POST.get("act") == "cancel":
        try:
            places.cancel(there)
        except WrongStep as error:
            messages.warning(request, str(error))
    elif request.POST.get("act") == "came":
        form = AttendedForm(request.POST)
        if not form.is_valid():
            messages.warning(request, " ".join(form.errors["attended"]))
        else:
            activity.registrations.filter(pk=there.pk).update(attended=form.cleaned_data["attended"])
    else:
        raise Http404
    return redirect("sign_ups", activity.pk)
