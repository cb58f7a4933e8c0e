"""What all Trobades left, summed: a page and a file that anybody may take."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from energies.kernel.csv_files import csv_response
from energies.kernel.paging import paginate
from gatherings.models import Outcome
from gatherings.outcomes import figures
from gatherings.outcomes.filters import OutcomeFilters


@require_safe
def outcomes(request):
    """The numbers of what the filters leave, and each thing, the latest Trobada first."""
    filters = OutcomeFilters(request.GET, queryset=Outcome.objects.all())
    context = {
        "filters": filters,
        "numbers": filters.qs.numbers(),
        "charts": [
            (_("What they left, by barri"), _("Barri"), figures.by_barri(filters.qs)),
            (_("What they left, by axis"), _("Axis"), figures.by_axis(filters.qs)),
        ],
        "states": Outcome.State.choices,
        "page": paginate(request, filters.qs.for_lists().latest_first()),
        "section": "gatherings",
    }
    return render(request, "gatherings/outcomes/outcomes.html", context)


@require_safe
def outcomes_csv(request):
    """The same list whole, with the same filters."""
    outcomes = OutcomeFilters(request.GET, queryset=Outcome.objects.all()).qs.for_lists().latest_first()
    heads = [
        *(
            _("Number of the Trobada"),
            _("Trobada"),
            _("First day"),
            _("Kind"),
            _("Axis"),
            _("Barri"),
            _("What it left"),
        ),
        *(_("In more detail"), _("Language"), _("Who carries it"), _("By when"), _("How it stands"), _("Why")),
        _("Address"),
    ]
    return csv_response(_("what-they-left"), heads, map(_row, outcomes))


def _row(one):
    gathering = one.gathering
    carriers = ", ".join(carrier.translated("name")[0] for carrier in one.carriers)
    return (
        *(gathering.number, gathering.translated("name")[0], gathering.starts_on, one.get_kind_display()),
        *(one.get_axis_display(), one.barri or "", one.text, one.detail, one.lang, carriers, one.due_on),
        *(one.get_state_display(), one.reason, settings.ORIGIN + gathering.get_absolute_url()),
    )
