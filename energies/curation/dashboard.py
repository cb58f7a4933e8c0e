"""«El meu espai»: what somebody keeps up and has proposed, and where each proposal stands."""

from functools import reduce
from operator import or_

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from energies.accounts.sign_in_first import login_required
from energies.curation import decisions, drafts, reopening, review, status_texts, team_changes
from energies.curation.access import own
from energies.curation.forms import AnswerForm, ReopenForm
from energies.curation.models import Submission
from energies.curation.proposable import get, has_page, maintained_kinds, target_of, to_change
from energies.kernel.paging import paginate

MOST_TO_ACCEPT = 50


@never_cache
@login_required
@require_safe
def dashboard(request):
    user = request.user
    mine = Submission.objects.of(user)
    page = _in_words(paginate(request, mine.exclude(state=Submission.State.WITHDRAWN)))
    entries = [(one, one.maintained_by(user)) for one in maintained_kinds()]
    asked = Submission.objects.filter(author=user, state=Submission.State.CHANGES_REQUESTED)
    context = {
        "page": page,
        "taken_back": mine.filter(state=Submission.State.WITHDRAWN).count(),
        "entries": entries,
        "asked": asked,
        "to_accept": to_accept(user),
        "section": "dashboard",
    }
    return render(request, "curation/dashboard/dashboard.html", context)


@never_cache
@login_required
@require_safe
def taken_back(request):
    """What somebody has proposed and taken back: out of the way, and there to be taken up again."""
    rows = Submission.objects.of(request.user).filter(state=Submission.State.WITHDRAWN)
    return render(
        request,
        "curation/dashboard/taken_back.html",
        {"page": _in_words(paginate(request, rows)), "section": "dashboard"},
    )


def _in_words(page):
    """Give the proposals of a page their kind in words, and the drafts what is missing; without a query."""
    for one in page:
        one.what = get(one.kind).label
        one.missing = drafts.missing(one) if one.state == Submission.State.DRAFT else []
    return page


def to_accept(user):
    """Return the proposals that wait for the yes of ``user``, the longest waiting first: at most MOST_TO_ACCEPT."""
    theirs = reduce(or_, (one.asked_of(user) for one in decisions.every()))
    return Submission.objects.in_queue("entity").filter(theirs)[:MOST_TO_ACCEPT]


@never_cache
@login_required
@require_safe
def versions(request, kind, pk):
    """What was done to something that the reader keeps up: when, by whom, why."""
    try:
        proposable = to_change(kind)
    except KeyError as error:
        raise Http404(kind) from error
    target = get_object_or_404(proposable.editable_by(request.user), pk=pk)
    context = {
        "target": target,
        "page": paginate(request, team_changes.versions(target)),
        "keepers": set(proposable.keepers(target).values_list("pk", flat=True)),
        "section": "dashboard",
    }
    return render(request, "curation/dashboard/versions.html", context)


@own
@require_safe
def submission(request, submission):
    """Where a proposal stands, in plain words, and the thread with the team."""
    thread = submission.messages.filter(internal=False).select_related("by")
    decision = submission.decision
    to_accept = decision.asks(request.user)
    context = {
        "submission": submission,
        "target": target_of(submission),
        "thread": thread,
        "answer": AnswerForm(),
        "changes": _told(submission, to_accept),
        "before": review.values_before(submission),
        "stands": status_texts.status_text(submission, status_texts.audience_of(request.user, submission)),
        "to_accept": to_accept,
        "asker": decision.asker() if to_accept else "",
        "sentence": decision.sentence() if to_accept else "",
        "has_page": has_page(submission.kind),
        "reopening": _reopening(request.user, submission),
        "why": ReopenForm(auto_id="id_reopen_%s"),
        "section": "dashboard",
    }
    return render(request, "curation/dashboard/submission.html", context)


def _reopening(user, submission):
    """Return the Offer to take back what their own side said; what the team decided is for its desk."""
    return reopening.offer(user, submission) if submission.decision.may_read(user) else None


def _told(submission, to_accept):
    """Return the Tolds of what somebody is asked for, or of what was decided."""
    if to_accept:
        return review.beyond_the_sentence(submission)
    return review.fields_changed(submission) if submission.is_decided else []


@own
@require_safe
def picture(request, submission):
    """The proposed picture, for its author and the team."""
    name = drafts.picture_of(submission)
    if not name or not default_storage.exists(name):
        raise Http404
    return FileResponse(default_storage.open(name), content_type="image/jpeg")
