"""The team's desk for proposals: the queue, one proposal at a time, and what is decided."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from energies.accounts.team import has_role, home_of, may_review, team_required
from energies.curation import history, reopening, review, similar, status_texts, waiting_times
from energies.curation.forms import AnswerForm, DecisionForm, ReopenForm
from energies.curation.models import Submission, SubmissionMessage
from energies.curation.preview import preview_of
from energies.curation.proposable import CannotApply, get, has_page, target_of
from energies.curation.spam_signals import SIGNS
from energies.kernel.clean_text import whole_number
from energies.kernel.lengths import text_of
from energies.kernel.paging import paginate
from energies.kernel.rules import words_of
from energies.kernel.transitions import TransitionNotAllowed

QUEUES = {
    "waiting": gettext_lazy("All that wait"),
    "new": gettext_lazy("New"),
    "changes": gettext_lazy("Changes"),
    "marked": gettext_lazy("To look at twice"),
    "mine": gettext_lazy("Mine"),
    "asked": gettext_lazy("Waiting for the author"),
    "entity": gettext_lazy("Waiting for the entity"),
    "decided": gettext_lazy("Decided"),
}


def of_the_team(view):
    """Pass the submission to the view; drafts are their author's alone."""

    @never_cache
    @team_required(may_review)
    @wraps(view)
    def checked(request, pk, **kwargs):
        rows = Submission.objects.reviewed().select_related("author", "assigned_to", "reason", "decided_by")
        return view(request, get_object_or_404(rows.exclude(state=Submission.State.DRAFT), pk=pk), **kwargs)

    return checked


@never_cache
@team_required(has_role)
@require_safe
def queue(request):
    """What waits; whoever reviews nothing goes on to where they begin."""
    if not may_review(request.user):
        return redirect(home_of(request.user))
    which = request.GET.get("queue", "waiting")
    which = which if which in QUEUES else "waiting"
    rows = Submission.objects.in_queue(which, request.user).select_related("author", "assigned_to")
    counts = Submission.objects.queue_counts(request.user)
    context = {
        "page": paginate(request, rows),
        "which": which,
        "queues": [(key, label, counts.get(key)) for key, label in QUEUES.items()],
        "title": QUEUES[which],
        "waits": waiting_times.context(),
        "section": "desk",
    }
    return render(request, "curation/desk/queue.html", context)


@of_the_team
@require_safe
def review_page(request, submission):
    return _page(request, submission, DecisionForm(initial={"revision": submission.revision}))


def _page(request, submission, form, *, status=200, why=None):
    target = target_of(submission)
    told = [] if submission.is_emptied else review.fields_changed(submission)
    since = [] if submission.is_decided else review.since_last_time(submission)
    context = {
        "submission": submission,
        "target": target,
        "form": form,
        "changes": told,
        "before": review.values_before(submission),
        "since": since,
        "asked_fields": submission.asked_fields,
        "unchanged": _unchanged(submission, since),
        # What was ticked when the page comes back for want of words.
        "unticked": {one.name for one in told} - set(request.POST.getlist("take"))
        if "choosing" in request.POST
        else (),
        "ticked": request.POST.getlist("field"),
        "conflicts": [one for one in told if one.is_conflict],
        "marks": [SIGNS[mark] for mark in submission.marks if mark in SIGNS],
        "alike": [] if submission.is_decided else similar.for_team(submission),
        "others": submission.others,
        "thread": submission.messages.select_related("by"),
        "note": AnswerForm(prefix="note"),
        "earlier": earlier(submission),
        "reopening": reopening.offer(request.user, submission),
        "why": why or ReopenForm(auto_id="id_reopen_%s"),
        "history": _history(submission, target),
        "kind": submission.kind,
        "has_page": has_page(submission.kind),
        "waits": submission.decision.waits_for(request.user),
        "section": "desk",
    }
    return render(request, "curation/desk/review.html", context, status=status)


def _unchanged(submission, since):
    """Return what the fields are called that the team asked about and that are as they were."""
    changed = {one.name for one in since}
    return review.labels_of(submission, set(submission.asked_fields) - changed) if since else []


