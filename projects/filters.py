"""How people narrow down the lists; the same filters will serve pages, feeds and the API."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from energies.territory.filters import PlaceFilters
from projects.models import Entity


class EntityFilters(PlaceFilters):
    kind = filters.ChoiceFilter(choices=Entity.Kind, label=_("Kind"), empty_label=_("Any kind"))

    class Meta:
        model = Entity
        fields = []

    def by_barri(self, entities, _name, barri):
        return entities.in_barri(barri)

    def by_district(self, entities, _name, district):
        return entities.filter(barri__district=district)
