"""What somebody proposes, as they write it: the form, the draft that is kept, the look of it, the sending."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energies.curation import drafts, letters, review, suspicion, team_changes
from energies.curation.answering import accept
from energies.curation.models import Submission
from energies.curation.models.submission import Overtaken
from energies.curation.preview import preview_of
from energies.curation.proposable import CannotApply, CannotBegin, for_target, get, target_of
from energies.curation.space import own
from energies.kernel import limits, working_days
from energies.kernel.client import address_of
from energies.kernel.effects import CannotKeep
from energies.kernel.forms import as_data, as_query
from energies.kernel.images import clean_image

# Beyond these a proposal is marked for the team; whoever asks others for their yes has to wait. Open when nothing can
# count: the team reads each, and a proposal is work that nobody should lose.
SENT = limits.declare(
    "proposal",
    "person",
    10,
    limits.DAY,
    away="open",
    words=gettext_lazy("You have asked for many a yes today: go on tomorrow."),
)
SENT_FROM = limits.declare("proposal", "client", 40, limits.DAY, away="open", words=SENT.words)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request, kind="project"):
    """A form for something new; it becomes a draft with the first thing kept."""
    proposable = get(kind)
    draft = drafts.start(proposable, request.user, get_language())
    try:
        draft.data = proposable.begin_with(request)
    except CannotBegin as error:
        messages.warning(request, str(error))
        return redirect("space")
    return _form_page(request, draft)


@never_cache
@login_required
@require_POST
def change(request, kind, pk):
    """Begin, or go on with, a change to something that the reader edits."""
    try:
        proposable = get(kind)
    except KeyError as error:
        raise Http404(kind) from error
    target = get_object_or_404(proposable.editable_by(request.user), pk=pk)
    return redirect("submission_edit", drafts.open_change(proposable, request.user, target, get_language()).pk)


@own
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, submission):
    if submission.author_id != request.user.pk:
        return redirect(submission)
    if not submission.is_open:
        # What was typed before the answer came is not lost.
        return _after_the_decision(request, submission) if request.method == "POST" else redirect(submission)
    return _form_page(request, submission)


def _form_page(request, submission):
    proposable, target = get(submission.kind), target_of(submission)
    if request.method != "POST":
        initial = drafts.initial(proposable.form, submission.data)
        form = team_changes.form_of(submission, initial=initial, user=request.user, target=target)
        return _show(request, submission, form)
    try:
        data, trouble = _keep(request, submission)
    except Overtaken as overtaken:
        return _after_the_decision(request, overtaken.submission)
    if "send" in request.POST:
        return _send(request, submission, data, trouble)
    if request.POST.get("save") == "auto":
        return _kept(request, submission)
    if trouble:
        initial = drafts.initial(proposable.form, data)
        form = team_changes.form_of(submission, initial=initial, user=request.user, target=target)
        return _show(request, submission, form, trouble=trouble, status=_status(trouble))
    messages.success(request, _("Kept. You can go on now or later, on this device or on another."))
    # Back to where the reader was: the section whose button was pressed.
    section = request.POST.get("save", "")
    anchor = f"#{section}" if section.isalpha() else ""
    return redirect(f"{reverse('submission_edit', args=[submission.pk])}{anchor}")


def _keep(request, submission):
    """Keep what was typed, and then the picture that came with it, whatever is wrong with either.

    Return (what the form holds now, the ValidationError of the picture or None). Raises Overtaken.
    """
    data = team_changes.whole(submission, as_data(request.POST))
    data["image"] = [""] if data.get("image_gone") else [drafts.picture_of(submission)]
    _write(submission, data)
    upload = request.FILES.get("picture")
    if not upload or "picture" not in get(submission.kind).form.base_fields:
        return data, None
    try:
        image = clean_image(upload)
        with transaction.atomic():
            data["image"] = [drafts.keep_picture(image)]
            _write(submission, data)
    except ValidationError as error:
        return data, error
    return data, None


def _write(submission, data):
    label = get(submission.kind).name_of(data)
    kept = {name: texts for name, texts in data.items() if name not in ("opened", "address2", "image_gone")}
    if submission.pk is None:
        submission.data, submission.label = kept, label[:200]
        submission.save()
    else:
        submission.write(kept, label)


def _status(trouble):
    """Return the status of a page that says what is wrong with a picture: with it, or with where it is kept."""
    return 503 if isinstance(trouble, CannotKeep) else 422


def _kept(request, submission):
    """Answer a page that keeps the draft by itself: where it is, and what in the directory is like it."""
    context = {"submission": submission, "alike": _alike(submission)}
    response = render(request, "curation/submission_edit.html#alike", context)
    response["Location"] = reverse("submission_edit", args=[submission.pk])
    return response


def _send(request, submission, data, trouble):
    proposable, target = get(submission.kind), target_of(submission)
    form = team_changes.form_of(submission, data=as_query(data), user=request.user, target=target)
    valid = form.is_valid()
    if trouble:
        form.add_error("picture", trouble)
    why = _check_the_teams(submission, form, data) if valid else ""
    asks = submission.awaits == Submission.Awaits.ENTITY and submission.base is None
    for name, words in proposable.objections(submission, form.values()).items() if valid else ():
        form.add_error(name, words)
    many = None if form.errors else _many(request)
    if many and asks:
        # The draft is kept: sent again from here it is the same one.
        form.add_error(None, many.limit.words)
        response = _show(request, submission, form, status=429)
        response["Retry-After"] = str(many.wait)
        return response
    if form.errors:
        return _show(request, submission, form, status=_status(trouble))
    values = form.values()
    try:
        with transaction.atomic():
            submission.submit(values, marks=suspicion.marks(data, values, many=bool(many)))
            _tell_whom_it_awaits(request, submission, why)
    except Overtaken as overtaken:
        return _after_the_decision(request, overtaken.submission, data)
    if asks:
        return _ask_the_other_side(request, submission)
    if submission.awaits != Submission.Awaits.STAFF:
        return _send_the_teams(request, submission, why)
    said = _("Sent. Somebody of the team reads it, and we answer %(within)s.")
    messages.success(request, said % {"within": working_days.within()})
    return redirect(submission)


def _tell_whom_it_awaits(request, submission, why):
    """Write about a proposal that is being sent; of what awaits nobody, the letter follows when it is put in place."""
    if submission.awaits == Submission.Awaits.STAFF:
        letters.received(submission)
    elif submission.awaits == Submission.Awaits.ENTITY and submission.base is not None:
        team_changes.offer(submission, why=why)
    elif submission.awaits == Submission.Awaits.ENTITY and not review.may_decide(request.user, submission):
        letters.to_answer(submission, get(submission.kind))


def _check_the_teams(submission, form, data):
    """Add to the form what keeps a change by the team from being sent; return why it is made, in the team's words."""
    why = "".join(data.get("why", [])).strip()[:4000]
    if submission.base is None or submission.awaits == Submission.Awaits.STAFF:
        return why
    if not why:
        form.add_error(None, _("Write why: whoever keeps it up will want to know."))
    if submission.awaits == Submission.Awaits.ENTITY and not team_changes.is_kept_up(submission):
        said = _("Nobody keeps it up, so there is nobody to ask. It is kept as a draft: send it when somebody does.")
        form.add_error(None, said)
    if submission.awaits == Submission.Awaits.NOBODY:
        for name in team_changes.beyond_facts(submission, form.values()):
            said = _("“%(field)s” is for the entity to say: leave it as it was here, and propose it to them.")
            form.add_error(name, said % {"field": form.fields[name].label or _("Photo")})
    return why


