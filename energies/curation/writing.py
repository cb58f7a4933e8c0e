"""What somebody proposes, as they write it: the form, the draft that is kept, the look of it, the sending."""

from dataclasses import dataclass
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energies.accounts.sign_in_first import login_required
from energies.curation import drafts, similar, spam_signals
from energies.curation.access import own
from energies.curation.answering import accept
from energies.curation.draft_sync import OpenForm
from energies.curation.form_page import LOOK, as_it_stands, elsewhere, labels, show
from energies.curation.models import Submission
from energies.curation.preview import preview_of
from energies.curation.proposable import CannotBegin, for_target, get, has_page, target_of, to_change
from energies.kernel import limits
from energies.kernel.client import address_of
from energies.kernel.effects import CannotKeep
from energies.kernel.forms import as_data, as_query
from energies.kernel.images import clean_image
from energies.kernel.transitions import TransitionNotAllowed

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
def register(request, kind):
    """A form for something new; it becomes a draft with the first thing kept, and goes on as that one."""
    if begun := drafts.begun_on(OpenForm.of(request.POST), request.user):
        return _go_on(request, begun)
    proposable = get(kind)
    draft = drafts.start(proposable, request.user, get_language())
    try:
        draft.data = proposable.begin_with(request)
    except CannotBegin as error:
        messages.warning(request, str(error))
        return redirect("dashboard")
    return _form_page(request, draft)


@never_cache
@login_required
@require_POST
def change(request, kind, pk):
    """Begin, or go on with, a change to something that the reader edits."""
    try:
        proposable = to_change(kind)
    except KeyError as error:
        raise Http404(kind) from error
    target = get_object_or_404(proposable.editable_by(request.user), pk=pk)
    return redirect("submission_edit", drafts.open_change(proposable, request.user, target, get_language()).pk)


@own
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, submission):
    if submission.author_id != request.user.pk:
        return redirect(submission)
    return _go_on(request, submission)


def _go_on(request, submission):
    if not submission.is_open:
        # What was typed before the answer came is not lost.
        return _after_the_decision(request, submission) if request.method == "POST" else redirect(submission)
    return _form_page(request, submission)


def _form_page(request, submission):
    if request.method != "POST":
        return show(request, submission, as_it_stands(request, submission))
    try:
        return _write(request, submission)
    except TransitionNotAllowed as overtaken:
        return _after_the_decision(request, overtaken.row)


def _write(request, submission):
    """Keep what was sent, and do what its button says. Raises TransitionNotAllowed."""
    kept = _keep(request, submission)
    # Whatever is wrong with it: only a photo that there was no room for is not kept.
    request.is_kept = not isinstance(kept.trouble, CannotKeep)
    if "send" in request.POST:
        return _send(request, submission, kept)
    if request.POST.get("save") == "auto":
        return _kept(request, submission, kept)
    if kept.trouble:
        form = as_it_stands(request, submission)
        return show(request, submission, form, kept=kept, status=_status(kept.trouble))
    if "take" in request.POST or "drop" in request.POST:
        return _settle(request, submission)
    if request.POST.get("save") == LOOK and has_page(submission.kind):
        return redirect("submission_preview", submission.pk)
    return _back_to_the_form(request, submission, kept)


@dataclass
class SavedDraft:
    """What a page sent, as it stands now: ``data`` is what the form holds, ``trouble`` the ValidationError of its picture.

    ``elsewhere`` are the names of what other pages changed meanwhile.
    """

    data: dict
    elsewhere: list
    trouble: ValidationError | None = None


def _keep(request, submission, page=None):
    """Keep what was typed, and then the picture that came with it, whatever is wrong with either; return Kept.

    ``page`` is the tabs.Page that it is kept for, when not the one that sent it. Raises TransitionNotAllowed.
    """
    sent = submission.decision.whole(as_data(request.POST))
    page = page or OpenForm.of(request.POST)
    if submission.pk is None:
        submission.opened_at = spam_signals.opened_at(request.POST.get("opened", ""), page and page.key)
    is_begun = submission.pk is None and drafts.begin(submission, sent, page)
    elsewhere = [] if is_begun else drafts.save_page(submission, sent, page).elsewhere
    gone = {"image_gone": sent["image_gone"]} if "image_gone" in sent else {}
    kept = SavedDraft(submission.data | gone, elsewhere)
    upload = request.FILES.get("picture")
    if upload and "picture" in get(submission.kind).form.base_fields:
        former = drafts.picture_of(submission)
        try:
            image = clean_image(upload)
            with transaction.atomic():
                drafts.put_picture(submission, drafts.keep_picture(image))
            if page and former not in ("", next(iter(sent.get("image", [])), "")):
                words = _(
                    "The photo that you put on another tab or device meanwhile is gone: this one is in its place."
                )
                messages.warning(request, words)
            kept.data = submission.data | gone
        except ValidationError as error:
            kept.trouble = error
    return kept


def _settle(request, submission):
    """Of what was written on two pages at once, put the other in place, or let it go."""
    act = "take" if "take" in request.POST else "drop"
    unit, _colon, key = request.POST[act].rpartition(":")
    drafts.settle(submission, unit, key, take=act == "take")
    messages.success(request, _("Kept. You can go on now or later, on this device or on another."))
    return redirect(f"{reverse('submission_edit', args=[submission.pk])}#id_{unit}")


def _back_to_the_form(request, submission, kept):
    """Say what was kept, and go back to where the reader was: the section whose button was pressed."""
    section = request.POST.get("save", "")
    anchor = f"#{section}" if section.isalpha() else ""
    if submission.clashes:
        anchor = "#clashes"
    elif kept.elsewhere:
        form = as_it_stands(request, submission)
        messages.info(request, elsewhere(labels(form, kept.elsewhere)))
    else:
        messages.success(request, _("Kept. You can go on now or later, on this device or on another."))
    return redirect(f"{reverse('submission_edit', args=[submission.pk])}{anchor}")


