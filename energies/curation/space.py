"""«El meu espai»: what somebody proposes, from the first draft to the answer."""

from functools import reduce, wraps
from operator import or_

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energies.curation import drafts, letters, review, suspicion, team_changes
from energies.curation.forms import AnswerForm
from energies.curation.models import Submission
from energies.curation.models.submission import Overtaken
from energies.curation.preview import preview_of
from energies.curation.proposable import CannotApply, CannotBegin, for_target, get, kept_up, kinds, target_of
from energies.kernel import limits
from energies.kernel.client import address_of
from energies.kernel.effects import CannotKeep
from energies.kernel.forms import as_data, as_query
from energies.kernel.images import clean_image
from energies.kernel.paging import paginate
from energies.kernel.typed import whole_number

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
MOST_TO_ACCEPT = 50


def own(view):
    """Pass the reader's own submission (or one that awaits their yes) to the view; 404 for anybody else's."""

    @never_cache
    @login_required
    @wraps(view)
    def checked(request, pk, **kwargs):
        submission = get_object_or_404(Submission.objects.select_related("author", "reason", "assigned_to"), pk=pk)
        if submission.author_id != request.user.pk and not (
            submission.awaits == Submission.Awaits.ENTITY and review.may_decide(request.user, submission)
        ):
            raise Http404
        return view(request, submission, **kwargs)

    return checked


@never_cache
@login_required
@require_safe
def space(request):
    user = request.user
    page = paginate(request, Submission.objects.of(user))
    entries = [(one, one.kept_by(user)) for one in kept_up()]
    asked = Submission.objects.filter(author=user, state=Submission.State.CHANGES_REQUESTED)
    context = {"page": page, "entries": entries, "asked": asked, "to_accept": to_accept(user), "section": "space"}
    return render(request, "curation/space.html", context)


def to_accept(user):
    """Return the proposals that wait for the yes of ``user``, the longest waiting first: at most MOST_TO_ACCEPT."""
    theirs = [Q(kind=one.kind) & one.awaited_of(user) for one in kinds()]
    return Submission.objects.in_queue("entity").filter(reduce(or_, theirs))[:MOST_TO_ACCEPT]


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


@never_cache
@login_required
@require_safe
def versions(request, kind, pk):
    """What was done to something that the reader keeps up: when, by whom, why."""
    try:
        proposable = get(kind)
    except KeyError as error:
        raise Http404(kind) from error
    target = get_object_or_404(proposable.editable_by(request.user), pk=pk)
    context = {
        "target": target,
        "page": paginate(request, team_changes.versions(target)),
        "keepers": set(proposable.keepers(target).values_list("pk", flat=True)),
        "section": "space",
    }
    return render(request, "curation/versions.html", context)


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
        form = proposable.form(initial=initial, user=request.user, target=target)
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
        form = proposable.form(initial=drafts.initial(proposable.form, data), user=request.user, target=target)
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
    data = as_data(request.POST)
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
    form = proposable.form(data=as_query(data), user=request.user, target=target)
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
    messages.success(request, _("Sent. Somebody of the team reads it and answers in less than five working days."))
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
    if submission.awaits == Submission.Awaits.NOBODY:
        for name in team_changes.beyond_facts(submission, form.values()):
            said = _("“%(field)s” is for the entity to say: leave it as it was here, and propose it to them.")
            form.add_error(name, said % {"field": form.fields[name].label or _("Photo")})
    return why


def _ask_the_other_side(request, submission):
    """Say what happens next; who answers for both sides has said both."""
    if review.may_decide(request.user, submission):
        return _accept(request, submission)
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
        messages.success(request, _("Corrected. We have told whoever keeps it up."))
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
    asked = submission.messages.exclude(fields=[]).last() if submission.pk else None
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


@own
@require_safe
def submission(request, submission):
    """Where a proposal stands, in plain words, and the thread with the team."""
    thread = submission.messages.filter(internal=False).select_related("by")
    to_accept = submission.awaits == Submission.Awaits.ENTITY and submission.state == Submission.State.PENDING
    context = {
        "submission": submission,
        "target": target_of(submission),
        "thread": thread,
        "answer": AnswerForm(),
        "changes": review.beyond_the_sentence(submission) if to_accept else [],
        "to_accept": to_accept and review.may_decide(request.user, submission),
        "asker": get(submission.kind).asker(submission) if to_accept else "",
        "sentence": get(submission.kind).sentence(submission) if to_accept else "",
        "has_page": get(submission.kind).has_page,
        "section": "space",
    }
    return render(request, "curation/submission.html", context)


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
        bound = proposable.form(data=as_query(submission.data), user=request.user, target=target)
        return _show(request, submission, bound, status=422)
    return preview_of(request, submission, form.values(), picture=reverse("submission_picture", args=[submission.pk]))


@own
@require_safe
def picture(request, submission):
    """The proposed picture, for its author and the team."""
    name = drafts.picture_of(submission)
    if not name or not default_storage.exists(name):
        raise Http404
    return FileResponse(default_storage.open(name), content_type="image/jpeg")


@own
@require_POST
def act(request, submission):
    """What the author does with a proposal: take it back, take it up, answer, say that a look-alike is another.

    Whose yes it awaits may answer, and say yes or no.
    """
    doing = {"withdraw": _withdraw, "resume": _resume, "answer": _answer, "other": _other, "accept": _accept,
             "refuse": _refuse}.get(request.POST.get("act"))  # fmt: skip
    if doing is None:
        raise BadRequest(request.POST.get("act"))
    if doing in (_withdraw, _resume, _other) and submission.author_id != request.user.pk:
        raise Http404
    try:
        return doing(request, submission)
    except Overtaken:
        messages.warning(request, _("It was decided meanwhile: this is how it stands now."))
        return redirect(submission)


def _withdraw(request, submission):
    submission.withdraw()
    messages.success(request, _("You have taken it back. If you change your mind, you can take it up again."))
    return redirect(submission)


def _resume(request, submission):
    submission.resume()
    return redirect("submission_edit", submission.pk)


def _answer(request, submission):
    form = AnswerForm(request.POST)
    if form.is_valid():
        review.answer(submission, by=request.user, text=form.cleaned_data["text"])
        is_between_two = submission.awaits == Submission.Awaits.ENTITY and submission.base is None
        messages.success(request, _("Sent.") if is_between_two else _("Your answer has gone to the team."))
    else:
        messages.error(request, _("Write your message."))
    return redirect(submission)


def _other(request, submission):
    label, _dot, pk = request.POST.get("entry", "").partition(".")
    number = whole_number(pk)
    if label and number and [label, number] not in submission.others and len(submission.others) < 50:
        submission.others = [*submission.others, [label, number]]
        Submission.objects.filter(pk=submission.pk).update(others=submission.others)
    return redirect("submission_edit", submission.pk)


def _accept(request, submission):
    try:
        review.approve(submission, by=request.user, revision=submission.revision)
    except CannotApply as error:
        messages.error(request, _("It cannot be put in place: %(why)s") % {"why": error})
    except review.NotAllowed as error:
        raise Http404 from error
    else:
        messages.success(request, _("Done: it is public now."))
    return redirect("space")


def _refuse(request, submission):
    try:
        review.decline(
            submission, by=request.user, revision=submission.revision, text=request.POST.get("text", "")[:4000]
        )
    except review.NotAllowed as error:
        raise Http404 from error
    messages.success(request, _("They know that you do not want it. Nothing has changed."))
    return redirect("space")
