"""The menus of the admin, where Django trusts that nobody changes a form by hand."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError


class _OnlyKeys(AutocompleteMixin):
    """A form that comes back with complaints shows what was chosen, and what is no key was not."""

    def optgroups(self, name, value, attr=None) -> list[tuple]:
        return super().optgroups(name, [one for one in value if self._is_key(one)], attr)

    def _is_key(self, text) -> bool:
        try:
            self.field.target_field.run_validators(self.field.target_field.to_python(text))
        except ValidationError:
            return False
        return True


class CarefulSelect(_OnlyKeys, AutocompleteSelect):
    pass


class CarefulSelectMultiple(_OnlyKeys, AutocompleteSelectMultiple):
    pass


class CarefulMenus:
    """For a ModelAdmin or an inline: ``autocomplete_fields`` that whatever is sent cannot break."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs) -> forms.ModelChoiceField | None:
        return super().formfield_for_foreignkey(
            db_field, request, **self._widget(CarefulSelect, db_field, request, kwargs)
        )

    def formfield_for_manytomany(self, db_field, request, **kwargs) -> forms.ModelMultipleChoiceField | None:
        return super().formfield_for_manytomany(
            db_field, request, **self._widget(CarefulSelectMultiple, db_field, request, kwargs)
        )

    def _widget(self, widget, db_field, request, kwargs) -> dict[str, Any]:
        if db_field.name not in self.get_autocomplete_fields(request):
            return kwargs
        return {"widget": widget(db_field, self.admin_site, using=kwargs.get("using"))} | kwargs
