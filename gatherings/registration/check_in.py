"""At the door: who is there is counted from a list, by the code they show, or as so many heads."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energies.accounts.sign_in_first import sign_in_first
from energies.kernel import confirm
from energies.kernel.idempotency import each_time
from energies.kernel.links import BadLink, ExpiredLink, is_over
from energies.kernel.paging import paginate
from energies.kernel.transitions import TransitionNotAllowed
from gatherings import attendance, places
from gatherings.models import Registration
from gatherings.registration import passes
from gatherings.registration.forms import AttendedForm, HeadCountForm
from gatherings.registration.lists import organised_by, organisers_only

A_PAGE = 50
OVER = gettext_lazy("The activity is over: if somebody is still to be counted, do it from the list.")


@organisers_only
@require_safe
def check_in_list(request, activity):
    """Everybody who may come, by name, each with a button."""
    wanted = request.GET.get("q", "")[:120]
    context = {
        "activity": activity,
        "wanted": wanted,
        "page": paginate(request, activity.registrations.listed().by_name(wanted), A_PAGE),
        "attendance": attendance.current_attendance(activity),
        "section": "dashboard",
    }
    return render(request, "gatherings/registration/check_in_list.html", context)


@never_cache
@require_safe
def check_in(request, token):
    """Where the code of somebody leads whoever organises it; scanning alone counts nobody."""
    one = _of_code(token)
    if not request.user.is_authenticated:
        return sign_in_first(request)
    if not organised_by(request).filter(pk=one.activity_id).exists():
        words = _("Only those who organise the activity count who comes. If this code is yours, show it to them.")
        return render(request, "errors/403.html", {"words": words}, status=403)
    context = {
        "one": one,
        "activity": one.activity,
        "attendance": attendance.current_attendance(one.activity),
        "section": "dashboard",
    }
    return render(request, "gatherings/registration/check_in.html", context)


def _of_code(token):
    """Return the registration of a code; Over from the day after on, NotGood for another text."""
    try:
        pk = passes.pk_of(token)
    except signing.BadSignature as error:
        raise BadLink(token) from error
    one = Registration.objects.select_related("activity").filter(pk=pk).first()
    if one is None or is_over(one.code_until):
        raise ExpiredLink(OVER)
    return one


@organisers_only
@require_POST
def sign_up_act(request, activity, registration):
    """Say how many of somebody's people came, or take it back; or give their places back, when they said so by telephone."""
    one, doing = get_object_or_404(activity.registrations, pk=registration), request.POST.get("act")
    form = AttendedForm(request.POST)
    if doing == "cancel" and not confirm.is_confirmed(request):
        follows = [
            _("%(name)s no longer has a place: whoever waits gets it at once.") % {"name": one},
            _("We do not write to them: it is they who told you."),
        ]
        return confirm.confirmation_page(
            request, title=_("They cannot come"), follows=follows, back=_back(request, one)
        )
    try:
        if doing == "cancel":
            places.cancel(one)
        elif doing == "undo":
            places.came(one, None)
        elif doing == "came" and form.is_valid():
            places.came(one, form.cleaned_data["attended"])
        elif doing == "came":
            raise TransitionNotAllowed(" ".join(form.errors["attended"]))
        else:
            raise Http404(doing)
    except TransitionNotAllowed as error:
        messages.warning(request, str(error))
        return redirect(_back(request, one))
    return redirect(_back(request, one, anchor=f"#r{one.pk}"))


def _back(request, one, anchor=""):
    """Return the address of the page from which something was posted, at the same place of it."""
    asked = request.POST
    if asked.get("back") == "code":
        return reverse("check_in", args=[passes.token_of(one)])
    query = {name: asked[name][:120] for name in ("q", "page") if asked.get(name)}
    name = "check_in_list" if asked.get("back") == "check_in_list" else "sign_ups"
    return reverse(name, args=[one.activity_id]) + (f"?{urlencode(query)}" if query else "") + anchor


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def head_count(request, activity):
    """How many came without signing up, and how many there were in all, when nobody was asked for a name."""
    told = attendance.current_attendance(activity)
    form = HeadCountForm(
        request.POST or None,
        initial={"walk_ins": activity.walk_ins, "attended": activity.attended},
        marked=activity.registrations.marked(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            places.check_counted(activity)
        except TransitionNotAllowed as error:
            form.add_error(None, str(error))
        else:
            attendance.record_heads(activity, **form.cleaned_data)
            messages.success(request, _("Written down."))
            return redirect("sign_ups", activity.pk)
    context = {"activity": activity, "form": form, "attendance": told, "section": "dashboard"}
    return render(request, "gatherings/registration/head_count.html", context, status=422 if form.errors else 200)


@each_time
@organisers_only
@require_POST
def one_more(request, activity):
    """Somebody came who had not signed up; back to the door."""
    try:
        places.check_counted(activity)
    except TransitionNotAllowed as error:
        messages.warning(request, str(error))
    else:
        attendance.count_one_more(activity)
    return redirect(reverse("check_in_list", args=[activity.pk]) + "#others")
