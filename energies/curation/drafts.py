"""What an author's form holds between one visit and the next."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone

from energies.curation import draft_sync, pictures
from energies.curation.decisions import TeamsDecision
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.kernel import images
from energies.kernel.forms import as_query, flat
from energies.kernel.transitions import TransitionNotAllowed

# Of the private storage: pictures that came with a proposal.
FOLDER = "proposals"
NOT_TYPED = ("opened", "address2", "image_gone", *draft_sync.MACHINERY)


def start(proposable, author, language, *, target=None) -> Submission:
    """Return a new draft of ``author``: of a change to ``target``, which it is based on, or of something new."""
    draft = Submission(kind=proposable.kind, version=proposable.version, author=author, language=language)
    draft.awaits = proposable.awaits
    if target is not None:
        draft.awaits = TeamsDecision.key
        draft.base = proposable.values_of(target)
        draft.content_type, draft.object_id = ContentType.objects.get_for_model(target), target.pk
        draft.data, draft.label = flat(draft.base), str(target)[:200]
        draft.opened_at = timezone.now()
    return draft


def open_change(proposable, author, target, language) -> Submission:
    """Return the author's open proposal about ``target``, a new one if there is none."""
    with transaction.atomic():
        hold(author)
        there = Submission.objects.about(target).open().filter(author=author, awaits=TeamsDecision.key).first()
        if there:
            return there
        draft = start(proposable, author, language, target=target)
        draft.save()
        return draft


def hold(author) -> None:
    """Have whoever else begins something in the name of ``author`` wait: who presses twice at once begins one."""
    author._meta.model._base_manager.select_for_update(of=("self",), no_key=True).get(pk=author.pk)


def initial(form_class, data) -> dict:
    """Return {field: value} with which an unbound form shows what was typed, without complaining of it."""
    query = as_query(data)
    return {
        name: field.widget.value_from_datadict(query, {}, name)
        for name, field in form_class.base_fields.items()
        if not field.widget.value_omitted_from_data(query, {}, name)
    }


def begun_on(page, author) -> Submission | None:
    """Return the proposal that ``author`` began on a tabs.Page, or None."""
    return Submission.objects.filter(author=author, key=page.key).first() if page else None


def begin(draft, sent, page) -> bool:
    """Save a new draft with what a page sends. A page begins one: if it has begun it already, ``draft`` becomes that one.

    Return whether it is new.
    """
    sent = typed(sent) | {"image": [picture_of(draft)]}
    draft.data, draft.label = sent, get(draft.kind).name_of(sent)[:200]
    if page:
        draft.key = page.key
        draft.pages = [[page.key, page.serial, draft_sync.merge(get(draft.kind).form, {}, {}, sent).known]]
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        if not (there := begun_on(page, draft.author)):
            raise
        _become(draft, there)
        return False
    return True


@transaction.atomic
def save_page(submission, sent, page) -> Any:
    """Keep what a page sends of a draft, {input: [str…]}, over what other pages wrote meanwhile; return the tabs.Joined.

    ``page`` is a tabs.Page, or None for one that does not say what it was drawn from: what it sends stands. The
    submission is then as the row. Raises TransitionNotAllowed when it is no longer the author's to write in.
    """
    row = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if not row.is_open:
        raise TransitionNotAllowed(row=row)
    proposable = get(row.kind)
    sent = typed(sent) | {"image": [_picture(row, sent, page)]}
    there = page and page.as_remembered(row.pages)
    if page and there is None:
        # The same page has sent more since: this was late on the way.
        joined = draft_sync.MergedDraft(row.data)
    elif page:
        joined = draft_sync.merge(proposable.form, there.known, row.data, sent)
        others = [one for one in row.pages if one[0] != page.key]
        row.pages = [*others, [page.key, page.serial, joined.known]][-draft_sync.MOST_PAGES :]
        row.clashes = _clashes(row.clashes, page, joined)
    else:
        joined = draft_sync.MergedDraft(sent)
    row.write(joined.data, proposable.name_of(joined.data), pages=row.pages, clashes=row.clashes)
    _become(submission, row)
    return joined


def typed(sent) -> dict:
    """Return what a page sends without what the machinery around the form has put there."""
    return {name: texts for name, texts in sent.items() if name not in NOT_TYPED}


