"""The programme board of a Trobada: the team places what was accepted, sees what clashes, and publishes."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energies.accounts.team import may_organise, team_required
from energies.curation.history import record
from energies.kernel import confirm
from energies.kernel.clean_text import whole_number
from energies.kernel.lengths import text_of
from energies.kernel.paging import paginate
from energies.kernel.transitions import TransitionNotAllowed
from gatherings import letters, organisers
from gatherings.board import questions
from gatherings.board.forms import PlacingForm, place_of
from gatherings.board.table import Board
from gatherings.models import Activity, FollowUp, Gathering
from gatherings.models.stages import STEPS
from gatherings.registration import who_is_told
from gatherings.return_flow.state import ReturnStatus


@never_cache
@team_required(may_organise)
@require_safe
def boards(request):
    page = paginate(request, Gathering.everything.exclude(state="removed").for_cards())
    return render(request, "gatherings/board/boards.html", {"page": page, "section": "desk"})


@never_cache
@team_required(may_organise)
@require_safe
def board(request, number):
    gathering = _gathering(number)
    placing = None
    if pk := whole_number(request.GET.get("place")):
        placing = _activity(gathering, pk)
    form = (
        PlacingForm(initial=PlacingForm.initial_of(placing), gathering=gathering, activity=placing) if placing else None
    )
    return _show(request, gathering, placing, form)


def _show(request, gathering, placing, form, status=200):
    steps = [(verb, one, gathering.why_not(verb)) for verb, one in gathering.steps.items()]
    closing = ReturnStatus(gathering) if gathering.may_tell else None
    needs = closing.needs if closing else []
    context = {
        "gathering": gathering,
        "board": Board(gathering, placing),
        "placing": placing,
        "was": place_of(placing) if placing else "",
        "form": form,
        "answers": FollowUp.objects.filter(gathering=gathering).waiting().count(),
        "steps": [(verb, one) for verb, one, why_not in steps if not one.back and not why_not],
        "back": [(verb, one) for verb, one, why_not in steps if one.back and not why_not],
        # What the return lacks is told where it is filled in.
        "not_now": [
            (one, why_not) for verb, one, why_not in steps if why_not and not (verb == "publish_return" and needs)
        ],
        "closing": closing,
        "section": "desk",
    }
    return render(request, "gatherings/board/board.html", context, status=status)


@never_cache
@team_required(may_organise)
@require_POST
def place(request, number, pk):
    """Put an activity where the form, or the cell pressed, says; take it off the board with «later»."""
    gathering = _gathering(number)
    activity = _activity(gathering, pk)
    if "later" in request.POST:
        return _take_off(request, gathering, activity)
    cell = _cell(gathering, request.POST.get("cell", ""))
    data = request.POST if cell is None else PlacingForm.data_of(activity, cell[0], cell[1], request.POST)
    form = PlacingForm(data, gathering=gathering, activity=activity)
    if cell is None and not form.is_valid():
        return _show(request, gathering, activity, form, status=422)
    try:
        moved = _put(request, activity, cell, form)
    except MovedMeanwhile as meanwhile:
        messages.warning(request, _("Somebody else has moved it meanwhile: this is where it is now."))
        now = PlacingForm(
            initial=PlacingForm.initial_of(meanwhile.activity), gathering=gathering, activity=meanwhile.activity
        )
        return _show(request, gathering, meanwhile.activity, form if cell is None else now, status=409)
    except ValidationError as error:
        # The menus show the cell that was pressed, and may complain of the same by themselves.
        if "why" not in form.errors:
            form.add_error("why", error.message_dict["status_reason"])
        return _show(request, gathering, _activity(gathering, pk), form, status=422)
    except TransitionNotAllowed as error:
        messages.warning(request, str(error))
        return _back(gathering)
    board = Board(gathering)
    found = board.of(activity)
    for clash in found:
        messages.warning(request, clash.words)
    if not found:
        messages.success(request, _("«%(name)s» has its place.") % {"name": activity})
    if moved:
        who_is_told.tell_who_is_told(request, activity)
    return _back(gathering, f"#a{activity.pk}")


class MovedMeanwhile(Exception):
    """Somebody else gave the activity another place while the board was open: ``activity`` is as it stands."""

    def __init__(self, activity):
        super().__init__(str(activity))
        self.activity = activity


@transaction.atomic
def _put(request, activity, cell, form):
    """Put it there and save it; return whether it moved. ValidationError without a reason when it is public."""
    there = Activity.everything.select_for_update(of=("self",)).get(pk=activity.pk)
    if request.POST.get("was", place_of(there)) != place_of(there):
        raise MovedMeanwhile(_activity(activity.gathering, activity.pk))
    if activity.is_cancelled:
        raise TransitionNotAllowed(_("It was cancelled: say first that it takes place after all."))
    before, activity.changed_by = copy(activity), request.user
    with record(activity, by=request.user):
        if cell:
            activity.put_in(*cell)
        else:
            form.put(activity)
        moved = activity.is_elsewhere(before)
        if activity.published and moved:
            activity.status_reason = text_of(request, "why", 250)
        activity.save()
    return moved


def _take_off(request, gathering, activity):
    if activity.published:
        messages.warning(request, _("It is public: move it, or cancel it saying why."))
        return _back(gathering)
    with record(activity, by=request.user):
        activity.minutes = max(5, int(activity.duration.total_seconds() // 60))
        activity.starts_at = activity.ends_at = activity.room = None
        activity.changed_by = request.user
        activity.save()
    return _back(gathering)


@never_cache
@team_required(may_organise)
@require_POST
def board_act(request, number, pk):
    """Cancel one, saying why; say that it takes place after all; add one to a programme that is public."""
    gathering = _gathering(number)
    activity = _activity(gathering, pk)
    if request.POST.get("act") == "publish" and gathering.has_programme and not confirm.is_confirmed(request):
        return _ask_to_add(request, gathering, activity)
    try:
        match request.POST.get("act"):
            case "cancel":
                activity.cancel(by=request.user, why=text_of(request, "why", 250))
            case "restore":
                activity.restore(by=request.user)
            case "publish" if gathering.has_programme:
                activity.publish(by=request.user)
            case _:
                raise Http404
    except TransitionNotAllowed as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Done."))
        who_is_told.tell_who_is_told(request, activity)
    return _back(gathering, f"#a{activity.pk}")


def _ask_to_add(request, gathering, activity):
    follows = [
        _("«%(name)s» is public from now on, and said to be added to the programme.") % {"name": activity},
        _("It cannot be taken out any more: it can be moved or cancelled, which everybody is told."),
    ]
    return confirm.confirmation_page(
        request, title=_("Add it to the programme"), follows=follows, back=reverse("board", args=[gathering.number])
    )


@never_cache
@team_required(may_organise)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, number):
    """Say what a step of the Trobada brings about; once it is sure, take it. Those back tell whom the step was told to."""
    gathering = _gathering(number)
    verb = (request.POST if request.method == "POST" else request.GET).get("step", "")
    if not verb and request.method != "POST":
        return _back(gathering)
    if verb not in STEPS:
        raise Http404(verb)
    if "sure" not in request.POST:
        return _ask(request, gathering, verb)
    try:
        _take(gathering, verb, by=request.user, agreed="agreed" in request.POST)
    except TransitionNotAllowed as error:
        return _ask(request, gathering, verb, said=str(error))
    gathering.refresh_from_db(fields=["stage"])
    messages.success(request, _("Done: %(step)s.") % {"step": gathering.get_stage_display()})
    return _back(gathering)


def _ask(request, gathering, verb, *, said=""):
    """Ask whether to take a step; ``said`` is why it could not be taken just now."""
    gathering.refresh_from_db()
    question = questions.question_for(gathering, verb, by=request.user)
    if said and not question.refused:
        messages.warning(request, said)
    context = {"gathering": gathering, "question": question, "section": "desk"}
    return render(request, "gatherings/board/step.html", context, status=409 if said else 200)


@transaction.atomic
def _take(gathering, verb, *, by, agreed):
    # Whoever else is placing something waits for us, or we for them.
    gathering = Gathering.everything.select_for_update(of=("self",)).get(pk=gathering.pk)
    if verb == "publish" and not gathering.why_not(verb):
        board = Board(gathering)
        if words := questions.clash(board):
            raise TransitionNotAllowed(words)
        if board.asking and not agreed:
            raise TransitionNotAllowed(
                _("Somebody organises two things at once: move one, or tick that they can do it.")
            )
    told = _told_before(gathering, verb, by)
    gathering.take(verb, by=by)
    for letter, people in told:
        letter(gathering, people)


def _told_before(gathering, verb, by):
    """Return [(letter, people)] for those who were told of what a step takes back."""
    if verb == "unpublish":
        rows = gathering.activities(manager="everything").filter(published=True)
        return [(letters.programme_taken_back, organisers.who_is_told(rows, by=by))]
    if verb == "not_over" and gathering.return_asked_at:
        return [(letters.return_not_wanted_yet, letters.who_is_asked_what_it_left(gathering))]
    return []


def _gathering(number):
    return get_object_or_404(Gathering.everything.exclude(state="removed"), number=number)


def _activity(gathering, pk):
    there = gathering.activities(manager="everything").filter(state=Activity.State.VISIBLE)
    return get_object_or_404(there.select_related("room", "gathering"), pk=pk)


def _cell(gathering, text):
    """Return (room, moment) of «12|2026-11-28T09:00:00+00:00», or None."""
    pk, _bar, moment = text.partition("|")
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    if not at or at.tzinfo is None:
        return None
    room = gathering.rooms.filter(pk=whole_number(pk)).first()
    return (room, at) if room else None


def _back(gathering, anchor=""):
    return redirect(reverse("board", args=[gathering.number]) + anchor)