def _status(trouble):
    """Return the status of a page that says what is wrong with a picture: with it, or with where it is kept."""
    return 503 if isinstance(trouble, CannotKeep) else 422


def _kept(request, submission, kept):
    """Answer a page that keeps the draft by itself: where it is, what is like it, and what other pages changed."""
    context = {"submission": submission, "alike": similar.for_author(submission)}
    response = render(request, "curation/dashboard/submission_edit.html#alike", context)
    response["Location"] = reverse("submission_edit", args=[submission.pk])
    if units := [*kept.elsewhere, *submission.clashes]:
        response["X-Elsewhere"] = quote(", ".join(labels(as_it_stands(request, submission), units)))
    return response


def _send(request, submission, kept):
    if kept.elsewhere or submission.clashes:
        # Nobody sends what they have not seen.
        return show(request, submission, as_it_stands(request, submission), kept=kept, status=409)
    decision, proposable, target = submission.decision, get(submission.kind), target_of(submission)
    form = decision.form(data=as_query(kept.data), user=request.user, target=target)
    valid = form.is_valid()
    if kept.trouble:
        form.add_error("picture", kept.trouble)
    why = decision.check(form, kept.data) if valid else ""
    for name, words in proposable.objections(submission, form.values()).items() if valid else ():
        form.add_error(name, words)
    if not form.errors and (twin := drafts.sent_already(submission, form.values())):
        messages.info(request, _("You have sent it already: this is it."))
        return redirect(twin)
    many = None if form.errors or (submission.was_sent and not decision.holds_back()) else _many(request)
    if many and decision.holds_back():
        # The draft is kept: sent again from here it is the same one.
        form.add_error(None, many.limit.words)
        response = show(request, submission, form, status=429)
        response["Retry-After"] = str(many.wait)
        return response
    if form.errors:
        return show(request, submission, form, status=_status(kept.trouble))
    values = form.values()
    marks = spam_signals.marks(submission, as_data(request.POST), values, many=bool(many))
    with transaction.atomic():
        if submission.submit(values, marks=marks):
            decision.tell_sent(by=request.user, why=why)
    if decision.settles_at_once(request.user):
        return accept(request, submission, text=why)
    messages.success(request, decision.sent_words())
    return redirect(decision.url_when_sent())


def _many(request):
    """Return the TooMany of this person, or this network address, who has sent more today than people do, else None."""
    senders = ((SENT, request.user.pk), (SENT_FROM, address_of(request)))
    # Both are counted, whichever is over.
    return next(filter(None, [limits.too_many(limit, who) for limit, who in senders]), None)


def _after_the_decision(request, submission):
    """The proposal was decided while its author went on writing: what they wrote becomes a new draft, once a page."""
    if _says_what_was_sent(request, submission):
        messages.info(request, _("It was decided meanwhile: this is how it stands now."))
        return redirect(submission)
    proposable, page = get(submission.kind), OpenForm.of(request.POST)
    is_there = submission.state == Submission.State.APPROVED and has_page(submission.kind)
    target = target_of(submission) if is_there else None
    draft = drafts.start(for_target(target) or proposable, submission.author, submission.language, target=target)
    draft.data = {"image": [drafts.picture_of(submission)]}
    try:
        kept = _keep(request, draft, page and page.after(submission.pk))
    except TransitionNotAllowed as overtaken:
        return _after_the_decision(request, overtaken.row)
    if submission.state == Submission.State.WITHDRAWN:
        messages.warning(request, _("You had taken it back meanwhile. What you wrote is kept here, as a new proposal."))
    else:
        messages.warning(request, _("It was decided meanwhile. What you wrote is kept here, as a new proposal."))
    if kept.trouble:
        messages.error(request, " ".join(kept.trouble.messages))
    return redirect("submission_edit", draft.pk)


def _says_what_was_sent(request, submission):
    """Whether a form that comes after the decision says nothing but what was decided."""
    if submission.state == Submission.State.WITHDRAWN or request.FILES.get("picture"):
        return False
    target = target_of(submission) if submission.base is not None else None
    sent = submission.decision.whole(as_data(request.POST))
    data = drafts.typed(sent) | {"image": [drafts.picture_of(submission)]}
    form = get(submission.kind).form(data=as_query(data), user=request.user, target=target)
    return form.is_valid() and form.values() == submission.values


@own
@require_safe
def preview(request, submission):
    """The page as it would look; nothing of it stays."""
    proposable, target = get(submission.kind), target_of(submission)
    if not has_page(submission.kind):
        raise Http404
    picture = reverse("submission_picture", args=[submission.pk])
    if submission.author_id != request.user.pk:
        # Whoever is asked for a yes sees what was sent, and not what its author is writing.
        return preview_of(request, submission, submission.values, picture=picture, back=submission.get_absolute_url())
    form = proposable.form(
        data=as_query(submission.data | _confirmed(submission)), user=submission.author, target=target
    )
    if not form.is_valid():
        bound = submission.decision.form(data=as_query(submission.data), user=request.user, target=target)
        # Only to be sent does it have to be understood that it will be public.
        bound.errors.pop("understood", None)
        return show(request, submission, bound, title=_("To see how it will look, mend this:"), status=422)
    back = f"{reverse('submission_edit', args=[submission.pk])}#{LOOK}"
    return preview_of(request, submission, form.values(), picture=picture, back=back)


def _confirmed(submission):
    """Return the ticks that nobody need have set to see how it will look."""
    typed = {name: texts[0] for name, texts in submission.data.items() if texts}
    return get(submission.kind).form.confirmed(typed)
