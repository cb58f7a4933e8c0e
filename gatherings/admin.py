"""Trobades and activities on the team's desk."""

from functools import partial

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from energies.curation import history
from energies.curation.desk import RecordedAdmin
from energies.curation.models import Change
from energies.entries.desk import PICTURE, RECORD, CarefulPlace, EntryAdmin, EntryAdminForm, TextInline
from energies.kernel.admin_menus import CarefulMenus
from energies.kernel.desk import BOTH, DeskAdmin
from gatherings import series_changes
from gatherings.models import (
    Activity,
    ActivityText,
    Gain,
    Gathering,
    GatheringText,
    GroupPaper,
    Origin,
    Outcome,
    OutcomeStep,
    Room,
    Series,
    WorkingGroup,
)
from gatherings.models.changing import NO_REASON
from gatherings.registration import who_is_told

ROOMS_WHY = _("Activities that are public are in that room: say below why they move.")


class GatheringTextInline(TextInline):
    model = GatheringText


class ActivityTextInline(TextInline):
    model = ActivityText


class RoomFormSet(forms.BaseInlineFormSet):
    def clean(self):
        """A room that is elsewhere, or called otherwise, moves what is public in it: that takes a reason."""
        super().clean()
        if self.data.get("rooms_why", "").strip():
            return
        for form in self.initial_forms:
            moves = {"venue", "name", "barri"} & set(form.changed_data)
            if moves and Activity.everything.filter(room=form.instance, published=True).taking_place().exists():
                raise ValidationError(ROOMS_WHY)


class RoomInline(CarefulPlace, admin.StackedInline):
    model = Room
    formset = RoomFormSet
    extra = 0
    fields = [
        ("venue", "name"),
        ("barri", "address"),
        ("latitude", "longitude", "exposure"),
        "directions",
        ("capacity", "opens", "closes"),
        ("step_free", "hearing_loop", "position"),
    ]


