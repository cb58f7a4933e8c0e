"""The team's desk itself, the pages it edits and the messages it answers."""

from django.contrib import admin
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from energies.curation.desk import RecordedAdmin
from energies.kernel.desk import BOTH, DeskAdmin
from energies.site.models import ContactMessage, Page

admin.site.site_header = admin.site.site_title = _("Energies Comunitàries · team’s desk")
admin.site.index_title = _("What do you want to do?")


@admin.register(Page)
class PageAdmin(RecordedAdmin):
    list_display = ["title_ca", "key", "updated_at"]
    readonly_fields = ["key", "updated_at"]
    fieldsets = [
        (name, {"fields": [f"title_{code}", f"summary_{code}", f"body_{code}"]})
        for code, name in [("ca", "Català"), ("es", "Castellano"), ("en", "English")]
    ] + [(None, {"fields": ["key", "updated_at"]})]

    def has_add_permission(self, request):
        # Each page has its own address in the program.
        return False


class OpenFilter(admin.SimpleListFilter):
    title = _("dealt with")
    parameter_name = "done"

    def lookups(self, request, model_admin):
        return [("no", _("no")), ("yes", _("yes"))]

    def queryset(self, request, queryset):
        return queryset.filter(answered_at__isnull=self.value() == "no") if self.value() else queryset


@admin.register(ContactMessage)
class ContactMessageAdmin(DeskAdmin):
    list_display = ["received_at", "about", "start", "name", "answered_at"]
    list_display_links = ["received_at", "about", "start"]
    list_filter = [OpenFilter, "about"]
    search_fields = ["text", "name", "email"]
    fields = ["about", "page", "text", "name", "email", "language", "received_at", "answered_at"]
    readonly_fields = fields
    actions = ["mark_answered"]

    def has_add_permission(self, request):
        return False

    def get_ordering(self, request):
        return [F("answered_at").asc(nulls_first=True), "-received_at"]

    @admin.display(description=_("message"))
    def start(self, message):
        return message.text if len(message.text) <= 80 else f"{message.text[:79]}…"

    @admin.action(
        description=_("Mark as dealt with"),
        permissions=["change"],
        location=BOTH,
    )
    def mark_answered(self, request, queryset):
        count = queryset.filter(answered_at=None).update(answered_at=timezone.now())
        done = ngettext("%(count)s message dealt with.", "%(count)s messages dealt with.", count) % {"count": count}
        self.message_user(request, done)
