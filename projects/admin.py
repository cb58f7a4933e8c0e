"""Projects and entities on the team's desk."""

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Q
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from energies.entries.desk import PICTURE, RECORD, WHERE, CarefulPlace, EntryAdmin, EntryAdminForm, TextInline
from energies.kernel.desk import BOTH
from energies.vocabulary.models import Theme
from projects.models import Entity, EntityText, Link, Need, Offer, Project, ProjectText, ProjectTheme
from projects.models.project import POSITIONS
from projects.querysets import stale_before


class EntityTextInline(TextInline):
    model = EntityText


class ProjectTextInline(TextInline):
    model = ProjectText


class LinkInline(admin.TabularInline):
    model = Link
    extra = 0


class ExchangeFormSet(BaseInlineFormSet):
    """Knows the expired ones too: the default manager leaves them out."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields[self.model._meta.pk.name].queryset = self.model.everything.all()


class ExchangeInline(admin.TabularInline):
    formset = ExchangeFormSet
    extra = 0
    fields = ["kind", "text", "detail", "expires_on"]

    def get_queryset(self, request):
        return self.model.everything.all()


class NeedInline(ExchangeInline):
    model = Need


class OfferInline(ExchangeInline):
    model = Offer


@admin.register(Entity)
class EntityAdmin(CarefulPlace, EntryAdmin):
    list_display = ["name", "kind", "barri", "state", "updated_at"]
    list_filter = ["state", "kind", "barri__district", "invented"]
    list_select_related = ["barri"]
    search_fields = ["name", "sort_name", "other_names", "slug"]
    inlines = [EntityTextInline]
    readonly_fields = ["preview", *RECORD]
    fieldsets = [
        (None, {"fields": ["name", "other_names", "kind", "since", "summary", "description", "lang"]}),
        (_("Where it is"), {"fields": ["barri", *WHERE]}),
        (_("How to reach it"), {"fields": ["website", "contact_email", "public_phone"]}),
        (_("Picture"), {"fields": PICTURE}),
        (_("Note for the history"), {"fields": ["why"]}),
        (_("Record"), {"fields": RECORD, "classes": ["collapse"]}),
    ]


def theme_field(label, required=False, help_text=""):
    return forms.ModelChoiceField(Theme.objects.all(), label=label, required=required, help_text=help_text)


class ProjectAdminForm(EntryAdminForm):
    """Three menus for the themes: exchanging two of them is one act, which rows with an order would not allow."""

    theme_1 = theme_field(_("main theme"), required=True, help_text=_("It gives the pattern its colour."))
    theme_2 = theme_field(_("second theme"))
    theme_3 = theme_field(_("third theme"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for number, row in enumerate(self.instance.project_themes.all(), 1):
                self.initial.setdefault(f"theme_{number}", row.theme_id)

    def clean(self):
        cleaned = super().clean()
        themes = [cleaned.get(f"theme_{position}") for position in POSITIONS]
        for position, words in ProjectTheme.repeated(themes).items():
            self.add_error(f"theme_{position}", words)
        self.chosen_themes = [theme for theme in themes if theme]
        return cleaned

    def save_themes(self):
        """Write the chosen themes in order, unless they are so already."""
        if [row.theme for row in self.instance.project_themes.all()] != self.chosen_themes:
            self.instance.project_themes.all().delete()
            for position, theme in enumerate(self.chosen_themes, 1):
                ProjectTheme.objects.create(project=self.instance, theme=theme, position=position)


class FreshFilter(admin.SimpleListFilter):
    title = _("confirmation")
    parameter_name = "fresh"

    def lookups(self, request, model_admin):
        return [("yes", _("confirmed within a year")), ("no", _("not confirmed for a year"))]

    def queryset(self, request, queryset):
        stale = Q(confirmed_on=None) | Q(confirmed_on__lt=stale_before())
        return {"yes": queryset.exclude(stale), "no": queryset.filter(stale)}.get(self.value(), queryset)


@admin.register(Project)
class ProjectAdmin(CarefulPlace, EntryAdmin):
    form = ProjectAdminForm
    list_display = ["name", "state", "barri", "stage", "confirmed_on"]
    list_filter = ["state", "stage", FreshFilter, "barri__district", "citywide", "themes", "invented"]
    list_select_related = ["barri"]
    search_fields = ["name", "sort_name", "slug"]
    autocomplete_fields = ["entities"]
    filter_horizontal = ["other_barris", "collectives", "languages"]
    inlines = [NeedInline, OfferInline, LinkInline, ProjectTextInline]
    actions = ["confirm_today"]
    readonly_fields = ["preview", "confirmed_on", *RECORD]
    fieldsets = [
        (None, {"fields": ["name", "summary", "description", "lang"]}),
        (_("Who does it and with whom"), {"fields": ["entities", "collectives"]}),
        (_("What it is about"), {"fields": ["theme_1", "theme_2", "theme_3", "tags"]}),
        (
            _("Where it is"),
            {
                "fields": ["barri", "other_barris", "citywide", *WHERE],
                "description": _("Choose a main barri, or say that it is for the whole city."),
            },
        ),
        (_("How to take part"), {"fields": ["how_to_take_part", "schedule", "languages"]}),
        (_("How to reach it"), {"fields": ["contact_email", "public_phone"]}),
        (_("Accessibility"), {"fields": list(Project.ACCESSIBILITY)}),
        (_("Since when and until when"), {"fields": ["stage", ("since", "until"), "learnt"]}),
        (_("Picture"), {"fields": PICTURE}),
        (_("Note for the history"), {"fields": ["why"]}),
        (_("Record"), {"fields": ["confirmed_on", *RECORD], "classes": ["collapse"]}),
    ]

    def after_save(self, request, form):
        form.save_themes()
        super().after_save(request, form)

    @admin.action(description=_("Confirm that it is right today"), permissions=["change"], location=BOTH)
    @transaction.atomic
    def confirm_today(self, request, queryset):
        projects = list(queryset)
        for project in projects:
            project.confirm(by=request.user)
        self.tell_how_many(request, projects)
