"""How people narrow a list down by place; the same filters serve pages, feeds and files."""

from typing import Any

import django_filters as filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from energies.territory.models import Barri, District


class PlaceFilters(filters.FilterSet):
    """Barri and district, by slug."""

    barri = filters.ModelChoiceFilter(
        queryset=Barri.objects.all(),
        to_field_name="slug",
        method="by_barri",
        label=_("Barri"),
        empty_label=_("Any barri"),
    )
    district = filters.ModelChoiceFilter(
        queryset=District.objects.all(),
        to_field_name="slug",
        method="by_district",
        label=_("District"),
        empty_label=_("The whole city"),
    )

    @cached_property
    def form(self) -> Any:
        form = super().form
        for field in form.fields.values():
            if isinstance(field.widget, forms.Select):
                field.widget.attrs["class"] = "input"
        return form

    @property
    def chosen(self) -> list:
        """[(parameter, value, words)] of the filters in force, for the chips that remove them."""
        chosen = []
        for name, value in getattr(self.form, "cleaned_data", {}).items():
            if name == "order" or not value:
                continue
            values = value if not hasattr(value, "_meta") and not isinstance(value, str) else [value]
            for one in values:
                field = self.form.fields[name]
                key = getattr(one, getattr(field, "to_field_name", None) or "pk", one)
                words = dict(field.choices).get(one, one) if isinstance(one, str) else one
                chosen.append((name, str(key), str(words)))
        return chosen
