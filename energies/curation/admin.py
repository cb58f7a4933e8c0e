"""The history, which nobody edits, and the tags, whose merging changes what is public."""

from contextlib import ExitStack

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from energies.curation.difference import differences
from energies.curation.history import record
from energies.curation.models import Change, DeclineReason
from energies.kernel.desk import DeskAdmin, ask
from energies.kernel.text import fold
from energies.vocabulary.admin import UnusedOnlyAdmin
from energies.vocabulary.models import Tag


@admin.register(DeclineReason)
class DeclineReasonAdmin(DeskAdmin, TranslationAdmin):
    list_display = ["text", "position", "in_use"]
    list_editable = ["position", "in_use"]

    def has_delete_permission(self, request, obj=None):
        # What was declined for it keeps its words: it is taken out of use instead.
        return False


@admin.register(Change)
class ChangeAdmin(DeskAdmin):
    list_display = ["at", "label", "kind", "act", "by", "route"]
    list_display_links = ["at", "label"]
    list_filter = ["act", "route", "at", "by"]
    search_fields = ["label", "why"]
    list_select_related = ["by", "content_type"]
    fields = ["at", "label", "kind", "act", "by", "route", "why", "difference"]
    readonly_fields = fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def lookup_allowed(self, lookup, value, request):
        # By these one comes from the page of what was changed.
        ours = ("content_type__id__exact", "object_id__exact")
        return lookup in ours or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("kind of thing"))
    def kind(self, change):
        return change.content_type.name

    @admin.display(description=_("what changed"))
    def difference(self, change):
        def listed(lines):
            return format_html_join("", "<p>{}</p>", [(line,) for line in lines])

        rows = [(label, listed(before), listed(after)) for label, before, after in differences(change)]
        head = format_html("<tr><th>{}</th><th>{}</th><th>{}</th></tr>", _("field"), _("before"), _("after"))
        body = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>', rows)
        return format_html('<table class="difference"><thead>{}</thead><tbody>{}</tbody></table>', head, body)


class MergeForm(forms.Form):
    stays = forms.ModelChoiceField(
        None,
        label=_("which tag stays"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the tag that stays.")},
    )

    def __init__(self, tags, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stays"].queryset = tags


def uses_of_tags():
    """Return the relations from Tag to the rows that tie it to objects."""
    return [relation for relation in Tag._meta.related_objects if relation.one_to_many]


class TagForm(forms.ModelForm):
    def clean_name(self):
        """Return the name, unless it folds to nothing or to the name of another tag."""
        name = " ".join(self.cleaned_data["name"].split())
        folded = fold(name)[:100]
        if not folded:
            raise forms.ValidationError(_("Write a word."))
        if Tag.objects.filter(folded=folded).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is already a tag like this: merge the two instead."))
        return name


@admin.register(Tag)
class TagAdmin(UnusedOnlyAdmin):
    form = TagForm
    list_display = ["name", "uses"]
    search_fields = ["name", "folded"]
    fields = ["name"]
    actions = ["merge"]

    def get_queryset(self, request):
        items = [relation.name for relation in Tag._meta.related_objects]
        return super().get_queryset(request).annotate(uses=sum(Count(name, distinct=True) for name in items))

    @admin.display(description=_("uses"), ordering="uses")
    def uses(self, tag):
        return tag.uses

    @admin.action(description=_("Merge into one"), permissions=["change"])
    def merge(self, request, queryset):
        tags = list(queryset)
        if len(tags) < 2:
            self.message_user(request, _("Choose two tags or more to merge them."), messages.WARNING)
            return None
        chosen = Tag.objects.filter(pk__in=[tag.pk for tag in tags])
        form = MergeForm(chosen, request.POST if "asked" in request.POST else None)
        if not form.is_valid():
            said = _("What is tagged with any of these will carry the one you choose, and the others will disappear.")
            return ask(self, request, form, tags, action="merge", title=_("Merge tags"), said=said)
        merge(tags, form.cleaned_data["stays"], by=request.user)
        self.message_user(request, _("The tags are now one."), messages.SUCCESS)
        return None


@transaction.atomic
def merge(tags, stays, *, by):
    """Merge ``tags`` into ``stays`` (one of them) and record, as done by ``by``, the change to each tagged object."""
    going = [tag for tag in tags if tag != stays]
    with ExitStack() as recorded:
        for relation in uses_of_tags():
            through = relation.related_model
            model = through._meta.get_field("content_object").related_model
            rows = through._base_manager.filter(tag__in=going)
            for target in model._base_manager.filter(pk__in=rows.values("content_object_id")):
                recorded.enter_context(record(target, by=by))
        for tag in going:
            tag.merge_into(stays)