def _ask_the_other_side(request, submission):
    """Say what happens next; who answers for both sides has said both."""
    if review.may_decide(request.user, submission):
        return accept(request, submission)
    messages.success(request, _("Sent. When the other side says yes, it will be public; we will write to you."))
    return redirect(submission)


def _send_the_teams(request, submission, why):
    target = target_of(submission)
    try:
        if submission.awaits == Submission.Awaits.NOBODY:
            review.approve(submission, by=submission.author, revision=submission.revision, text=why)
    except CannotApply as error:
        messages.error(request, _("It cannot be put in place: %(why)s") % {"why": error})
        return redirect("submission_edit", submission.pk)
    if submission.awaits == Submission.Awaits.ENTITY:
        messages.success(request, _("We have asked whoever keeps it up. Nothing changes until they agree."))
    else:
        whom = review.told_in_words(submission, target, by=request.user)
        messages.success(request, f"{_('Corrected.')} {whom}")
    return redirect("entry", submission.kind, target.pk)


def _many(request):
    """Return the TooMany of this person, or this network address, who has sent more today than people do, else None."""
    senders = ((SENT, request.user.pk), (SENT_FROM, address_of(request)))
    # Both are counted, whichever is over.
    return next(filter(None, [limits.too_many(limit, who) for limit, who in senders]), None)


def _after_the_decision(request, submission, data=None):
    """The proposal was decided while its author went on writing: what they wrote becomes a new draft.

    ``data`` is what their form holds, when the picture that came with it is kept already.
    """
    proposable = get(submission.kind)
    is_there = submission.state == Submission.State.APPROVED and proposable.has_page
    target = target_of(submission) if is_there else None
    draft = drafts.start(for_target(target) or proposable, submission.author, submission.language, target=target)
    draft.data, trouble = {"image": [drafts.picture_of(submission)]}, None
    if data is None:
        _data, trouble = _keep(request, draft)
    else:
        _write(draft, data)
    messages.warning(request, _("It was decided meanwhile. What you wrote is kept here, as a new proposal."))
    if trouble:
        messages.error(request, " ".join(trouble.messages))
    return redirect("submission_edit", draft.pk)


def _alike(submission):
    if submission.object_id is not None:
        return []
    proposable = get(submission.kind)
    return proposable.alike(drafts.initial(proposable.form, submission.data), but=submission.others)


def _show(request, submission, form, *, trouble=None, status=200):
    asked = _asked(submission)
    if asked:
        form.mark(submission.asked_fields, _("We ask you to look at this."))
    proposable = get(submission.kind)
    context = {
        "submission": submission,
        "form": form,
        "trouble": " ".join(trouble.messages) if trouble else "",
        "alike": _alike(submission),
        "asked": asked,
        "opened": suspicion.stamp(),
        "heading": proposable.heading,
        "lead": proposable.lead,
        "has_page": proposable.has_page,
        "why": "".join(submission.data.get("why", [])),
        "action": reverse("submission_edit", args=[submission.pk]) if submission.pk else request.path,
        "section": "space",
    }
    return render(request, "curation/submission_edit.html", context, status=status)


def _asked(submission):
    """Return the last word of the team to an author who is asked for changes, or None."""
    if submission.state != Submission.State.CHANGES_REQUESTED:
        return None
    return submission.messages.filter(from_team=True, internal=False).last()


@own
@require_safe
def preview(request, submission):
    """The page as it would look; nothing of it stays."""
    proposable, target = get(submission.kind), target_of(submission)
    if not proposable.has_page:
        raise Http404
    form = proposable.form(
        data=as_query(submission.data | {"understood": ["on"]}), user=submission.author, target=target
    )
    if not form.is_valid():
        bound = team_changes.form_of(submission, data=as_query(submission.data), user=request.user, target=target)
        return _show(request, submission, bound, status=422)
    return preview_of(request, submission, form.values(), picture=reverse("submission_picture", args=[submission.pk]))
