"""The team reads what was answered, publishes it or declines it, and writes down what it is told by telephone."""

from typing import NamedTuple

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energies.accounts.team import may_organise, team_required
from energies.kernel import confirm
from energies.kernel.paging import paginate
from energies.kernel.transitions import TransitionNotAllowed
from gatherings.follow_up import deciding
from gatherings.follow_up.forms import answered_form, form_of, tell_meanwhile
from gatherings.models import FollowUp, Gathering

READ_AT_ONCE = 12
# What the team does with an answer, and what it is told then.
ACTS = {
    "approve": (deciding.approve, gettext_lazy("Published.")),
    "decline": (deciding.decline, gettext_lazy("Declined: nothing of it is public.")),
    "ask_again": (deciding.ask_again, gettext_lazy("They will be asked again.")),
}


SURE = {"approve": gettext_lazy("Publish it"), "decline": gettext_lazy("Decline it")}


class AnswerCard(NamedTuple):
    follow_up: object
    outcome_answers: list
    gains: list
    problems: list  # why it cannot be put in place as it stands


@never_cache
@team_required(may_organise)
@require_safe
def follow_ups(request, number):
    gathering = _gathering(number)
    rows = FollowUp.objects.filter(gathering=gathering).for_desk()
    waiting = rows.waiting().order_by("answers__submitted_at", "pk")
    context = {
        "gathering": gathering,
        "answers": [_answer_of(one) for one in waiting[:READ_AT_ONCE]],
        "waiting": waiting.count(),
        "page": paginate(request, rows),
        "section": "desk",
    }
    return render(request, "gatherings/follow_up/follow_ups.html", context)


def _answer_of(one):
    form = answered_form(one)
    if not form.is_valid():
        return AnswerCard(one, [], [], [words for _place, words in form.problems])
    return AnswerCard(one, form.outcome_answers, form.gains, [])


@never_cache
@team_required(may_organise)
@require_http_methods(["GET", "HEAD", "POST"])
def write_down(request, number, pk):
    """The same form as theirs, for what they say by telephone."""
    one = _of(number, pk)
    form = form_of(one, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.answer(one, form.values(), by=request.user, seen=request.POST.get("seen"))
        except deciding.AnsweredMeanwhile as meanwhile:
            tell_meanwhile(form, meanwhile.row)
            return _written(request, one, form, status=409)
        except TransitionNotAllowed as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Written down: read it once more and publish it."))
        return redirect("follow_ups", number)
    return _written(request, one, form, status=422 if form.errors else 200)


def _written(request, one, form, *, status):
    context = {
        "follow_up": one,
        "gathering": one.gathering,
        "party": one.party.entry,
        "form": form,
        "section": "desk",
    }
    return render(request, "gatherings/follow_up/written.html", context, status=status)


@never_cache
@team_required(may_organise)
@require_POST
def decide(request, number, pk):
    one, act = _of(number, pk), request.POST.get("act")
    if act not in ACTS:
        raise Http404
    if act != "ask_again" and not confirm.is_confirmed(request):
        return confirm.confirmation_page(
            request, title=SURE[act], follows=_follows(one, act), back=reverse("follow_ups", args=[number])
        )
    done, words = ACTS[act]
    try:
        done(one, by=request.user, seen=request.POST.get("seen", ""))
    except TransitionNotAllowed as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, words)
    return redirect("follow_ups", number)


def _follows(one, act):
    """Say what an act does with an answer."""
    name = {"name": one.party.entry}
    if act == "decline":
        return [
            _("Nothing of what %(name)s answered is public. You can still write down another answer for them.") % name
        ]
    answer = _answer_of(one)
    turns = len([said for said in answer.outcome_answers if said.outcome.state != said.state])
    gains = len(answer.gains)
    return [
        turns
        and ngettext("%(n)s agreement changes its state.", "%(n)s agreements change their state.", turns)
        % {"n": turns},
        gains
        and ngettext(
            "%(n)s text on what a barri gained is public.", "%(n)s texts on what barris gained are public.", gains
        )
        % {"n": gains},
        _("What %(name)s answered can be read on the page of the Trobada and on those of its barris.") % name,
        _("To take a text off afterwards: at the team’s desk."),
    ]


def _gathering(number):
    return get_object_or_404(Gathering.everything.exclude(state="removed"), number=number)


def _of(number, pk):
    rows = FollowUp.objects.for_desk().exclude(gathering__state="removed")
    return get_object_or_404(rows, pk=pk, gathering__number=number)
