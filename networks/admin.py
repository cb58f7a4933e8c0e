"""Networks, memberships and relations on the team's desk."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from energies.curation.desk import EntryAdmin, EntryForm, RecordedAdmin
from networks.models import Membership, Network, NetworkText, Relation
from projects.admin import PICTURE, RECORD, TextInline


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
    why = EntryForm.base_fields["why"]


class LinkAdmin(RecordedAdmin):
    """What two sides agreed: the team may end it or take it away, saying why, and does not make it up."""

    form = LinkForm
    list_filter = ["until"]
    fields = ["since", "until", "why"]

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).for_lists()


@admin.register(Membership)
class MembershipAdmin(LinkAdmin):
    list_display = ["__str__", "role", "since", "until"]
    search_fields = ["network__sort_name", "project__sort_name", "entity__sort_name"]


@admin.register(Relation)
class RelationAdmin(LinkAdmin):
    list_display = ["__str__", "since", "until"]
    list_filter = ["kind", "until"]
    search_fields = [f"{way}_{kind}__sort_name" for way in ("from", "to") for kind in ("project", "entity")]
