"""What the team, or an entity, decides about a proposal; each verb writes what it does and tells the author."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from energies.curation import changed_fields as described_values
from energies.curation import history, letters, merge
from energies.curation.models import Submission, SubmissionMessage
from energies.curation.proposable import CannotApply, get, target_of
from energies.kernel.forms import as_query, flat
from energies.kernel.transitions import TransitionNotAllowed

State = Submission.State


class NotAllowed(PermissionError):
    """It is somebody else's yes that the proposal waits for."""


def values_now(submission) -> dict[str, Any]:
    """Return the values of the target as it stands; {} when the proposal makes a new object."""
    target = target_of(submission)
    return get(submission.kind).values_of(target) if target else {}


def changes(submission) -> list:
    """Return the merge.FieldChanges of a proposal to change something."""
    return merge.changes(submission.base or {}, values_now(submission), submission.values)


def fields_changed(submission) -> list:
    """Return the described.Tolds of a proposal: what would change, or all that it says if it is of something new.

    Of a decided one: what was decided, as it was read then.
    """
    if not submission.is_decided:
        return _described(submission, changes(submission))
    if submission.shown is not None:
        return described_values.from_json(submission.shown[get_language()])
    # Decided before this was kept: what its author saw and what they sent.
    base, taken = submission.base or {}, submission.taken
    told = _described(submission, merge.changes(base, base, submission.values))
    return described_values.from_json(described_values.as_json(told, taken))


def _described(submission, field_changes) -> list:
    form = _form_of(submission)
    if submission.is_change:
        return described_values.changed_fields(form, field_changes, submission.values)
    return described_values.fields_of(form, submission.values)


def _form_of(submission) -> Any:
    """Return the unbound form with whose labels and menus the values of a proposal are told."""
    target = target_of(submission) if submission.is_change else None
    return get(submission.kind).form(user=submission.author, target=target)


def _as_shown(submission, taken=None) -> dict[str, Any]:
    """Return {language: what a reviewer reads of a proposal that is being decided}, as JSON."""
    shown = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            told = _described(submission, changes(submission))
            shown[language] = described_values.as_json(told, taken)
    return shown


def values_before(submission) -> str:
    """Return the words at the head of what stands, or stood, in the place of what is proposed."""
    return _("Until then") if submission.is_decided else _("Public now")


def since_last_time(submission) -> list:
    """Return the Tolds of what its author has changed since somebody of the team last had it; [] of a first sending."""
    if submission.previous is None:
        return []
    then = submission.previous
    changed = merge.changes(then, then, submission.values)
    return described_values.changed_fields(_form_of(submission), changed, submission.values)


def labels_of(submission, names) -> list:
    """Return what the fields ``names`` are called, in the language that is active, in the order of the form."""
    form = _form_of(submission)
    order = [name for name in submission.values if name in names]
    return [label for name in order if (label := described_values.label_of(form, name))]


def beyond_the_sentence(submission) -> list:
    """Return the Tolds of what is left to say to whoever is asked for a yes in a sentence."""
    return submission.decision.beyond_the_sentence(fields_changed(submission))


def form_for(submission, values, target) -> Any:
    """Return the bound form that would put ``values`` in place."""
    form_class = get(submission.kind).form
    data = as_query(flat(values) | form_class.confirmed(values))
    form = form_class(data=data, user=submission.author, target=target)
    form.publishes = True
    return form


def put_in_place(submission, *, by, taken=None, publishes=True, why="") -> Any:
    """Write the proposal upon its target, or make it; return the object. Only the fields ``taken``, when given.

    Raises CannotApply, in words, when the values no longer fit what is there. The caller holds the transaction.
    """
    proposable, target = get(submission.kind), target_of(submission)
    if submission.object_id is not None and target is None:
        raise CannotApply(_("What it would change was removed."))
    values = submission.values
    if target is not None:
        values = merge.merged(submission.base or {}, proposable.values_of(target), values, taken)
    elif taken is not None:
        values = {name: value for name, value in values.items() if name in taken}
    form = form_for(submission, values, target)
    form.publishes = publishes
    if not form.is_valid():
        raise CannotApply(errors_in_words(form))
    try:
        with transaction.atomic():
            return proposable.apply(form, target, author=submission.author, by=by, why=why)
    except TransitionNotAllowed as error:
        raise CannotApply(str(error)) from error
    except ValidationError as error:
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        labels = {name: described_values.label_of(form, name) for name in told}
        words = [
            f"{labels[name]}: {' '.join(errors)}" if labels[name] else " ".join(errors) for name, errors in told.items()
        ]
        raise CannotApply(" ".join(words)) from error
    except IntegrityError as error:
        # What was checked was so; somebody else wrote the same at the same instant.
        raise CannotApply(_("Somebody did it first: this is how it stands now.")) from error


