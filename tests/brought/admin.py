from django.contrib import admin

from energies.entries.desk import PICTURE, RECORD, EntryAdmin
from tests.brought.models import Tool


@admin.register(Tool)
class ToolAdmin(EntryAdmin):
    readonly_fields = ["preview", *RECORD]
    fieldsets = [(None, {"fields": ["name", "summary", "description", "lang", "barri", *PICTURE, "why"]})]
