"""What an author's form holds between one visit and the next."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from energies.curation.models import Submission
from energies.kernel import images
from energies.kernel.forms import as_query, flat

# Of the private storage: pictures that came with a proposal.
FOLDER = "proposals"


def start(proposable, author, language, *, target=None):
    """Return a new draft of ``author``: of a change to ``target``, which it is based on, or of something new."""
    draft = Submission(kind=proposable.kind, version=proposable.version, author=author, language=language)
    draft.awaits = proposable.awaits
    if target is not None:
        draft.awaits = Submission.Awaits.STAFF
        draft.base = proposable.values_of(target)
        draft.content_type, draft.object_id = ContentType.objects.get_for_model(target), target.pk
        draft.data, draft.label = flat(draft.base), str(target)[:200]
    return draft


def open_change(proposable, author, target, language):
    """Return the author's open proposal about ``target``, a new one if there is none."""
    with transaction.atomic():
        there = Submission.objects.about(target).open().filter(author=author, awaits=Submission.Awaits.STAFF).first()
        if there:
            return there
        draft = start(proposable, author, language, target=target)
        draft.save()
        return draft


def initial(form_class, data):
    """Return {field: value} with which an unbound form shows what was typed, without complaining of it."""
    query = as_query(data)
    return {
        name: field.widget.value_from_datadict(query, {}, name)
        for name, field in form_class.base_fields.items()
        if not field.widget.value_omitted_from_data(query, {}, name)
    }


def keep_picture(image):
    """Store a cleaned picture privately and return its name, which nobody can guess. Raises CannotKeep."""
    return images.keep(image, FOLDER)


def picture_of(submission):
    """Return the name of the picture that a proposal has, or ""."""
    return next(iter(submission.data.get("image") or []), "")
