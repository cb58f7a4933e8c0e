"""Who comes, for those who organise it: on the screen and as a file; nobody else sees it."""

from collections import Counter
from functools import wraps

from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from energies.accounts.sign_in_first import login_required
from energies.accounts.team import is_let_in, may_read_needs, may_see_sign_ups
from energies.curation.proposable import get
from energies.kernel.csv_files import csv_response
from energies.kernel.paging import paginate
from energies.kernel.rules import words_of
from energies.kernel.transitions import TransitionNotAllowed
from gatherings import attendance, places
from gatherings.models import Activity, Registration
from gatherings.models.asked_care import CHILDCARE
from gatherings.models.care import care_labels
from gatherings.registration import clients, who_is_told
from gatherings.registration.forms import ByHandForm

A_PAGE = 100


def organised_by(request):
    """Return the activities that whoever asks organises: all of them, for those of the team who see to it."""
    there = Activity.everything.exclude(state="removed")
    return there if is_let_in(request, may_see_sign_ups) else get("activity").editable_by(request.user)


def shows_needs(request, activity):
    """Whether whoever asks may read what people need: they organise it themselves, or have the role for it."""
    own = get("activity").editable_by(request.user).filter(pk=activity.pk)
    return is_let_in(request, may_read_needs) or own.exists()


def organisers_only(view):
    """Pass the activity to those who organise it, and to the team; 404 for anybody else."""

    @never_cache
    @login_required
    @wraps(view)
    def checked(request, pk, **kwargs):
        return view(request, get_object_or_404(organised_by(request), pk=pk), **kwargs)

    return checked


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def sign_ups(request, activity):
    """The list; what is posted is somebody who signed up by telephone or on paper."""
    form = ByHandForm(request.POST or None, activity=activity)
    if request.method == "POST" and form.is_valid():
        try:
            there = write_down(request, activity, form)
        except (TransitionNotAllowed, IntegrityError) as error:
            form.add_error(None, in_words(error))
        else:
            waits = there.state == Registration.State.WAITING
            messages.success(request, _("Written down, on the waiting list.") if waits else _("Written down."))
            return redirect("sign_ups", activity.pk)
    status = 422 if form.errors else 200
    return render(request, "gatherings/registration/sign_ups.html", _context(request, activity, form), status=status)


def write_down(request, activity, form):
    """Return the Registration of what an organiser wrote.

    TransitionNotAllowed, or IntegrityError for an address that came first.
    """
    return places.write_down(activity, by=request.user, language=get_language(), **form.fields_of_registration())


def in_words(error):
    return str(error) if isinstance(error, TransitionNotAllowed) else str(words_of(Registration, "registration_once"))


def _context(request, activity, form):
    rows, shown = activity.registrations, shows_needs(request, activity)
    asking = list(rows.asking()) if shown else []
    activity.refresh_from_db(fields=["taken"])
    return {
        "activity": activity,
        "form": form,
        "page": paginate(request, rows.listed().order_by("state", "pk"), A_PAGE),
        "crowded": clients.crowded(activity),
        "shows_needs": shown,
        "needs": needs_of(rows.holding()) if shown else [],
        "asking": len(asking),
        "unanswered": sum(one.is_unanswered for one in asking),
        "waiting": rows.waiting().people(),
        "to_call": who_is_told.to_call(activity, rows.to_call().people()),
        "attendance": attendance.current_attendance(activity),
        "section": "dashboard",
    }


def needs_of(rows):
    """Return [(label, how many registrations ask for it, how many children)], what nobody asks for left out."""
    asked, children = Counter(), 0
    for needs, number in rows.exclude(needs=[]).values_list("needs", "children"):
        asked.update(needs)
        children += number or 0
    return [
        (label, asked[name], children if name == CHILDCARE else 0)
        for name, label in care_labels().items()
        if asked[name]
    ]


@organisers_only
@require_safe
def sign_ups_csv(request, activity):
    """The same as a file for a spreadsheet; without what people need for those who may not read it."""
    heads = [
        _("Name"),
        _("E-mail"),
        _("Telephone"),
        _("People"),
        _("On behalf of"),
        _("May be named"),
        _("State"),
        _("Came"),
    ]
    if shows_needs(request, activity):
        return csv_response(activity.slug, [*heads, _("Needs")], _rows(activity, _needs))
    return csv_response(activity.slug, heads, _rows(activity))


def _rows(activity, *more):
    for one in activity.registrations.listed().order_by("state", "pk"):
        named = _("yes") if one.is_listed and one.entity_name else ""
        state = one.get_state_display()
        said = (one.name, one.email, one.phone, one.people, one.entity_name, named, state, one.attended)
        yield (*said, *(told(one) for told in more))


def _needs(registration):
    return ", ".join(need.words for need in registration.care_asked)
