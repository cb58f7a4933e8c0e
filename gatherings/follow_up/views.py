"""The page that the link of the letter leads to: following it changes nothing, since programs follow links too."""

from django.core import signing
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from energies.kernel import limits
from energies.kernel.idempotency import act_is_done
from energies.kernel.transitions import TransitionNotAllowed
from gatherings.follow_up import asking, deciding
from gatherings.follow_up.forms import form_of, tell_meanwhile
from gatherings.models import FollowUp

# Open when nothing can count: the link of a letter is the key.
ANSWERS = limits.declare("follow-up", "client", 120, limits.HOUR, away="open")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limits.limited(ANSWERS)
def follow_up(request, token):
    """Show what is asked, or what was answered; keep the answer, or that they want no more questions."""
    try:
        pk = asking.pk_of(token)
    except signing.SignatureExpired:
        return _gone(request)
    except signing.BadSignature:
        return _gone(request, status=404)
    one = FollowUp.objects.for_desk().filter(pk=pk).first()
    if one is None or not (one.gathering.is_visible and one.party.is_visible):
        return _gone(request)
    if request.method == "POST" and request.POST.get("act") == "stop":
        deciding.stop(one)
        return _show(request, one, "stopped")
    if not one.is_open:
        return _show(request, one, "over")
    return _answer(request, one) if request.method == "POST" else _show(request, one, form=form_of(one))


def _answer(request, one):
    if request.POST.get("act") not in (None, "send"):
        raise Http404
    form = form_of(one, request.POST)
    if not form.is_valid():
        return _show(request, one, form=form, status=422)
    try:
        deciding.answer(one, form.values(), seen=request.POST.get("seen"))
    except deciding.AnsweredMeanwhile as meanwhile:
        tell_meanwhile(form, meanwhile.row)
        return _show(request, one, form=form, status=409)
    except TransitionNotAllowed:
        return _show(request, one, "over")
    return act_is_done(_show(request, one, "thanks"))


def _show(request, one, how="form", form=None, status=200):
    context = {"follow_up": one, "gathering": one.gathering, "party": one.party.entry, "how": how, "form": form}
    return render(request, "gatherings/follow_up/follow_up.html", context, status=status)


def _gone(request, status=410):
    return render(request, "gatherings/follow_up/gone.html", {"old": status == 410}, status=status)