def _history(submission, target):
    """Return the last Changes of the target; of a decided proposal, until it was decided."""
    if target is None:
        return []
    rows = history.changes_of(target).select_related("by")
    return (rows.filter(at__lte=submission.decided_at) if submission.is_decided else rows)[:10]


def earlier(submission):
    """Return what was decided before about this author or this target, newest first."""
    decided = Submission.objects.filter(state__in=["approved", "declined"]).exclude(pk=submission.pk)
    if submission.is_decided:
        decided = decided.filter(decided_at__lt=submission.decided_at)
    mine = decided.filter(author=submission.author)
    if submission.object_id is not None:
        mine |= decided.filter(content_type=submission.content_type_id, object_id=submission.object_id)
    return mine.select_related("reason").order_by("-decided_at", "-pk")[:5]


@of_the_team
@require_POST
def decide(request, submission):
    """Approve, all or in part, ask, or decline; who comes second is told how it stands."""
    act = request.POST.get("act", "")
    if act not in ("approve", "ask", "decline"):
        raise BadRequest(act)
    form = DecisionForm(request.POST, act=act)
    taken = _taken(request, submission) if act == "approve" else None
    if taken is not None and not request.POST.get("text", "").strip():
        form.add_error("text", _("Write why you leave a part of it out: its author will read it."))
    if not form.is_valid():
        return _page(request, submission, form, status=422)
    try:
        _decide(request, submission, act, form.cleaned_data, taken)
    except TransitionNotAllowed as overtaken:
        messages.warning(request, _overtaken(overtaken.row))
        return redirect("review", submission.pk)
    except CannotApply as error:
        messages.error(request, _("It cannot be put in place: %(why)s") % {"why": error})
        return redirect("review", submission.pk)
    except review.NotAllowed:
        messages.error(request, _("It waits for the entity’s yes, not for the team’s."))
        return redirect("review", submission.pk)
    return redirect("queue")


def _decide(request, submission, act, cleaned, taken):
    is_gone = submission.author.is_erased
    common = {"by": request.user, "revision": cleaned["revision"], "text": cleaned["text"]}
    if act == "approve":
        target = review.approve(submission, taken=taken, **common)
        proposable = get(submission.kind)
        if proposable.is_public(target):
            words = _("“%(name)s” is public now.") % {"name": target}
        else:
            words = f"{_('You have approved “%(name)s”.') % {'name': target}} {proposable.not_yet(target)}"
        messages.success(request, f"{words} {submission.decision.told_in_words(target, by=request.user)}")
    elif act == "ask":
        review.ask(submission, fields=request.POST.getlist("field"), **common)
        if not is_gone:
            messages.success(request, _("We have asked the author."))
    else:
        review.decline(submission, reason=cleaned["reason"], **common)
        messages.success(request, _("Declined.") if is_gone else _("Declined. We have written to the author."))
    if is_gone and act != "approve":
        messages.warning(request, _("Its author is no longer here: nobody has been written to."))


@of_the_team
@require_POST
def reopen(request, submission):
    """Take a decision back, saying why."""
    form = ReopenForm(request.POST, auto_id="id_reopen_%s")
    if not form.is_valid():
        return _page(request, submission, DecisionForm(), status=422, why=form)
    try:
        reopening.reopen(submission, by=request.user, text=form.cleaned_data["text"])
    except TransitionNotAllowed as overtaken:
        messages.warning(request, _overtaken(overtaken.row))
    except (CannotApply, review.NotAllowed) as error:
        messages.error(request, _("It cannot be taken back: %(why)s") % {"why": error})
    else:
        messages.success(request, _("It is open again, and both sides have been written to."))
    return redirect("review", submission.pk)


def _taken(request, submission):
    """Return the fields that were left ticked, or None when that is all of them."""
    if "choosing" not in request.POST:
        return None
    offered = {one.name for one in review.fields_changed(submission)}
    taken = offered & set(request.POST.getlist("take"))
    # What is not shown, because it says nothing or is the same, is no choice of anybody's.
    return None if taken == offered else taken | (set(submission.values) - offered)