def _picture(row, sent, page) -> str:
    """Return the name of the picture that stays: taken away is only the one that the page showed."""
    there = picture_of(row)
    is_the_one = page is None or next(iter(sent.get("image", [])), "") == there
    return "" if sent.get("image_gone") and is_the_one else there


def _clashes(there, page, joined) -> dict:
    """Return the clashes of a draft with those of a page as they are now."""
    kept = {unit: {key: said for key, said in pages.items() if key != page.key} for unit, pages in there.items()}
    for unit, said in joined.clashes.items():
        kept[unit] = kept.get(unit, {}) | {page.key: said}
    return {unit: pages for unit, pages in kept.items() if pages}


@transaction.atomic
def settle(submission, unit, key, *, take) -> None:
    """Put what a page said of a unit in place of what stands, or let it go; the page that said it may not say it again.

    Nothing when somebody settled it before. Raises TransitionNotAllowed.
    """
    row = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    said = row.clashes.get(unit, {}).get(key)
    if said is None:
        return
    form_class = get(row.kind).form
    known = draft_sync.merge(form_class, {}, {}, said).known.get(unit, "")
    pages = [[one, turn, seen | {unit: known} if one == key else seen] for one, turn, seen in row.pages]
    rest = {
        one: {k: said for k, said in those.items() if (one, k) != (unit, key)} for one, those in row.clashes.items()
    }
    data = {name: texts for name, texts in row.data.items() if name not in draft_sync.part(form_class, unit, row.data)}
    data = data | said if take else row.data
    row.write(data, get(row.kind).name_of(data), pages=pages, clashes={one: some for one, some in rest.items() if some})
    _become(submission, row)


@transaction.atomic
def sent_already(draft, values) -> Submission | None:
    """Return the proposal of the same author that says the same and waits for an answer, or None.

    The page of the form was drawn anew by going back to it, perhaps; then ``draft``, never sent, is gone.
    """
    if draft.object_id is not None or draft.was_sent:
        return None
    rows = Submission.objects.filter(author=draft.author_id, kind=draft.kind, state=Submission.State.PENDING)
    twin = next((one for one in rows.filter(label=draft.label) if one.values == values), None)
    if twin:
        delete(draft)
    return twin


@transaction.atomic
def delete(submission) -> None:
    """Delete a draft that was never sent, and its pictures.

    Raises TransitionNotAllowed for one that somebody else has read.
    """
    row = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if not row.may_be_deleted:
        raise TransitionNotAllowed(row=row)
    names = pictures.named_by(row)
    row.delete()
    pictures.throw_away(names)


def missing(submission) -> list[str]:
    """Return the labels of what must be said before a draft can be sent, and is not, in the order of its form.

    It asks the form's class alone, and no table: what the form finds when it is sent may be more.
    """
    form_class = get(submission.kind).form
    said = draft_sync.units(form_class, submission.data)
    wanted = form_class.required_of(said, is_new=submission.base is None)
    fields = form_class.base_fields
    labels = [str(one.label) for name, one in fields.items() if name in wanted and not said.get(name)]
    return labels + _to_agree_to(submission, {name: fields[name] for name in form_class.confirmations}, said)


def _to_agree_to(submission, ticks, said) -> list:
    """Return in words the ticks that are required and are not there: of what the team writes of others, none is."""
    if not submission.decision.asks_consent():
        return []
    wanted = [one for name, one in ticks.items() if one.required and not said.get(name)]
    return [str(one.error_messages["required"]).rstrip(".") for one in wanted]


@transaction.atomic
def put_picture(submission, name) -> None:
    """Name the picture that came with a draft. Raises TransitionNotAllowed."""
    row = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    row.write(row.data | {"image": [name]}, row.label)
    _become(submission, row)


def _become(submission, row) -> None:
    """Have the instance that a caller holds stand as the row does."""
    for field in Submission._meta.concrete_fields:
        setattr(submission, field.attname, getattr(row, field.attname))


def keep_picture(image) -> str:
    """Store a cleaned picture privately and return its name, which nobody can guess. Raises CannotKeep."""
    return images.store_privately(image, FOLDER)


def picture_of(submission) -> str:
    """Return the name of the picture that a proposal has, or ""."""
    return next(iter(submission.data.get("image") or []), "")
