"""The team's page about each entry: where it stands, its versions, and what may be done about it."""

from functools import wraps

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from energies.accounts.team import may_review, may_work_on_entries, team_required
from energies.curation import team_changes
from energies.curation.decisions import CorrectionDecision, KeepersDecision
from energies.curation.proposable import maintained_kinds, with_page
from energies.kernel.clean_text import whole_number
from energies.kernel.effects import CannotKeep
from energies.kernel.forms import ValuesForm
from energies.kernel.lengths import text_of
from energies.kernel.paging import paginate
from energies.kernel.text import sort_key
from energies.kernel.transitions import TransitionNotAllowed


class EntryReasonForm(ValuesForm):
    sections = [("why", "", ["why"])]

    why = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Its people and the team can read it."),
        error_messages={"required": gettext_lazy("Write why: whoever keeps it up will want to know.")},
    )


@never_cache
@team_required(may_review)
@require_safe
def entries(request):
    """All that is in the directory, hidden and removed too, by kind and by a part of the name."""
    offered = maintained_kinds()
    proposable = next((one for one in offered if one.kind == request.GET.get("kind")), offered[0])
    words = request.GET.get("q", "").strip()[:100]
    rows = proposable.model.everything.order_by("sort_name", "pk")
    if words:
        rows = rows.filter(sort_name__contains=sort_key(words))
    context = {
        "page": paginate(request, rows),
        "kinds": [(one.kind, capfirst(one.model._meta.verbose_name_plural)) for one in offered],
        "chosen": proposable,
        "words": words,
        "section": "desk",
    }
    return render(request, "curation/desk/entries.html", context)


def of_an_entry(view):
    """Pass the kind and the entry to the view: to who reviews any, to who organises those that are theirs at the desk."""

    @never_cache
    @team_required(may_work_on_entries)
    @wraps(view)
    def checked(request, kind, pk):
        proposable, target = _entry(kind, pk)
        right = f"{target._meta.app_label}.change_{target._meta.model_name}"
        if not may_review(request.user) and not request.user.has_perm(right):
            raise PermissionDenied
        return view(request, proposable, target)

    return checked


def _entry(kind, pk):
    try:
        proposable = with_page(kind)
    except KeyError as error:
        raise Http404(kind) from error
    return proposable, get_object_or_404(proposable.model.everything, pk=pk)


@of_an_entry
@require_safe
def entry(request, proposable, target):
    return _page(request, proposable, target, EntryReasonForm())


def _page(request, proposable, target, form, *, status=200):
    context = {
        "kind": proposable,
        "target": target,
        "keepers": proposable.keepers(target),
        "open": team_changes.open_about(target),
        "page": paginate(request, team_changes.versions(target)),
        "admin_url": f"admin:{target._meta.app_label}_{target._meta.model_name}_change",
        "form": form,
        "reviews": may_review(request.user),
        "section": "desk",
    }
    return render(request, "curation/desk/entry.html", context, status=status)


@of_an_entry
@require_POST
def entry_act(request, proposable, target):
    """Begin a proposal or a correction; hide, show or take down, saying why; bring back an earlier version.

    What becomes a proposal is for who reviews.
    """
    act, kind, pk = request.POST.get("act", ""), proposable.kind, target.pk
    if act in ("propose", "correct", "restore") and not may_review(request.user):
        raise PermissionDenied
    if act in ("propose", "correct"):
        awaits = (KeepersDecision if act == "propose" else CorrectionDecision).key
        if target.state == target.State.REMOVED:
            messages.warning(request, _("It was taken down: show it again first."))
            return redirect("entry", kind, pk)
        draft = team_changes.open_draft(target, by=request.user, awaits=awaits, language=get_language())
        return redirect("submission_edit", draft.pk)
    if act == "restore":
        return _restore(request, target, kind)
    if act not in ("hide", "show", "remove"):
        raise BadRequest(act)
    form = EntryReasonForm(request.POST)
    if act != "show" and not form.is_valid():
        return _page(request, proposable, target, form, status=422)
    try:
        with transaction.atomic():
            locked = proposable.model.everything.select_for_update(of=("self",)).get(pk=target.pk)
            team_changes.change_state(locked, act, by=request.user, why=text_of(request, "why", 500))
    except CannotKeep as error:
        messages.warning(request, " ".join(error.messages))
    except TransitionNotAllowed:
        messages.warning(request, _("Somebody did it first: this is how it stands now."))
    else:
        done = {
            "hide": _("Hidden: it is on no public page, nor its photos."),
            "show": _shown(proposable, locked),
            "remove": _("Taken down: its address says so."),
        }
        messages.success(request, done[act])
    return redirect("entry", kind, pk)


def _shown(proposable, entry):
    """Return what is said once an entry is hidden no longer: what it is part of may not be public."""
    return _("Public again.") if proposable.is_public(entry) else proposable.not_yet(entry)


def _restore(request, target, kind):
    change = get_object_or_404(team_changes.versions(target), pk=whole_number(request.POST.get("change")))
    try:
        proposal = team_changes.restore(change, by=request.user, language=get_language())
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("entry", kind, target.pk)
    messages.success(request, _("This is what would come back. Nothing has changed until you approve it."))
    return redirect("review", proposal.pk)