def _overtaken(submission):
    if submission.state == Submission.State.PENDING:
        return _("The author has sent it again meanwhile: look at what is new before you decide.")
    who = submission.decided_by or submission.author
    return _("%(who)s was first: it is “%(state)s” now. Nothing you did has been put in place.") % {
        "who": who,
        "state": status_texts.status_text(submission, status_texts.Audience.TEAM).words,
    }


@of_the_team
@require_POST
def take_on(request, submission):
    if submission.is_decided:
        messages.warning(request, _overtaken(submission))
        return redirect("review", submission.pk)
    mine = request.POST.get("act") == "leave"
    submission.take_on(None if mine else request.user)
    messages.success(request, _("Anybody can take it on now.") if mine else _("You look after it now."))
    return redirect("review", submission.pk)


@of_the_team
@require_POST
def let_marks_be(request, submission):
    """Whoever reviews has looked at what was marked: it is not shown again, nor when it is sent again."""
    submission.read_marks()
    messages.success(request, _("The warnings are gone, also when it is sent again."))
    return redirect("review", submission.pk)


@of_the_team
@require_POST
def write(request, submission):
    """A word to the author, or a note for the team."""
    text_of(request, "note-text", AnswerForm.MOST)
    form = AnswerForm(request.POST, prefix="note")
    if not form.is_valid():
        messages.error(request, words_of(SubmissionMessage, "thread_text"))
    elif "internal" in request.POST:
        review.note(submission, by=request.user, text=form.cleaned_data["text"])
    else:
        review.answer(submission, by=request.user, text=form.cleaned_data["text"])
        if submission.author.is_erased:
            messages.warning(request, _("Its author is no longer here: nobody has been written to."))
        else:
            messages.success(request, _("Sent to the author."))
    return redirect("review", submission.pk)


@of_the_team
@require_safe
def review_preview(request, submission):
    if not has_page(submission.kind):
        raise Http404
    picture = reverse("review_picture", args=[submission.pk, "proposed"])
    back = reverse("review", args=[submission.pk])
    return preview_of(request, submission, submission.values, picture=picture, back=back)


@of_the_team
@require_safe
def review_picture(request, submission, which):
    """The picture as proposed, or as it is now; of a decided proposal, as it was then."""
    target = target_of(submission)
    if which == "proposed":
        name = submission.values.get("image", "")
    elif submission.is_decided:
        name = next((one.old for one in review.fields_changed(submission) if one.kind == "picture"), "")
    else:
        name = target.image.name if target is not None and target.image else ""
    if not name or not default_storage.exists(name):
        raise Http404
    return FileResponse(default_storage.open(name), content_type="image/jpeg")


@never_cache
@team_required(may_review)
@require_POST
def together(request):
    """Do one thing with several proposals, after saying what will happen."""
    act = request.POST.get("act", "")
    asked = {whole_number(pk) for pk in request.POST.getlist("pk")} - {None}
    rows = Submission.objects.waiting().filter(pk__in=asked)
    rows = list(rows.select_related("author")[:100])
    if act not in ("approve", "take_on"):
        raise BadRequest(act)
    if not rows:
        messages.warning(request, _("Choose some proposals first."))
        return redirect("queue")
    if "sure" not in request.POST:
        return render(request, "curation/desk/together.html", {"rows": rows, "act": act, "section": "desk"})
    done, left = _all_together(request, rows, act)
    if done:
        told = ngettext("Done: %(count)s proposal.", "Done: %(count)s proposals.", done) % {"count": done}
        messages.success(request, told)
    for submission, why in left:
        messages.warning(request, f"{submission}: {why}")
    return redirect("queue")


def _all_together(request, rows, act):
    """Return (how many were done, [(submission, why not)…]); each stands by itself."""
    done, left = 0, []
    for submission in rows:
        # None would be whichever there is.
        seen = whole_number(request.POST.get(f"revision-{submission.pk}")) or -1
        try:
            with transaction.atomic():
                if act == "take_on":
                    submission.take_on(request.user)
                else:
                    review.approve(submission, by=request.user, revision=seen)
            done += 1
        except TransitionNotAllowed as overtaken:
            left.append((submission, _overtaken(overtaken.row)))
        except CannotApply as error:
            left.append((submission, str(error)))
    return done, left
