"""What is done with a proposal once it is written: taken back, taken up, answered, said yes or no to."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from energies.curation import drafts, reopening, review
from energies.curation.access import own
from energies.curation.forms import AnswerForm, ReopenForm
from energies.curation.models import Submission, SubmissionMessage
from energies.curation.proposable import CannotApply
from energies.kernel.clean_text import whole_number
from energies.kernel.lengths import text_of
from energies.kernel.rules import words_of
from energies.kernel.transitions import TransitionNotAllowed


@own
@require_POST
def submission_act(request, submission):
    """What the author does with a proposal: take it back, take it up, answer, say that a look-alike is another.

    Whose yes it awaits may answer, and say yes or no.
    """
    doing = {"withdraw": _withdraw, "resume": _resume, "answer": _answer, "other": _other, "accept": accept,
             "refuse": _refuse, "reopen": _reopen}.get(request.POST.get("act"))  # fmt: skip
    if doing is None:
        raise BadRequest(request.POST.get("act"))
    if doing in (_withdraw, _resume, _other) and submission.author_id != request.user.pk:
        raise Http404
    try:
        return doing(request, submission)
    except TransitionNotAllowed:
        messages.warning(request, _("It was decided meanwhile: this is how it stands now."))
        return redirect(submission)


@own
@require_http_methods(["GET", "HEAD", "POST"])
def submission_delete(request, submission):
    """Ask, and then delete a draft that nobody else has read; what was sent is taken back, and stays."""
    if submission.author_id != request.user.pk:
        raise Http404
    try:
        if submission.may_be_deleted and request.method != "POST":
            return render(
                request, "curation/dashboard/submission_delete.html", {"submission": submission, "section": "dashboard"}
            )
        drafts.delete(submission)
    except TransitionNotAllowed:
        messages.warning(request, _("It was sent, so it is not deleted: you can take it back."))
        return redirect(submission)
    messages.success(request, _("“%(name)s” is deleted, with its photo.") % {"name": submission})
    return redirect("dashboard")


def _withdraw(request, submission):
    submission.withdraw()
    messages.success(request, _("You have taken it back. If you change your mind, you can take it up again."))
    return redirect(submission)


def _resume(request, submission):
    submission.resume()
    return redirect("submission_edit", submission.pk)


def _answer(request, submission):
    text_of(request, "text", AnswerForm.MOST)
    form = AnswerForm(request.POST)
    if form.is_valid():
        review.answer(submission, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, submission.decision.replied_words())
    else:
        messages.error(request, words_of(SubmissionMessage, "thread_text"))
    return redirect(submission)


def _other(request, submission):
    label, _dot, pk = request.POST.get("entry", "").partition(".")
    number = whole_number(pk)
    if label and number and [label, number] not in submission.others and len(submission.others) < 50:
        submission.others = [*submission.others, [label, number]]
        Submission.objects.filter(pk=submission.pk).update(others=submission.others)
    return redirect("submission_edit", submission.pk)


def accept(request, submission, text=""):
    """Say yes and put it in place; ``text`` is told to the other side."""
    decision, target = submission.decision, None
    try:
        target = review.approve(submission, by=request.user, revision=submission.revision, text=text)
    except CannotApply as error:
        messages.error(request, _("It cannot be put in place: %(why)s") % {"why": error})
    except review.NotAllowed as error:
        raise Http404 from error
    else:
        messages.success(request, decision.answered_words(target, by=request.user))
    return redirect(decision.url_when_answered(target))


def _refuse(request, submission):
    try:
        review.decline(submission, by=request.user, revision=submission.revision, text=text_of(request, "text", 4000))
    except review.NotAllowed as error:
        raise Http404 from error
    is_gone = submission.author.is_erased
    messages.success(
        request,
        _("Done: nothing has changed.") if is_gone else _("They know that you do not want it. Nothing has changed."),
    )
    return redirect("dashboard")


def _reopen(request, submission):
    """Whoever said yes or no for their side takes it back."""
    form = ReopenForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["text"]))
        return redirect(submission)
    try:
        reopening.reopen(submission, by=request.user, text=form.cleaned_data["text"])
    except CannotApply as error:
        messages.error(request, _("It cannot be taken back: %(why)s") % {"why": error})
    except review.NotAllowed as error:
        raise Http404 from error
    else:
        messages.success(request, _("It is open again, and both sides have been written to."))
    return redirect(submission)
