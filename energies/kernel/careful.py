"""The admin where Django trusts that nobody changes an address or a form by hand."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction


class CarefulList(ChangeList):
    """Django looks at the names of the filters; a year 99999999 or a range of one part only fails in the database.

    Answers as Django does to a name that it does not know: with the whole list.
    """

    def get_results(self, request):
        try:
            with transaction.atomic():
                super().get_results(request)
                len(self.result_list)  # asked for here, and kept for the page
        except (ValueError, TypeError, OverflowError, DatabaseError) as error:
            if isinstance(error, DatabaseError) and not connection.is_usable():
                raise
            raise IncorrectLookupParameters from error


class _OnlyKeys(AutocompleteMixin):
    """A form that comes back with complaints shows what was chosen, and what is no key was not."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [one for one in value if self._is_key(one)], attr)

    def _is_key(self, text):
        try:
            self.field.target_field.to_python(text)
        except ValidationError:
            return False
        return True


class CarefulSelect(_OnlyKeys, AutocompleteSelect):
    pass


class CarefulSelectMultiple(_OnlyKeys, AutocompleteSelectMultiple):
    pass


class CarefulMenus:
    """For a ModelAdmin or an inline: ``autocomplete_fields`` that whatever is sent cannot break."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(
            db_field, request, **self._widget(CarefulSelect, db_field, request, kwargs)
        )

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(
            db_field, request, **self._widget(CarefulSelectMultiple, db_field, request, kwargs)
        )

    def _widget(self, widget, db_field, request, kwargs):
        if db_field.name not in self.get_autocomplete_fields(request):
            return kwargs
        return {"widget": widget(db_field, self.admin_site, using=kwargs.get("using"))} | kwargs
