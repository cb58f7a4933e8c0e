"""The page with the form of a draft: what it shows beside the fields, and what it carries to say what it was drawn from."""

import json
import secrets
from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from energies.curation import changed_fields, draft_sync, drafts, similar, spam_signals
from energies.curation.models import Submission
from energies.curation.proposable import get, has_page, target_of

LOOK = "look"  # the value of the button that shows how it will look, and the place where it is


@dataclass
class Aside:
    """What was written of a field on another page at the same time: in ``lines``, to be put in place or let go."""

    unit: str
    key: str
    label: str
    lines: list
    loose: bool  # whether its field is not drawn


def as_it_stands(request, submission):
    """Return the form, which shows what the draft holds and complains of nothing."""
    initial = drafts.initial(get(submission.kind).form, submission.data)
    return submission.decision.form(initial=initial, user=request.user, target=target_of(submission))


def show(request, submission, form, *, kept=None, title="", status=200):
    """Return the page with a form of the draft, bound or not.

    ``kept`` is what ``writing`` has just kept: the trouble with its picture, and what changed elsewhere, are told.
    ``title`` stands over what is to be mended.
    """
    proposable, page = get(submission.kind), secrets.token_urlsafe(16)
    asked = _asked(submission)
    if asked:
        form.mark(submission.asked_fields, _("We ask you to look at this."))
    decision = submission.decision
    words = decision.form_words(proposable.lead)
    asides = _put_beside(form, submission.clashes)
    context = {
        "submission": submission,
        "form": form,
        "trouble": " ".join(kept.trouble.messages) if kept and kept.trouble else "",
        "elsewhere": elsewhere(labels(form, kept.elsewhere)) if kept and kept.elsewhere else "",
        "asides": asides,
        "title": title or words.mend,
        "alike": similar.for_author(submission),
        "asked": asked,
        "page": page,
        "seen": json.dumps(draft_sync.drawn(form, submission.data), separators=(",", ":")),
        "opened": "" if submission.pk else spam_signals.stamp(page),
        "heading": proposable.heading,
        "words": words,
        "way": decision.way(request.user, proposable.heading),
        "has_page": has_page(submission.kind),
        "look": LOOK,
        "why": "".join(submission.data.get("why", [])),
        "action": reverse("submission_edit", args=[submission.pk]) if submission.pk else request.path,
        "section": "dashboard",
    }
    return render(request, "curation/dashboard/submission_edit.html", context, status=status)


def _asked(submission):
    """Return the last word of the team to an author who is asked for changes, or None."""
    if submission.state != Submission.State.CHANGES_REQUESTED:
        return None
    return submission.messages.filter(from_team=True, internal=False).last()


def labels(form, units):
    """Return what the form calls some of its inputs, each once."""
    # Of the team’s changes, why they are made; the photo has no label.
    others = {"why": _("Why?"), "image": _("Photo")}
    said = [form.fields[unit].label if unit in form.fields else "" for unit in units]
    return list(dict.fromkeys(str(label or others.get(unit, unit)) for unit, label in zip(units, said, strict=True)))


def elsewhere(said):
    """Return the sentence that tells what was changed on another page; ``said`` are labels."""
    return _("On another tab or device you changed this meanwhile, and it is here: %(fields)s.") % {
        "fields": ", ".join(said)
    }


def _put_beside(form, clashes):
    """Give each field that is drawn its ``asides``; return the Asides of all, by where they stand in the form."""
    drawn = [name for _key, _title, names in form.sections for name in names if name in form.fields]
    found = []
    for unit in sorted(clashes, key=lambda unit: drawn.index(unit) if unit in drawn else len(drawn)):
        (label,) = labels(form, [unit])
        those = [
            Aside(unit, key, label, _lines(form, unit, said), unit not in drawn) for key, said in clashes[unit].items()
        ]
        found += those
        if unit in drawn:
            form[unit].asides = those
    return found


def _lines(form, unit, said):
    """Return in words what was typed of a unit."""
    one, value = form.fields.get(unit), draft_sync.units(type(form), said).get(unit)
    if isinstance(value, list):
        return changed_fields.list_in_words(one, value) or [_("(empty)")]
    try:
        return [changed_fields.value_in_words(one, value) or _("(empty)")]
    except (TypeError, ValueError):
        # A date as nobody can read it yet.
        return [value]
