"""Feeds that calendars follow, with what the page of the same filters shows."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from energies.entries import addresses, party_kinds
from energies.territory.models import Barri
from gatherings.calendar.events import calendar_of
from gatherings.filters import AgendaFilters
from gatherings.models import Activity, Gathering

# A calendar keeps what it has read: a feed goes two months back, and tells at most so many events.
KEPT, MOST = timedelta(days=60), 2000


def _recent():
    return Activity.objects.since(timezone.localdate() - KEPT)


def _calendar(activities, name, file):
    activities = activities.order_by("starts_at", "pk")[:MOST]
    answer = HttpResponse(calendar_of(activities, name), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{file}.ics"'
    return answer


def _find(model, slug, name, *args):
    """Return (entry, None), or (None, redirect): who follows a calendar is not lost when the entry is renamed."""
    entry, moved = addresses.find(model, slug)
    if moved is None:
        return entry, None
    now = model.former_slugs.field.model.objects.get(slug=slug).entry
    return None, redirect(name, *args, now.slug, permanent=True)


@require_safe
@conditional_page
def agenda(request):
    """The agenda with the filters of the page: of a theme, of what is free, of what has childcare…"""
    filters = AgendaFilters(request.GET, queryset=Activity.objects.all())
    rows = filters.qs if filters.says_when else filters.qs.since(timezone.localdate() - KEPT)
    words = (_("Community agenda of Barcelona"), *(words for _parameter, _value, words in filters.chosen))
    return _calendar(rows, " · ".join(words), "agenda")


@require_safe
@conditional_page
def barri(request, slug):
    found = get_object_or_404(Barri, slug=slug)
    return _calendar(_recent().in_barri(found), found.name, found.slug)


@require_safe
@conditional_page
def party(request, kind, slug):
    """What a project, an entity or a network does."""
    model = party_kinds.named(kind)
    if model is None:
        raise Http404(kind)
    found, moved = _find(model, slug, "party_ics", kind)
    return moved or _calendar(_recent().of(found), found.translated("name")[0], found.slug)


@require_safe
@conditional_page
def gathering(request, slug):
    found, moved = _find(Gathering, slug, "gathering_ics")
    return moved or _calendar(found.activities.all(), found.translated("name")[0], found.slug)


@require_safe
@conditional_page
def activity(request, slug):
    found, moved = _find(Activity, slug, "activity_ics")
    return moved or _calendar(Activity.objects.filter(pk=found.pk), found.translated("name")[0], found.slug)
