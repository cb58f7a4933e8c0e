"""Trobades, what is on, and each activity."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from energies.entries import addresses
from energies.kernel.paging import paginate
from energies.vocabulary.models import Language
from gatherings import lineage, programme, repeating, series_changes, timeline
from gatherings.calendar.links import feed, links_of
from gatherings.filters import ActivityFilters, AgendaFilters, barris_of, month_of
from gatherings.models import Activity, Gathering, Notice
from gatherings.models.care import care_labels
from gatherings.month import Month
from gatherings.schema import event_of
from projects.models import Project

PROGRAMME = 120  # activities to a page of a programme: most editions fit in one
NOTICES = 10
DATES = ("day", "when", "since", "until", "page", "month", "view")


@require_safe
def gathering_list(request):
    """The next ones, what they ask for, and those that were."""
    context = {
        "coming": Gathering.objects.coming().for_cards()[:12],
        "page": paginate(request, Gathering.objects.past().for_cards()),
        "section": "gatherings",
    }
    return render(request, "gatherings/gathering_list.html", context)


@require_safe
def gathering_detail(request, slug):
    gathering, moved = addresses.find(Gathering, slug, Gathering.objects.for_page())
    return moved or gathering_page(request, gathering)


def gathering_page(request, gathering, outcomes=None):
    """Return the page of a Trobada, also of one that only its preview shows, with ``outcomes`` that are not public yet."""
    activities = gathering.activities.order_by("starts_at", "pk")
    filters = ActivityFilters(request.GET, queryset=activities)
    filters.form.fields["barri"].queryset = barris_of(activities)
    page = paginate(request, filters.qs.for_cards(), PROGRAMME)
    outcomes = list((gathering.outcomes.all() if outcomes is None else outcomes).for_lists())
    context = {
        "gathering": gathering,
        "filters": filters,
        "page": page,
        "days": programme.by_day(page.object_list),
        "ticking": sum(one.takes_sign_ups for one in page.object_list) > 1,
        "calendars": feed("gathering_ics", gathering.slug) if gathering.has_programme and not gathering.is_over else [],
        "outcomes": outcomes,
        "points": timeline.of_gathering(gathering, outcomes),
        "came": activities.came() if gathering.stage == Gathering.Stage.RETURNED else None,
        "notices": Notice.objects.of_gathering(gathering).for_lists()[:NOTICES],
        "facts": facts_of(activities),
        "projects": Project.objects.filter(party__activities__in=activities)
        .distinct()
        .order_by("sort_name", "pk")[:24],
        "translated": gathering.has_translation(get_language()),
        "section": "gatherings",
        **lineage.of_gathering(gathering),
    }
    return render(request, "gatherings/gathering_detail.html", context)


def facts_of(activities):
    """Return what a programme holds as a whole: how many, where, in what languages, with what care."""
    care = {name: Count("pk", filter=Q(**{name: "yes"})) for name in care_labels()}
    counts = activities.order_by().aggregate(total=Count("pk"), venues=Count("venue", distinct=True), **care)
    given = [(label, counts[name]) for name, label in care_labels().items() if counts[name]]
    spoken = Language.objects.filter(activities__in=activities).distinct()
    return {"total": counts["total"], "venues": counts["venues"], "care": given, "languages": spoken}


@require_safe
def gathering_changes(request, slug):
    """All that changed since the programme was public, the latest first."""
    gathering, moved = addresses.find(Gathering, slug, Gathering.objects.for_cards())
    if moved:
        return moved
    page = paginate(request, Notice.objects.of_gathering(gathering).for_lists())
    return render(request, "gatherings/changes.html", {"gathering": gathering, "page": page, "section": "gatherings"})


@never_cache
@require_safe
def gathering_now(request, slug):
    """What is going on this minute, and what comes next today."""
    gathering, moved = addresses.find(Gathering, slug, Gathering.objects.for_cards())
    if moved:
        return moved
    now, activities = timezone.now(), gathering.activities.for_cards()
    today = timezone.localdate()
    later = activities.on_days(today, today).filter(starts_at__gt=now)
    context = {
        "gathering": gathering,
        "running": activities.running(now),
        "days": programme.by_day(later[:PROGRAMME]),
        "now": now,
        "next": activities.filter(starts_at__gt=now).order_by("starts_at", "pk").first(),
        "section": "gatherings",
    }
    return render(request, "gatherings/now.html", context)


@require_safe
def agenda(request):
    """What is to come, narrowed, as a list or as a month; what was, when it is asked for."""
    filters = AgendaFilters(request.GET, queryset=Activity.objects.all())
    rows = filters.qs if filters.says_when else filters.qs.upcoming()
    if not filters.is_past:
        rows = rows.order_by("starts_at", "pk")
    page = paginate(request, rows.for_cards())
    wide = request.GET.get("view") == "month"
    context = {
        "filters": filters,
        "page": page,
        "groups": [] if wide else programme.by_nearness(page.object_list),
        "month": _month(request, filters),
        "wide": wide,
        "calendars": feed("agenda_ics", query=_followed(request)),
        "section": "agenda",
    }
    return render(request, "gatherings/agenda.html", context)


def _followed(request):
    """Return the query of the filters in force, as the feed takes it: the page and the view are not its own."""
    query = request.GET.copy()
    for name in ("page", "view", "month"):
        query.pop(name, None)
    return query.urlencode()


def _month(request, filters):
    """Return the Month asked for (or that of the day chosen), narrowed as the list but for its days."""
    activities = filters.qs
    if any(name in request.GET for name in DATES):
        query = request.GET.copy()
        for name in DATES:
            query.pop(name, None)
        activities = AgendaFilters(query, queryset=Activity.objects.all()).qs
    day = filters.asked.get("day")
    first = month_of(request.GET.get("month") or (f"{day:%Y-%m}" if day else ""))
    return Month(activities, first, names=request.GET.get("view") == "month")


@require_safe
def activity_detail(request, slug):
    activity, moved = addresses.find(Activity, slug, Activity.objects.for_page())
    return moved or activity_page(request, activity)


def activity_page(request, activity):
    """Return the page of an activity, also of one that only its preview shows."""
    context = {
        "activity": activity,
        "calendars": links_of(activity)
        if activity.starts_at and not (activity.is_over or activity.is_cancelled)
        else [],
        "schema": event_of(activity) if activity.starts_at else None,
        "others": _others(activity),
        "repeats": activity.series
        and repeating.in_words(activity.series.rrule, series_changes.last_day(activity.series)),
        "translated": activity.has_translation(get_language()),
        "section": "gatherings" if activity.gathering_id else "agenda",
    }
    return render(request, "gatherings/activity_detail.html", context)


def _others(activity):
    """Return the next times of its series, or else what else there is at the same time in its Trobada."""
    if activity.series_id:
        return Activity.objects.filter(series=activity.series_id).exclude(pk=activity.pk).upcoming().for_cards()[:6]
    if activity.gathering_id and activity.starts_at:
        same = activity.gathering.activities.between(activity.starts_at, activity.ends_at)
        return same.exclude(pk=activity.pk).for_cards()[:6]
    return []
