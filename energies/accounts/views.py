"""Signing in by e-mailed code, and out."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from energies.accounts import codes, held_forms
from energies.accounts.forms import CodeForm, EmailForm
from energies.accounts.private_allauth import record_authentication
from energies.accounts.sign_in_first import login_required
from energies.kernel import form_accepted, resubmission
from energies.kernel.email_address import as_read
from energies.kernel.limits import limited
from energies.kernel.links import ExpiredLink

NEXT = "next"


def where_next(request) -> str:
    """Return the page asked for, if it is one of ours, else the person's space."""
    asked = request.POST.get(NEXT) or request.GET.get(NEXT, "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if asked and ours else reverse("dashboard")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited(codes.PER_CLIENT)
def sign_in(request) -> HttpResponse:
    """The e-mail, the same field for new and known people; a code goes to it. What they had sent waits for them."""
    form = EmailForm(request.POST or None, initial={"email": getattr(request.user, "email", "")})
    token = request.POST.get("held", "")
    if request.method == "POST" and form.is_valid():
        codes.send(request, form.cleaned_data["email"])
        if token:
            held_forms.hold(request, form.cleaned_data["email"], token)
        return redirect(reverse("sign_in_code", query={NEXT: where_next(request)}))
    status = 422 if form.errors else 200
    context = {"form": form, "next": where_next(request), "held": token, "asked_again": bool(token)}
    return render(request, "account/sign_in.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited(codes.TRIES_PER_CLIENT)
def code(request) -> HttpResponse:
    """The figures that were mailed."""
    waiting = codes.waiting(request)
    if waiting is None:
        return redirect(reverse("sign_in", query={NEXT: where_next(request)}))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = codes.check(request, form.cleaned_data["code"])
        if user:
            if request.user.is_authenticated:
                # A second factor is taken from somebody who is not signed in only.
                held_forms.end_session(request)
            # allauth's own record, so that its second factor knows how recent this is.
            record_authentication(request, user, method="code", email=user.email)
            return perform_login(request, user, email_verification="none", redirect_url=where_next(request))
        if not codes.waiting(request):
            return render(request, "account/code_over.html", {"next": where_next(request)}, status=422)
        form.add_error("code", _("These are not the figures of the message: look at them again."))
    context = {"form": form, "email": as_read(waiting.email), "next": where_next(request), "is_demo": settings.DEMO}
    return render(request, "account/code.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def held_form(request) -> HttpResponse:
    """What somebody sent before they signed in: seen by them alone, and sent on by one button or thrown away.

    It goes on as it was sent (307, RFC 9110 section 15.4.8), to the view that decides what whoever sends it may do.
    """
    found = held_forms.waiting(request)
    if found is None:
        raise ExpiredLink(
            _("What you had written is no longer here: it waits for a short time, and only for whoever wrote it.")
        )
    row, told = found
    if request.method != "POST":
        context = {
            "sent": told["pairs"],
            "texts": resubmission.texts(told["pairs"]),
            "address": told["to"].partition("?")[0],
            "files": told["files"],
            "section": "dashboard",
        }
        return render(request, "account/held_form.html", context)
    if "drop" in request.GET:
        row.delete()
        return redirect("dashboard")
    held_forms.let_go(row, timezone.now())
    return HttpResponseRedirect(told["to"], preserve_request=True)


@never_cache
@require_POST
def sign_out(request) -> HttpResponse:
    """The browser lets go of what it kept for whoever signs out (static/js/keep.js); what others wrote there stays."""
    key = resubmission.writer_key(request.user)
    logout(request)
    response = redirect("home")
    form_accepted.tell_left(response, key)
    return response