def errors_in_words(form) -> str:
    """Return the errors of a form as one line: «Barri: choose…»."""
    told = []
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        told += [f"{label}: {error}" if label else error for error in errors]
    return " ".join(told)


def approve(submission, *, by, revision, taken=None, text="") -> Any:
    """Put the proposal in place and tell the author; return the object.

    Raises NotAllowed, TransitionNotAllowed (somebody was first, or the author has sent it again), or CannotApply: then
    it stays in the queue, saying what failed.
    """
    check(by, submission)
    taken = _with_what_belongs(submission, taken)
    try:
        with submission.transition(State.APPROVED, revision=revision, by=by) as row:
            row.shown = _as_shown(row, taken)
            target = put_in_place(row, by=by, taken=taken, why=text)
            row.content_type, row.object_id = ContentType.objects.get_for_model(target), target.pk
            row.change = history.changes_of(target).first() if row.is_change else None
            row.taken, row.problem = (sorted(taken) if taken is not None else None), ""
            say(row, by=by, text=text)
            _count(row, by=by)
            row.decision.tell_approved(target, by=by, text=text)
    except CannotApply as error:
        submission.send_back(str(error), revision)
        raise
    return target


def _with_what_belongs(submission, taken) -> Any:
    """Return the fields ``taken``, None for all, without what is said of a photo that is left out."""
    if taken is None or described_values.PICTURE not in submission.values or described_values.PICTURE in taken:
        return taken
    return {name for name in taken if not described_values.of_the_picture(name)}


def _count(submission, *, by) -> None:
    """Write down how long whoever sent it to the team has waited for this answer."""
    if submission.decision.counts_as_answer(by):
        now = timezone.now()
        submission.answers.create(sent_at=min(submission.waiting_since or now, now), answered_at=now)


def ask(submission, *, by, revision, text, fields=()) -> None:
    """Ask the author to change something, perhaps in certain fields."""
    check(by, submission)
    with submission.transition(State.CHANGES_REQUESTED, revision=revision) as row:
        row.marks_were_read()
        row.asked_fields = sorted(set(fields) & set(row.values))
        say(row, by=by, text=text, fields=row.asked_fields)
        _count(row, by=by)
        with translation.override(row.author.language):
            labels = labels_of(row, row.asked_fields)
        letters.asked(row, text=text, labels=labels)


def decline(submission, *, by, revision, reason=None, text="") -> None:
    """Say no, with a reason of the list, words, or both."""
    check(by, submission)
    with submission.transition(State.DECLINED, revision=revision, by=by) as row:
        row.reason, row.shown = reason, _as_shown(row)
        say(row, by=by, text=text)
        _count(row, by=by)
        row.decision.tell_declined(text=text)


@transaction.atomic
def answer(submission, *, by, text) -> Any:
    """Add a word to the thread; the other side is told, but for the team, which sees it at its desk."""
    message = say(submission, by=by, text=text)
    if by.pk != submission.author_id:
        letters.question(submission, text=text)
    else:
        submission.decision.tell_reply(text=text)
    return message


def note(submission, *, by, text) -> Any:
    """Leave a note that only the team reads."""
    return SubmissionMessage.objects.create(submission=submission, by=by, text=text, internal=True, from_team=True)


def say(submission, *, by, text, fields=(), from_team=None) -> Any:
    if not text:
        return None
    if from_team is None:
        from_team = submission.decision.speaks_for_the_team(by)
    return SubmissionMessage.objects.create(
        submission=submission, by=by, text=text, fields=list(fields), from_team=from_team
    )


def check(user, submission) -> None:
    if not submission.decision.may_decide(user):
        raise NotAllowed(str(submission))
