"""Signing up for several activities of a Trobada with one form, one letter and one page."""

from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energies.entries import addresses
from energies.kernel import confirm, limits, links
from energies.kernel.clean_text import whole_number
from energies.kernel.client import address_of
from energies.kernel.email_address import as_read, normal_form
from energies.kernel.idempotency import act_is_done
from energies.kernel.links import ExpiredLink, is_over
from energies.kernel.transitions import TransitionNotAllowed
from gatherings import letters, places
from gatherings.calendar.events import calendar_of
from gatherings.calendar.links import feed
from gatherings.models import Activity, Gathering, Registration, Visit
from gatherings.registration import clients
from gatherings.registration.views import (
    ACTS,
    CALENDAR,
    GIVEN_BACK,
    LEFT_THE_LIST,
    OVER,
    PER_ACTIVITY,
    PER_CLIENT,
    PER_EMAIL,
    ask_first,
)
from gatherings.registration.visit_forms import VisitForm

MOST = 20  # activities with one form
# What a stranger can have written to somebody who has signed up for all of them already.
PER_EMAIL_AND_GATHERING = limits.declare("sign-up", "e-mail and Trobada", 4, limits.DAY, away="open")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limits.limited(PER_CLIENT)
def sign_up(request, slug):
    """Ask who comes, with what was ticked in the programme; sign them up for what is still ticked then."""
    gathering, moved = addresses.find(Gathering, slug, Gathering.objects.for_cards())
    if moved:
        return moved
    asked = request.POST if request.method == "POST" else request.GET
    ticked = {whole_number(pk) for pk in asked.getlist("activity")} - {None}
    if not ticked or len(ticked) > MOST:
        return _none(request, gathering, ticked)
    activities, shut = _opened(gathering, ticked)
    if not activities:
        return _none(request, gathering, ticked, shut, status=409)
    form = VisitForm(request.POST if request.method == "POST" else None, activities=activities)
    if request.method != "POST":
        return _form(request, gathering, form, shut)
    if not form.is_valid():
        return _form(request, gathering, form, shut, status=422)
    return _take(request, gathering, form, shut)


def _opened(gathering, ticked):
    """Return (the activities for which one can sign up, [(activity, why one cannot)]), of the keys that were ticked."""
    opened, shut = [], []
    for one in gathering.activities.filter(pk__in=ticked).for_cards().order_by("starts_at", "pk"):
        try:
            places.check_open(one)
        except TransitionNotAllowed as error:
            shut.append((one, str(error)))
        else:
            opened.append(one)
    return opened, shut


def _none(request, gathering, ticked, shut=(), status=422):
    context = {
        "gathering": gathering,
        "too_many": len(ticked) > MOST,
        "most": MOST,
        "shut": shut,
        "section": "gatherings",
    }
    return render(request, "gatherings/registration/sign_up_several_none.html", context, status=status)


def _form(request, gathering, form, shut, status=200):
    activities = [one.activity for one in form.care]
    rows = Registration.objects.waiting().filter(activity__in=activities).order_by().values("activity")
    waiting = dict(rows.annotate(n=Sum("people")).values_list("activity", "n"))
    context = {
        "gathering": gathering,
        "form": form,
        "chosen": [
            (one, _overlaps(one.activity, activities), waiting.get(one.activity.pk), _is_full(one.activity, waiting))
            for one in form.care
        ],
        "shut": shut,
        "section": "gatherings",
    }
    return render(request, "gatherings/registration/sign_up_several.html", context, status=status)


def _is_full(activity, waiting):
    return activity.pk in waiting or activity.places_left == 0


def _overlaps(activity, activities):
    """Return those that take place, in part, at the same time."""
    return [
        one
        for one in activities
        if one is not activity and one.starts_at < activity.ends_at and activity.starts_at < one.ends_at
    ]


def _take(request, gathering, form, shut):
    """Count, sign up and tell; the page is the same whether the address had signed up already or not."""
    email, chosen = normal_form(form.cleaned_data["email"]), form.chosen()
    for pk in chosen:
        limits.count(PER_ACTIVITY, f"{address_of(request)} {pk}")
    limits.count(PER_EMAIL, email)
    often = limits.too_many(PER_EMAIL_AND_GATHERING, f"{email} {gathering.pk}")
    for one in form.care:
        chosen[one.activity.pk]["client"] = clients.mark_of(request, one.activity)
    asked, late = places.ask_for_all(
        gathering, chosen, language=get_language(), tell_again=not often, **form.fields_of_person()
    )
    if not asked:
        return _none(request, gathering, chosen, list(late.items()), status=409)
    asked.sort(key=lambda row: (row[0].starts_at, row[0].pk))
    context = {
        "gathering": gathering,
        "asked": [(activity, state == Registration.State.WAITING) for activity, state in asked],
        "to_confirm": any(state != Registration.State.WAITING for _activity, state in asked),
        "shut": [*shut, *late.items()],
        "email": as_read(form.cleaned_data["email"]),
    }
    return act_is_done(render(request, "gatherings/registration/sign_up_several_sent.html", context))


@never_cache
@require_safe
def visit(request, token):
    """All the places of an address in a Trobada, as they stand; following a link changes nothing."""
    there = _of(token)
    rows = [(one, letters.token_of(one)) for one in there.places]
    context = {
        "visit": there,
        "gathering": there.gathering,
        "rows": rows,
        "to_confirm": [one for one, _token in rows if one.state == Registration.State.UNCONFIRMED],
        "token": token,
        "calendars": feed("visit_ics", token),
        "section": "gatherings",
    }
    return render(request, "gatherings/registration/visit.html", context)


@never_cache
@require_safe
def calendar(request, token):
    """All of them as a calendar, for whoever has the link and nobody else."""
    there = _of(token)
    activities = Activity.objects.filter(pk__in=there.places.values("activity")).order_by("starts_at", "pk")
    answer = HttpResponse(calendar_of(activities, _("My activities")), CALENDAR)
    answer["Content-Disposition"] = 'inline; filename="energies.ics"'
    return answer


@never_cache
@require_POST
@limits.limited(ACTS)
def visit_act(request, token):
    """Confirm all that wait for it, or take or give back one."""
    there, doing = _of(token), request.POST.get("act")
    try:
        if doing == "confirm":
            places.confirm_all(there)
            messages.success(request, _("Done: we expect you."))
        elif doing in ("take", "cancel"):
            if asking := _one(request, there, doing, back=reverse("visit", args=[token])):
                return asking
        else:
            raise Http404(doing)
    except TransitionNotAllowed as error:
        messages.warning(request, str(error))
    return redirect(reverse("visit", args=[token]))


def _one(request, there, doing, *, back):
    """Take or give back one place; return the page that asks first, if it has to be asked."""
    one = get_object_or_404(there.places, pk=whole_number(request.POST.get("place")) or 0)
    if doing == "take":
        places.confirm(one)
        messages.success(request, _("Done: we expect you."))
        return None
    if not confirm.is_confirmed(request):
        return ask_first(request, one, back=back)
    waited = one.state == Registration.State.WAITING
    places.cancel(one)
    messages.success(request, LEFT_THE_LIST if waited else GIVEN_BACK)
    return None


def _of(token):
    """Return the Visit of a link; Over when its time is over, NotGood for another text."""
    pk = links.read(letters.visit_pk_of, token, over=OVER)
    there = Visit.objects.select_related("gathering").prefetch_related("gathering__texts").filter(pk=pk).first()
    if there is None or is_over(there.link_until):
        raise ExpiredLink(OVER)
    return there
