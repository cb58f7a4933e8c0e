"""Private pictures that came with proposals: gone with the last row that names them."""

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from energies.curation.models import Change, Submission
from energies.kernel.images import Illustrated


def named_by(submission):
    """Return the names of the pictures that a proposal holds, typed or sent."""
    typed = submission.data.get("image") or []
    return {name for name in (*typed, submission.values.get("image")) if isinstance(name, str) and name}


def throw_away(names):
    """Delete those of the pictures ``names`` that no entry, proposal or version in the history names, on commit.

    Call it once the rows that named them are gone. What is published is the same file as what was proposed.
    """
    loose = sorted(name for name in names if not is_named(name))
    transaction.on_commit(lambda: [default_storage.delete(name) for name in loose], robust=True)


def is_named(name):
    """Whether anything still names a picture of the private storage."""
    illustrated = (model for model in apps.get_models() if issubclass(model, Illustrated))
    return (
        any(model._base_manager.filter(image=name).exists() for model in illustrated)
        or Submission.objects.filter(Q(values__image=name) | Q(data__image__0=name) | Q(base__image=name)).exists()
        or Change.objects.filter(Q(before__image=name) | Q(after__image=name)).exists()
    )
