"""Whose a proposal is: the views of one are its author's, and theirs whose yes it awaits."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from energies.accounts.sign_in_first import login_required
from energies.curation.models import Submission


def own(view):
    """Pass the reader's own submission (or one that awaits their yes) to the view; 404 for anybody else's."""

    @never_cache
    @login_required
    @wraps(view)
    def checked(request, pk, **kwargs):
        submission = get_object_or_404(Submission.objects.select_related("author", "reason", "assigned_to"), pk=pk)
        if submission.author_id != request.user.pk and not submission.decision.may_read(request.user):
            raise Http404
        return view(request, submission, **kwargs)

    return checked
