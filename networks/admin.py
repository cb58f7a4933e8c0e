"""Networks, memberships and relations on the team's desk."""

from django import forms
from django.contrib import admin
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from energies.curation.desk import RecordedAdmin
from energies.curation.models import Change
from energies.entries import party_kinds
from energies.entries.desk import PICTURE, RECORD, EntryAdmin, EntryAdminForm, TextInline
from energies.kernel.desk import BOTH, ReasonForm, ask
from networks import letters
from networks.models import Membership, Network, NetworkText, Relation


def by_name(*sides):
    """Return the lookups by which the desk finds a link by the name of a side."""
    return [f"{entry}__sort_name" for entry in party_kinds.entries_at(*sides, among=party_kinds.joining())]


class NetworkTextInline(TextInline):
    model = NetworkText


@admin.register(Network)
class NetworkAdmin(EntryAdmin):
    list_display = ["name", "scope", "state", "joining", "until", "updated_at"]
    list_filter = ["state", "scope", "joining", "themes", "invented"]
    search_fields = ["name", "sort_name", "slug"]
    filter_horizontal = ["themes"]
    inlines = [NetworkTextInline]
    readonly_fields = ["preview", *RECORD]
    fieldsets = [
        (None, {"fields": ["name", "summary", "description", "themes", "lang"]}),
        (_("Where it is"), {"fields": ["scope", "barri", "district"]}),
        (_("Since when and until when"), {"fields": [("since", "until")]}),
        (_("Joining"), {"fields": ["joining", "how_to_join", "meets"]}),
        (_("How to reach it"), {"fields": ["website", "contact_email"]}),
        (_("Picture"), {"fields": PICTURE}),
        (_("Note for the history"), {"fields": ["why"]}),
        (_("Record"), {"fields": RECORD, "classes": ["collapse"]}),
    ]


class LinkForm(forms.ModelForm):
    why = EntryAdminForm.base_fields["why"]


class LinkAdmin(RecordedAdmin):
    """What two sides agreed: the team may end it, saying why to both, and does not make it up."""

    form = LinkForm
    list_filter = ["until"]
    fields = ["since", "until", "why"]
    readonly_fields = ["until"]
    actions = ["end_links"]

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).for_lists()

    @admin.action(description=_("End"), permissions=["change"], location=BOTH)
    def end_links(self, request, queryset):
        links = list(queryset.current())
        form = ReasonForm(request.POST if "asked" in request.POST else None)
        if not links or form.is_valid():
            with transaction.atomic():
                for link in links:
                    self.end_one(request, link, form.cleaned_data["reason"])
            return self.tell_how_many(request, links)
        said = _("It no longer shows, and those who answer for either side are told why. The row stays as history.")
        return ask(self, request, form, links, action="end_links", title=_("End"), said=said)

    def end_one(self, request, link, why):
        link.end_on(timezone.localdate(), by=request.user, why=why, route=Change.Route.ADMIN)
        for side in (link.start, link.end):
            letters.ended(link, told_to=side, why=why, by_team=True)


@admin.register(Membership)
class MembershipAdmin(LinkAdmin):
    list_display = ["__str__", "role", "since", "until"]
    search_fields = ["network__sort_name", *by_name("party")]


@admin.register(Relation)
class RelationAdmin(LinkAdmin):
    list_display = ["__str__", "since", "until"]
    list_filter = ["kind", "until"]
    search_fields = by_name("from_party", "to_party")
