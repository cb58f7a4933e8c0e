"""The official territory, to be looked at: it comes with the program."""

from django.contrib import admin

from energies.kernel.desk import DeskAdmin
from energies.territory.models import Barri, District


class ReadOnlyAdmin(DeskAdmin):
    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(District)
class DistrictAdmin(ReadOnlyAdmin):
    list_display = ["code", "title"]
    list_display_links = list_display
    search_fields = ["name"]


@admin.register(Barri)
class BarriAdmin(ReadOnlyAdmin):
    list_display = ["code", "title", "district"]
    list_display_links = ["code", "title"]
    list_filter = ["district"]
    list_select_related = ["district"]
    list_per_page = 100
    search_fields = ["code", "name", "slug"]
    fields = ["code", "name", "district", "latitude", "longitude", "area_ha", "neighbours"]