class HiddenToo:
    """Foreign keys may go on naming what was hidden meanwhile, or nothing else of the row could be saved."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        everything = getattr(db_field.remote_field.model, "everything", None)
        if everything is not None:
            kwargs.setdefault("queryset", everything.all())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class WorkingGroupInline(CarefulMenus, HiddenToo, admin.StackedInline):
    model = WorkingGroup
    extra = 0
    autocomplete_fields = ["parties", "network"]
    # Its papers are on its own page.
    show_change_link = True


class GatheringAdminForm(EntryAdminForm):
    rooms_why = forms.CharField(
        label=_("if a room changes, why its activities move"),
        max_length=250,
        required=False,
        help_text=_("It is public: everybody reads it."),
    )


@admin.register(Gathering)
class GatheringAdmin(EntryAdmin):
    form = GatheringAdminForm
    list_display = ["number", "name", "starts_on", "stage", "state"]
    list_display_links = ["number", "name"]
    list_filter = ["state", "stage", "invented"]
    search_fields = ["name", "sort_name", "slug"]
    autocomplete_fields = ["parties", "present"]
    filter_horizontal = ["barris"]
    inlines = [RoomInline, WorkingGroupInline, GatheringTextInline]
    readonly_fields = ["preview", "stage", "published_at", *RECORD]
    fieldsets = [
        (None, {"fields": [("number", "name"), "theme", "summary", "description", "lang"]}),
        (_("When and where"), {"fields": [("starts_on", "ends_on"), "barris"]}),
        (_("Who organises it"), {"fields": ["parties"]}),
        (
            _("Call for activities"),
            {"fields": [("call_opens_on", "call_closes_on"), "call_criteria", "call_notes"]},
        ),
        (_("What it left"), {"fields": ["minutes", "present", "present_also"]}),
        (_("Picture"), {"fields": PICTURE}),
        (_("Note for the history"), {"fields": ["rooms_why", "why"]}),
        (_("Record"), {"fields": ["stage", "published_at", *RECORD], "classes": ["collapse"]}),
    ]

    def places(self, entry):
        """Its steps are taken on its board."""
        return [(_("Board"), reverse("board", args=[entry.number])), *super().places(entry)]

    def after_save(self, request, form):
        super().after_save(request, form)
        for activity in Activity.everything.filter(room__gathering=form.instance).select_related("room"):
            activity.follow_room(by=request.user, why=form.cleaned_data.get("rooms_why", "").strip())


class ActivityAdminForm(EntryAdminForm):
    def clean(self):
        cleaned = super().clean()
        if self.instance.pk is None:
            # In a Trobada it waits for the programme.
            self.instance.published = cleaned.get("gathering") is None
        elif self.instance.published and cleaned.get("gathering") is None and "gathering" in self.changed_data:
            self.add_error("gathering", ValidationError(_("It was announced in that Trobada: cancel it instead.")))
        if self.instance.published and not self.instance.is_cancelled:
            self._check_reason(cleaned)
        return cleaned

    def _check_reason(self, cleaned):
        """What is public does not move without a reason of its own, and not for that of the last time."""
        there = Activity.everything.filter(pk=self.instance.pk).first()
        places = ("venue", "room_name", "barri")
        if there is None or all(cleaned.get(name) == getattr(there, name) for name in (*Activity.WHEN, *places)):
            return
        if cleaned.get("status_reason", "").strip() in ("", there.status_reason):
            self.add_error("status_reason", NO_REASON)


@admin.register(Activity)
class ActivityAdmin(CarefulPlace, EntryAdmin):
    form = ActivityAdminForm
    list_display = ["name", "starts_at", "barri", "gathering", "published", "status", "state"]
    list_filter = ["state", "published", "status", "axis", "kind", "gathering", "barri__district", "invented"]
    list_select_related = ["barri", "gathering"]
    date_hierarchy = "starts_at"
    search_fields = ["name", "sort_name", "slug", "venue"]
    autocomplete_fields = ["gathering", "parties"]
    filter_horizontal = ["themes", "languages"]
    inlines = [ActivityTextInline]
    actions = [
        "cancel_activities",
        "cancel_following",
        "cancel_series",
        "restore_activities",
    ]
    readonly_fields = ["preview", "published", "status", "series", "sequence", "changed_at", *RECORD]
    fieldsets = [
        (None, {"fields": ["name", "gathering", ("axis", "kind"), "summary", "description", "themes", "lang"]}),
        (_("When"), {"fields": [("starts_at", "ends_at"), "minutes", "status_reason"]}),
        (
            _("Where it is"),
            {"fields": ["venue", "room_name", "barri", "address", ("latitude", "longitude"), "exposure", "directions"]},
        ),
        (_("Who organises it"), {"fields": ["parties", "contact_email"]}),
        (
            _("For whom"),
            {
                "fields": [
                    "audience",
                    "languages",
                    ("free", "price"),
                    ("capacity", "reserved"),
                    "for_children",
                    ("sign_up", "sign_up_url"),
                ]
            },
        ),
        (_("So that everybody can come"), {"fields": list(Activity.CARE)}),
        (_("For the programme"), {"fields": ["room_needs", "availability"]}),
        (_("Picture"), {"fields": PICTURE}),
        (_("Note for the history"), {"fields": ["why"]}),
        (
            _("Record"),
            {
                "fields": ["published", "status", "series", "sequence", "changed_at", *RECORD],
                "classes": ["collapse"],
            },
        ),
    ]

    def save_model(self, request, obj, form, change):
        obj.changed_by = request.user
        super().save_model(request, obj, form, change)
        if change and {"status_reason", *Activity.WHEN, "venue", "room_name", "barri"} & set(form.changed_data):
            who_is_told.tell_who_is_told(request, obj)

    def tell_how_many(self, request, rows):
        super().tell_how_many(request, rows)
        for activity in rows:
            if activity.has_news and (
                calls := who_is_told.to_call(activity, activity.registrations.to_call().people())
            ):
                self.message_user(request, format_html("{}: {}", activity, calls), "WARNING")

    def after_save(self, request, form):
        links = {"parties", "themes", "languages"}
        if form.instance.pk and links & set(form.changed_data) and "name" in form.initial:
            form.instance.touch()
        super().after_save(request, form)

    @admin.action(description=_("Cancel"), permissions=["change"], location=BOTH)
    def cancel_activities(self, request, queryset):
        said = _("They stay where they are, saying that they are cancelled and why. You can undo it.")
        queryset = queryset.exclude(status=Activity.Status.CANCELLED)
        return self.ask_why(request, queryset, Activity.cancel, "cancel_activities", _("Cancel"), said)

    @admin.action(description=_("Cancel it and those that follow"), permissions=["change"], location=BOTH)
    def cancel_following(self, request, queryset):
        said = _("Each is cancelled with all the times of its series that come after it.")
        act = partial(series_changes.cancel, which=series_changes.Which.FOLLOWING)
        return self.ask_why(
            request, queryset.exclude(series=None), act, "cancel_following", _("Cancel it and those that follow"), said
        )

    @admin.action(description=_("Cancel all its times to come"), permissions=["change"], location=BOTH)
    def cancel_series(self, request, queryset):
        said = _("Each is cancelled with all the times of its series that are still to come.")
        act = partial(series_changes.cancel, which=series_changes.Which.ALL)
        return self.ask_why(
            request, queryset.exclude(series=None), act, "cancel_series", _("Cancel all its times to come"), said
        )

    @admin.action(description=_("It takes place after all"), permissions=["change"], location=BOTH)
    @transaction.atomic
    def restore_activities(self, request, queryset):
        activities = list(queryset.filter(status=Activity.Status.CANCELLED))
        for activity in activities:
            activity.restore(by=request.user)
        self.tell_how_many(request, activities)


class GroupPaperInline(admin.TabularInline):
    model = GroupPaper
    extra = 1


class NotedForm(forms.ModelForm):
    why = EntryAdminForm.base_fields["why"]


@admin.register(WorkingGroup)
class WorkingGroupAdmin(HiddenToo, RecordedAdmin):
    form = NotedForm
    list_display = ["name", "gathering", "network"]
    list_filter = ["gathering"]
    list_select_related = ["gathering", "network"]
    search_fields = ["name"]
    autocomplete_fields = ["gathering", "parties", "network"]
    inlines = [GroupPaperInline]


@admin.register(Origin)
class OriginAdmin(HiddenToo, RecordedAdmin):
    """What was told by mistake is taken away; the history keeps that it was."""

    form = NotedForm
    list_display = ["__str__", "kind", "gathering"]
    list_filter = ["kind", "gathering"]
    autocomplete_fields = ["gathering", "relation", "party"]

    def get_queryset(self, request):
        return super().get_queryset(request).for_lists()

    def has_delete_permission(self, request, obj=None):
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def delete_model(self, request, obj):
        with history.record(obj, by=request.user, act=Change.Act.REMOVED):
            pass
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for origin in queryset:
            self.delete_model(request, origin)


@admin.register(Series)
class SeriesAdmin(DeskAdmin):
    """Only to look at: series are made and changed with their activities."""

    list_display = ["rrule", "starts_at"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class OutcomeStepInline(admin.TabularInline):
    """How it has gone: only to read."""

    model = OutcomeStep
    fields = readonly_fields = ["at", "state", "note", "months", "by"]
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class OutcomeAdminForm(forms.ModelForm):
    why = EntryAdminForm.base_fields["why"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") and cleaned.get("state") not in ("stopped", "dropped"):
            self.add_error("reason", _("Say that it has stopped or was given up, or leave the reason empty."))
        return cleaned


@admin.register(Outcome)
class OutcomeAdmin(RecordedAdmin):
    """What a Trobada left; each turn of how it stands is kept, with the day."""

    form = OutcomeAdminForm
    list_display = ["text", "gathering", "kind", "barri", "state", "due_on"]
    list_filter = ["state", "kind", "axis", "gathering"]
    list_select_related = ["gathering", "barri"]
    search_fields = ["text", "detail"]
    autocomplete_fields = ["gathering", "parties"]
    inlines = [OutcomeStepInline]
    fieldsets = [
        (None, {"fields": ["gathering", "text", "detail", ("kind", "axis"), "lang"]}),
        (_("Who carries it, and where"), {"fields": ["barri", "parties", "due_on"]}),
        (_("How it stands"), {"fields": [("state", "reason")]}),
        (_("Note for the history"), {"fields": ["why"]}),
    ]

    def after_save(self, request, form):
        outcome = form.instance
        if "state" in form.changed_data or not outcome.steps.exists():
            outcome.change_state(outcome.state, by=request.user, note=outcome.reason)


@admin.register(Gain)
class GainAdmin(DeskAdmin):
    """To mend or take off what was published; what is new comes from an answer, read on the board of its Trobada."""

    list_display = ["gathering", "months", "party", "barri", "text"]
    list_filter = ["gathering", "months", "barri__district"]
    list_select_related = ["gathering", "barri"]
    readonly_fields = ["gathering", "months", "party", "at"]
    fields = [*readonly_fields, "barri", ("text", "lang")]

    def get_queryset(self, request):
        return Gain.everything.get_queryset().for_lists()

    def has_add_permission(self, request):
        return False
