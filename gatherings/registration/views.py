"""Signing up, and the page that the link of each letter leads to."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energies.entries import addresses
from energies.kernel import confirm, limits, links
from energies.kernel.client import address_of
from energies.kernel.email_address import as_read, normal_form
from energies.kernel.idempotency import act_is_done
from energies.kernel.links import ExpiredLink, is_over
from energies.kernel.transitions import TransitionNotAllowed
from gatherings import letters, places
from gatherings.calendar.events import calendar_of
from gatherings.calendar.links import feed
from gatherings.models import Activity, Registration
from gatherings.models.asked_care import TO_ASK
from gatherings.registration import clients, passes
from gatherings.registration.care_forms import ChangeCareForm
from gatherings.registration.forms import PeopleForm, SignUpForm

MOST, CALENDAR = 500, "text/calendar; charset=utf-8"
# A hall on one wifi signs up together, and many mistype. Closed when nothing can count: places could be taken by machines.
PER_CLIENT = limits.declare("sign-up", "client", 300, limits.HOUR, away="closed")
PER_ACTIVITY = limits.declare("sign-up", "client and activity", 200, limits.HOUR, away="closed")
PER_EMAIL = limits.declare("sign-up", "e-mail", 10, limits.HOUR, away="closed")
# What a stranger can have written to somebody who has signed up already. Open: the limit per e-mail holds all the same.
PER_EMAIL_AND_ACTIVITY = limits.declare("sign-up", "e-mail and activity", 4, limits.DAY, away="open")
# Those who follow the link of a letter: open, because giving a place back matters more.
ACTS = limits.declare("sign-up-act", "client", 300, limits.HOUR, away="open")
OVER = gettext_lazy("The activity is over, or the place was given back, and we no longer keep whose it was.")
GIVEN_BACK = gettext_lazy("Cancelled. Thank you for telling us: somebody else may come.")
LEFT_THE_LIST = gettext_lazy("You are no longer on the waiting list. Thank you for telling us.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limits.limited(PER_CLIENT)
def sign_up(request, slug):
    activity, moved = addresses.find(Activity, slug, Activity.objects.for_cards())
    if moved:
        return redirect("sign_up", Activity.former_slugs.field.model.objects.get(slug=slug).entry.slug)
    try:
        places.check_open(activity)
    except TransitionNotAllowed as error:
        return _closed(request, activity, error)
    form = SignUpForm(request.POST or None, activity=activity)
    if request.method != "POST":
        return _form(request, activity, form)
    if not form.is_valid():
        return _form(request, activity, form, status=422)
    limits.count(PER_ACTIVITY, f"{address_of(request)} {activity.pk}")
    email = normal_form(form.cleaned_data["email"])
    limits.count(PER_EMAIL, email)
    often = limits.too_many(PER_EMAIL_AND_ACTIVITY, f"{email} {activity.pk}")
    client = clients.mark_of(request, activity)
    try:
        state = places.ask_for(
            activity, language=get_language(), client=client, tell_again=not often, **form.fields_of_registration()
        )
    except TransitionNotAllowed as error:
        return _closed(request, activity, error)
    context = {
        "activity": activity,
        "email": as_read(form.cleaned_data["email"]),
        "waits": state == Registration.State.WAITING,
    }
    return act_is_done(render(request, "gatherings/registration/sign_up_sent.html", context))


def _form(request, activity, form, status=200):
    waiting = activity.registrations.waiting().people()
    context = {
        "activity": activity,
        "form": form,
        "section": "agenda",
        "waiting": waiting,
        "is_full": bool(waiting) or activity.places_left == 0,
    }
    return render(request, "gatherings/registration/sign_up.html", context, status=status)


def _closed(request, activity, error):
    return render(
        request, "gatherings/registration/sign_up_closed.html", {"activity": activity, "words": str(error)}, status=409
    )


@never_cache
@require_safe
def registration(request, token):
    """Where it stands, and what can be done; following a link changes nothing, since programs follow links too."""
    return _show(request, token, _of(token))


def _show(request, token, there, *, form=None, care=None, status=200):
    """Return the page; ``form`` and ``care`` are what was sent and is not right."""
    ahead = there.activity.registrations.waiting().filter(pk__lt=there.pk).people() if there.state == "waiting" else 0
    expected = there.state == "confirmed" and not there.activity.is_over and not there.activity.is_cancelled
    context = {
        "registration": there,
        "code": passes.picture_of(there) if expected else "",
        "activity": there.activity,
        "token": token,
        "form": form or PeopleForm(initial={"people": there.people}),
        "care": care or ChangeCareForm(registration=there),
        "ask_until": TO_ASK // timedelta(hours=1),
        "ahead": ahead,
        "calendars": feed("registration_ics", token),
    }
    return render(request, "gatherings/registration/registration.html", context, status=status)


@never_cache
@require_safe
def calendar(request, token):
    """All that this address has signed up for and not given back, for whoever has the link and nobody else."""
    there = _named(token)
    theirs = Registration.objects.of_address(there.email) if there.email else Registration.objects.filter(pk=there.pk)
    rows = [one for one in theirs.open().select_related("activity") if not is_over(one.link_until)]
    if not rows and is_over(there.link_until):
        raise ExpiredLink(OVER)
    activities = Activity.objects.filter(pk__in={one.activity_id for one in rows}).order_by("starts_at", "pk")
    answer = HttpResponse(calendar_of(activities[:MOST], _("My activities")), CALENDAR)
    answer["Content-Disposition"] = 'inline; filename="energies.ics"'
    return answer


def ask_first(request, registration, *, back):
    """Return the page that asks before a place, or a turn on the waiting list, is given back."""
    if registration.state == Registration.State.WAITING:
        title = _("Take me off the waiting list")
        follows = [_("You lose your turn: to be on the list again you sign up again, at its end.")]
    else:
        title = _("I cannot come: give my place back")
        follows = [
            _("Your place is given back: whoever waits gets it at once."),
            _("To come after all, you sign up again, if there is room."),
        ]
    return confirm.confirmation_page(request, title=title, follows=follows, back=back)


@never_cache
@require_POST
@limits.limited(ACTS)
def registration_act(request, token):
    there, doing = _of(token), request.POST.get("act")
    try:
        if doing == "confirm":
            places.confirm(there)
            messages.success(request, _("Done: we expect you."))
        elif doing == "cancel" and not confirm.is_confirmed(request):
            return ask_first(request, there, back=reverse("registration", args=[token]))
        elif doing == "cancel":
            waited = there.state == Registration.State.WAITING
            places.cancel(there)
            messages.success(request, LEFT_THE_LIST if waited else GIVEN_BACK)
        elif doing == "people":
            form = PeopleForm(request.POST)
            if not form.is_valid():
                return _show(request, token, there, form=form, status=422)
            places.change_people(there, form.cleaned_data["people"])
            messages.success(request, _("Changed."))
        elif doing == "care":
            care = ChangeCareForm(request.POST, registration=there)
            if not care.is_valid():
                return _show(request, token, there, care=care, status=422)
            places.change_care(there, **care.fields_of_care())
            messages.success(request, _("Changed: whoever organises it reads it."))
        else:
            raise Http404(doing)
    except TransitionNotAllowed as error:
        messages.warning(request, str(error))
    return redirect(reverse("registration", args=[token]))


def _of(token):
    """Return the registration of a link; Over when its time is over, NotGood for another text."""
    there = _named(token)
    if is_over(there.link_until):
        raise ExpiredLink(OVER)
    return there


def _named(token):
    pk = links.read(letters.pk_of, token, over=OVER)
    there = Registration.objects.select_related("activity__barri").filter(pk=pk).first()
    if there is None:
        raise ExpiredLink(OVER)
    return there
