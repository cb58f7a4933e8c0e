"""A message from organisers to everybody who comes: seen first, with how many get it, and kept in the outbox."""

from django import forms
from django.contrib import messages as told
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from energies.entries.forms import text
from energies.kernel import limits
from energies.kernel.forms import ValuesForm
from energies.kernel.paging import paginate
from energies.kernel.rules import words_of
from gatherings import letters
from gatherings.models import SignUpMessage
from gatherings.registration import who_is_told
from gatherings.registration.lists import organisers_only

# Closed when nothing can count: each is a letter to everybody who signed up.
A_DAY = limits.declare(
    "sign-up-message",
    "activity",
    4,
    limits.DAY,
    away="closed",
    words=gettext_lazy("Four messages a day are enough: go on tomorrow."),
)


class SignUpMessageForm(ValuesForm):
    text = text(
        gettext_lazy("Your message"),
        4000,
        rows=8,
        required=True,
        hint=gettext_lazy("Without formatting. They get it in one letter each, and see nobody else’s address."),
        missing=words_of(SignUpMessage, "sign_up_message_text"),
    )
    letters = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)

    sections = (("message", "", ["text"]),)


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def message(request, activity):
    """Write it; see it with how many get it; send it if that number still holds, or else see it again."""
    coming = activity.registrations.confirmed()
    rows = coming.exclude(email="")
    form, count = SignUpMessageForm(request.POST or None), rows.count()
    context = {
        "activity": activity,
        "form": form,
        "count": count,
        "people": rows.people(),
        "unreached": who_is_told.to_call(activity, coming.filter(email="").people()),
        "page": paginate(request, activity.sign_up_messages.select_related("by")),
        "section": "dashboard",
    }
    if request.method != "POST" or not form.is_valid() or "again" in request.POST:
        return render(request, "gatherings/registration/message.html", context, status=422 if form.errors else 200)
    if form.cleaned_data["letters"] != count or not count:
        context["changed"] = form.cleaned_data["letters"] not in (None, count)
        return render(request, "gatherings/registration/message_preview.html", context)
    limits.count(A_DAY, activity.pk)
    with transaction.atomic():
        activity.sign_up_messages.create(by=request.user, text=form.cleaned_data["text"], letters=count)
        for one in rows.select_related("activity"):
            letters.from_organisers(one, form.cleaned_data["text"])
    words = ngettext("Sent to %(n)s address (%(people)s).", "Sent to %(n)s addresses (%(people)s).", count)
    told.success(request, words % {"n": count, "people": who_is_told.how_many(context["people"])})
    if context["unreached"]:
        told.warning(request, context["unreached"])
    return redirect("sign_ups", activity.pk)
