"""What somebody proposes, as they write it: the form, the draft that is kept, the look of it, the sending."""

from dataclasses import dataclass
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energies.accounts.sign_in_first import login_required
from energies.curation import drafts, letters, look_alikes, review, suspicion, team_changes
from energies.curation.access import own
from energies.curation.answering import accept
from energies.curation.form_page import LOOK, as_it_stands, elsewhere, labels, show
from energies.curation.models import Submission
from energies.curation.models.submission import Overtaken
from energies.curation.preview import preview_of
from energies.curation.proposable import CannotApply, CannotBegin, for_target, get, target_of
from energies.curation.tabs import Page
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
    """A form for something new; it becomes a draft with the first thing kept, and goes on as that one."""
    if begun := drafts.begun_on(Page.of(request.POST), request.user):
        return _go_on(request, begun)
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
    except Overtaken as overtaken:
        return _after_the_decision(request, overtaken.submission)


def _write(request, submission):
    """Keep what was sent, and do what its button says. Raises Overtaken."""
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
    if request.POST.get("save") == LOOK and get(submission.kind).has_page:
        return redirect("submission_preview", submission.pk)
    return _back_to_the_form(request, submission, kept)


@dataclass
class Kept:
    """What a page sent, as it stands now: ``data`` is what the form holds, ``trouble`` the ValidationError of its picture.

    ``elsewhere`` are the names of what other pages changed meanwhile.
    """

    data: dict
    elsewhere: list
    trouble: ValidationError | None = None


def _keep(request, submission, page=None):
    """Keep what was typed, and then the picture that came with it, whatever is wrong with either; return Kept.

    ``page`` is the tabs.Page that it is kept for, when not the one that sent it. Raises Overtaken.
    """
    sent = team_changes.whole(submission, as_data(request.POST))
    page = page or Page.of(request.POST)
    if submission.pk is None:
        submission.opened_at = suspicion.opened_at(request.POST.get("opened", ""), page and page.key)
    is_begun = submission.pk is None and drafts.begin(submission, sent, page)
    elsewhere = [] if is_begun else drafts.keep(submission, sent, page).elsewhere
    gone = {"image_gone": sent["image_gone"]} if "image_gone" in sent else {}
    kept = Kept(submission.data | gone, elsewhere)
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
    context = {"submission": submission, "alike": look_alikes.for_author(submission)}
    response = render(request, "curation/space/submission_edit.html#alike", context)
    response["Location"] = reverse("submission_edit", args=[submission.pk])
    if units := [*kept.elsewhere, *submission.clashes]:
        response["X-Elsewhere"] = quote(", ".join(labels(as_it_stands(request, submission), units)))
    return response


def _send(request, submission, kept):
    if kept.elsewhere or submission.clashes:
        # Nobody sends what they have not seen.
        return show(request, submission, as_it_stands(request, submission), kept=kept, status=409)
    proposable, target = get(submission.kind), target_of(submission)
    form = team_changes.form_of(submission, data=as_query(kept.data), user=request.user, target=target)
    valid = form.is_valid()
    if kept.trouble:
        form.add_error("picture", kept.trouble)
    why = _check_the_teams(submission, form, kept.data) if valid else ""
    asks = submission.awaits == Submission.Awaits.ENTITY and submission.base is None
    for name, words in proposable.objections(submission, form.values()).items() if valid else ():
        form.add_error(name, words)
    if not form.errors and (twin := drafts.sent_already(submission, form.values())):
        messages.info(request, _("You have sent it already: this is it."))
        return redirect(twin)
    many = None if form.errors or (submission.was_sent and not asks) else _many(request)
    if many and asks:
        # The draft is kept: sent again from here it is the same one.
        form.add_error(None, many.limit.words)
        response = show(request, submission, form, status=429)
        response["Retry-After"] = str(many.wait)
        return response
    if form.errors:
        return show(request, submission, form, status=_status(kept.trouble))
    values = form.values()
    marks = suspicion.marks(submission, as_data(request.POST), values, many=bool(many))
    with transaction.atomic():
        if submission.submit(values, marks=marks):
            _tell_whom_it_awaits(request, submission, why)
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
    why = "".join(data.get("why", [])).strip()
    if submission.base is None or submission.awaits == Submission.Awaits.STAFF:
        return why
    if not why:
        form.add_error(None, _("Write why: whoever keeps it up will want to know."))
    if submission.awaits == Submission.Awaits.ENTITY and not team_changes.is_kept_up(submission):
        said = _("Nobody keeps it up, so there is nobody to ask. It is kept as a draft: send it when somebody does.")
        form.add_error(None, said)
    try:
        MaxLengthValidator(4000)(why)
    except ValidationError as error:
        form.add_error(None, error)
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


def _after_the_decision(request, submission):
    """The proposal was decided while its author went on writing: what they wrote becomes a new draft, once a page."""
    if _says_what_was_sent(request, submission):
        messages.info(request, _("It was decided meanwhile: this is how it stands now."))
        return redirect(submission)
    proposable, page = get(submission.kind), Page.of(request.POST)
    is_there = submission.state == Submission.State.APPROVED and proposable.has_page
    target = target_of(submission) if is_there else None
    draft = drafts.start(for_target(target) or proposable, submission.author, submission.language, target=target)
    draft.data = {"image": [drafts.picture_of(submission)]}
    try:
        kept = _keep(request, draft, page and page.after(submission.pk))
    except Overtaken as overtaken:
        return _after_the_decision(request, overtaken.submission)
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
    sent = team_changes.whole(submission, as_data(request.POST))
    data = drafts.typed(sent) | {"image": [drafts.picture_of(submission)]}
    form = get(submission.kind).form(data=as_query(data), user=request.user, target=target)
    return form.is_valid() and form.values() == submission.values


@own
@require_safe
def preview(request, submission):
    """The page as it would look; nothing of it stays."""
    proposable, target = get(submission.kind), target_of(submission)
    if not proposable.has_page:
        raise Http404
    picture = reverse("submission_picture", args=[submission.pk])
    if submission.author_id != request.user.pk:
        # Whoever is asked for a yes sees what was sent, and not what its author is writing.
        return preview_of(request, submission, submission.values, picture=picture, back=submission.get_absolute_url())
    form = proposable.form(
        data=as_query(submission.data | _confirmed(submission)), user=submission.author, target=target
    )
    if not form.is_valid():
        bound = team_changes.form_of(submission, data=as_query(submission.data), user=request.user, target=target)
        # Only to be sent does it have to be understood that it will be public.
        bound.errors.pop("understood", None)
        return show(request, submission, bound, title=_("To see how it will look, mend this:"), status=422)
    back = f"{reverse('submission_edit', args=[submission.pk])}#{LOOK}"
    return preview_of(request, submission, form.values(), picture=picture, back=back)


def _confirmed(submission):
    """Return the ticks that nobody need have set to see how it will look."""
    typed = {name: texts[0] for name, texts in submission.data.items() if texts}
    return get(submission.kind).form.confirmed(typed)
