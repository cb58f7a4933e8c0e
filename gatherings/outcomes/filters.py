"""How people narrow what all Trobades left; the page and the file share it."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from gatherings.filters import MenuFilters
from gatherings.models import Outcome
from gatherings.models.axis import Axis


class OutcomeFilters(MenuFilters):
    axis = filters.ChoiceFilter(choices=Axis, label=_("Axis"), empty_label=_("Any axis"))
    kind = filters.ChoiceFilter(choices=Outcome.Kind, label=_("Kind"), empty_label=_("Any kind"))
    state = filters.ChoiceFilter(choices=Outcome.State, label=_("How it stands"), empty_label=_("However it stands"))

    class Meta:
        model = Outcome
        fields = []

    def by_barri(self, outcomes, _name, barri):
        return outcomes.in_barri(barri)

    def by_district(self, outcomes, _name, district):
        return outcomes.in_district(district)
