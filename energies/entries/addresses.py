"""Addresses that last: renamed entries redirect, removed ones say so, hidden ones are as if they were not."""

from django.http import Http404
from django.shortcuts import redirect


class Gone(Exception):
    """The entry was removed; the page answers 410."""


def find(model, slug, queryset=None) -> tuple:
    """Return (entry, None) for a visible entry or (None, redirect) for a former address.

    Raises Gone for a removed entry and Http404 for an unknown or hidden one. ``queryset`` must hold visible rows only.
    """
    entry = (queryset if queryset is not None else model.objects.all()).filter(slug=slug).first()
    if entry:
        return entry, None
    if model.everything.filter(slug=slug, state=model.State.REMOVED).exists():
        raise Gone(slug)
    former = model._meta.get_field("former_slugs").related_model.objects.filter(slug=slug).first()
    entry = former and model.objects.filter(pk=former.entry_id).first()
    if entry is None:
        raise Http404(slug)
    return None, redirect(entry, permanent=True)
