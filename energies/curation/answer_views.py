"""Saying yes or no by the one link of a letter, without signing in: the link proves who reads that address."""

from django.core import signing
from django.core.exceptions import BadRequest
from django.db import transaction
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from energies.accounts.models import User
from energies.curation import letters, review
from energies.curation.models import Submission
from energies.curation.proposable import CannotApply, get
from energies.kernel import limits
from energies.kernel.idempotency import act_is_done
from energies.kernel.lengths import text_of
from energies.kernel.transitions import TransitionNotAllowed

# Open when nothing can count: the link of a letter is the key, and it serves once.
ANSWERS = limits.declare("answer", "client", 120, limits.HOUR, away="open")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limits.limited(ANSWERS)
def answer(request, token):
    """Show what is asked, with a yes and a no; or how it stands, when it was answered or taken back already."""
    try:
        pk, revision, email = letters.read_token(token)
    except signing.SignatureExpired:
        return render(request, "curation/answer.html", {"old": True}, status=410)
    except signing.BadSignature:
        return render(request, "curation/answer.html", {"old": True}, status=404)
    submission = Submission.objects.select_related("author").filter(pk=pk).first()
    is_open = submission and submission.state == Submission.State.PENDING and submission.revision == revision
    if not is_open:
        return render(request, "curation/answer.html", _over(submission, revision))
    if request.method == "POST":
        return _answer(request, submission, email)
    context = {
        "submission": submission,
        "asker": submission.decision.asker(),
        "sentence": submission.decision.sentence(),
        "changes": review.beyond_the_sentence(submission),
        "before": review.values_before(submission),
    }
    return render(request, "curation/answer.html", context)


def _over(submission, revision):
    """Return what is said of what needs no answer any more: how it was answered, to whom it was asked."""
    context = {"submission": submission, "revision": revision, "over": True}
    if submission and submission.is_decided and submission.revision == revision:
        context |= {"changes": review.fields_changed(submission), "before": review.values_before(submission)}
    return context


def _answer(request, submission, email):
    said = request.POST.get("act")
    if said not in ("accept", "refuse"):
        raise BadRequest(said)
    context, status = {"submission": submission, "done": said, "is_told": not submission.author.is_erased}, 200
    try:
        with transaction.atomic():
            person = User.objects.known_or_new(email, language=get_language())
            if said == "accept":
                target = review.approve(submission, by=person, revision=submission.revision)
                context |= letters.where(target, proposable=get(submission.kind), language=get_language())
            else:
                text = text_of(request, "text", 4000)
                review.decline(submission, by=person, revision=submission.revision, text=text)
    except (TransitionNotAllowed, review.NotAllowed):
        submission.refresh_from_db()
        context = _over(submission, submission.revision)
    except CannotApply as error:
        context, status = {"submission": submission, "why": str(error)}, 409
    response = render(request, "curation/answer.html", context, status=status)
    return act_is_done(response) if "done" in context else response
