"""On paper: the list to tick at the door, the empty sheet to sign up on, and both keyed in afterwards."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from energies.kernel.paging import paginate
from energies.kernel.transitions import TransitionNotAllowed
from gatherings.models import Registration
from gatherings.registration.forms import ByHandFormSet
from gatherings.registration.lists import in_words, needs_of, organisers_only, shows_needs, write_down

# So many go on paper at once; the rows below are for whoever had not signed up.
ON_PAPER, BLANK = 500, range(8)
EMPTY = range(11)  # with the consent above, a page of A4


@organisers_only
@require_safe
def sheet(request, activity):
    """Names to tick; what they need only as sums, since a sheet lies on a table."""
    context = {
        "activity": activity,
        "page": paginate(request, activity.registrations.listed().by_name(), ON_PAPER),
        "needs": needs_of(activity.registrations.holding()) if shows_needs(request, activity) else [],
        "blank": BLANK,
        "section": "dashboard",
    }
    return render(request, "gatherings/registration/sheet.html", context)


@organisers_only
@require_safe
def calls(request, activity):
    """Whom no letter reaches, to be called when something changes."""
    page = paginate(request, activity.registrations.to_call().by_name(), ON_PAPER)
    return render(
        request, "gatherings/registration/calls.html", {"activity": activity, "page": page, "section": "dashboard"}
    )


@organisers_only
@require_safe
def empty_sheet(request, activity):
    """To sign up on by hand."""
    return render(
        request,
        "gatherings/registration/empty_sheet.html",
        {"activity": activity, "blank": EMPTY, "section": "dashboard"},
    )


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def key_in(request, activity):
    """Several people at once, from a sheet: all of them or, if a row is wrong, none."""
    rows = ByHandFormSet(request.POST or None, form_kwargs={"activity": activity})
    wrong = ""
    if request.method == "POST" and rows.is_valid():
        try:
            written = _write_down_all(request, activity, rows)
        except (TransitionNotAllowed, IntegrityError) as error:
            wrong = in_words(error)
        else:
            _tell(request, written)
            return redirect("sign_ups_key_in" if written and "more" in request.POST else "sign_ups", activity.pk)
    problems = [*rows.problems, *([("form", wrong)] if wrong else [])] if rows.is_bound else []
    context = {"activity": activity, "rows": rows, "problems": problems, "section": "dashboard"}
    return render(request, "gatherings/registration/key_in.html", context, status=422 if problems else 200)


def _write_down_all(request, activity, rows):
    with transaction.atomic():
        return [write_down(request, activity, form) for form in rows.filled]


def _tell(request, written):
    waiting = sum(one.state == Registration.State.WAITING for one in written)
    words = ngettext("%(n)s row written down.", "%(n)s rows written down.", len(written)) % {"n": len(written)}
    if waiting:
        words += " " + ngettext("%(n)s is on the waiting list.", "%(n)s are on the waiting list.", waiting) % {
            "n": waiting
        }
    messages.success(request, words)
