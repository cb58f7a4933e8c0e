"""Parties on the team's desk: chosen in the forms of others, and changed as the entries that they are."""

from django.contrib import admin
from django.db.models.functions import Coalesce

from energies.entries import party_kinds
from energies.entries.models import Party
from energies.kernel.desk import DeskAdmin

BY_NAME = [f"{name}__sort_name" for name in party_kinds.names()]


@admin.register(Party)
class PartyAdmin(DeskAdmin):
    """Found by name in the menus that complete what is typed; it has no place of its own at the desk."""

    search_fields = [*BY_NAME, *(f"{name}__name" for name in party_kinds.names())]

    def get_queryset(self, request):
        return Party.everything.with_entries().order_by(Coalesce(*BY_NAME), "pk")

    def get_search_results(self, request, queryset, search_term):
        queryset, may_repeat = super().get_search_results(request, queryset, search_term)
        # Only what is public can be chosen in another's form.
        return queryset.visible() if "field_name" in request.GET else queryset, may_repeat

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
