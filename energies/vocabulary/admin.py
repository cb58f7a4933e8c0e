"""Controlled words: their names in the three languages and the order in which they are shown."""

from django.contrib import admin

from energies.kernel.desk import DeskAdmin
from energies.vocabulary.models import Collective, Language, Theme


def in_use(term) -> bool:
    """Return whether anything at all, public or not, is described with ``term``."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: term}).exists()
        for relation in term._meta.related_objects
    )


class UnusedOnlyAdmin(DeskAdmin):
    """Deletes one by one what nothing uses: else entries would change without a record."""

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and obj is not None and not in_use(obj)


class TermAdmin(UnusedOnlyAdmin):
    list_display = ["name_ca", "name_es", "name_en", "position"]
    list_editable = ["position"]
    search_fields = ["name_ca", "name_es", "name_en", "key"]
    fields = ["name_ca", "name_es", "name_en", "key", "position"]

    def get_readonly_fields(self, request, obj=None) -> list:
        return ["key"] if obj else []


admin.site.register([Collective, Language], TermAdmin)


@admin.register(Theme)
class ThemeAdmin(TermAdmin):
    list_display = [*TermAdmin.list_display, "tone"]
    fields = [*TermAdmin.fields, "tone"]
