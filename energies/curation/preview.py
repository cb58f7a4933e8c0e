"""How a page will look: the proposal is put in place, the page is drawn, and all of it is undone.

Files too: those that would go wait for a commit that does not come, and none is made.
"""

from django.db import transaction
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from energies.curation import review
from energies.curation.proposable import CannotApply, get
from energies.kernel.images import Illustrated


def preview_of(request, submission, values, *, picture, back):
    """Return the page that the object would have with ``values``, or one that says why there is none.

    ``picture`` is where whoever asks may see the private original of its picture, ``back`` where they came from. Over
    the page a bar says what it is.
    """
    mine = submission.author_id == request.user.pk
    request.bar = render_to_string("curation/_preview_bar.html", {"submission": submission, "back": back, "mine": mine})
    trial = type(submission).objects.get(pk=submission.pk)
    trial.values = values
    with transaction.atomic():
        try:
            target = review.put_in_place(trial, by=request.user, publishes=False)
            if isinstance(target, Illustrated) and values.get("image"):
                target.preview_image(picture)
            response = get(submission.kind).page(request, target)
        except CannotApply as error:
            response = render(
                request,
                "curation/no_preview.html",
                {"submission": submission, "why": str(error) or _("Something is missing.")},
                status=422,
            )
        transaction.set_rollback(True)
    response["X-Robots-Tag"] = "noindex"
    return response
