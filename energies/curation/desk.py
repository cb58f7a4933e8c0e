"""What the team's desk (the admin) does alike for everything public: records, states with a reason, pictures."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminFileWidget
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from energies.curation import history
from energies.curation.proposable import for_target
from energies.kernel import images
from energies.kernel.careful import CarefulMenus
from energies.kernel.desk import DeskAdmin, ReasonForm, ask
from energies.kernel.effects import CannotKeep


class RecordedAdmin(CarefulMenus, DeskAdmin):
    """Each save, with its inlines and many-to-many rows, leaves one Change. Nothing is deleted."""

    def get_queryset(self, request):
        everything = getattr(self.model, "everything", self.model._default_manager)
        return everything.order_by(*self.get_ordering(request) or self.model._meta.ordering)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        request.change_begun = history.begin(obj, by=request.user, why=form.cleaned_data.get("why", ""))
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.after_save(request, form)
        history.finish(request.change_begun, form.instance)

    def after_save(self, request, form):
        """Do what must follow every save and stand in the same Change."""

    def tell_how_many(self, request, rows):
        """Say how many rows the act reached; none is worth a warning."""
        if not rows:
            self.message_user(request, _("There was nothing to do: they were so already."), messages.WARNING)
            return
        done = ngettext("Done: %(count)s entry.", "Done: %(count)s entries.", len(rows)) % {"count": len(rows)}
        self.message_user(request, done, messages.SUCCESS)

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        query = {"content_type__id__exact": ContentType.objects.get_for_model(self.model).pk}
        address = reverse("admin:curation_change_changelist", query=query | {"object_id__exact": object_id})
        return HttpResponseRedirect(address)


class StoredPicture:
    """A picture as the file widget shows it: a link to the private original."""

    def __init__(self, file):
        self.url = reverse("private_media", args=[file.name])

    def __str__(self):
        return str(_("see the picture"))


class PictureInput(AdminFileWidget):
    def is_initial(self, value):
        return bool(value) and hasattr(value, "storage")

    def format_value(self, value):
        return StoredPicture(value) if self.is_initial(value) else None


class EntryForm(forms.ModelForm):
    """An entry with a checked picture and a note for the history."""

    why = forms.CharField(
        label=_("why you change it"), required=False, help_text=_("For the history. The public does not see it.")
    )

    def clean_image(self):
        """Return the name of the upload, drawn again and stored; what was stored, or the mark that it goes, as it is."""
        image = self.cleaned_data["image"]
        if "image" not in self.changed_data or not image:
            return image
        return images.keep(images.clean_image(image), self._meta.model._meta.model_name)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("image"):
            if not cleaned.get("image_alt"):
                self.add_error("image_alt", _("Say what the picture shows."))
            if not cleaned.get("image_licence"):
                self.add_error("image_licence", _("Choose the licence of the picture."))
        return cleaned


class EntryAdmin(RecordedAdmin):
    form = EntryForm
    # A plain file field: ``images.clean_image`` must look at the upload before anything decodes it.
    formfield_overrides = {models.ImageField: {"form_class": forms.FileField, "widget": PictureInput}}
    # Hiding, taking down and showing again are done on its page of /gestio/, which this one links to.
    change_form_template = "admin/entry.html"

    def places(self, entry):
        """Return [(words, address)] of the pages of /gestio/ where what is not done here is done."""
        kind = for_target(entry)
        if kind is None or not kind.has_page:
            return []
        return [(_("Its page at the directory"), reverse("entry", args=[kind.kind, entry.pk]))]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["places"] = self.places(obj) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=_("how it looks"))
    def preview(self, entry):
        if not entry.image:
            return ""
        address = reverse("private_media", args=[entry.image.name])
        return format_html('<img class="preview" src="{}" alt="{}">', address, entry.image_alt)

    def after_save(self, request, form):
        if "image" in form.changed_data:
            form.instance.withdraw_image()
            if form.instance.is_visible:
                self.publish_image(request, form.instance)

    def publish_image(self, request, entry):
        """Publish its picture; what was typed is not lost with it."""
        try:
            with transaction.atomic():
                entry.publish_image()
        except CannotKeep:
            words = _("It is saved, but its picture cannot be published just now. It will be, by itself, within hours.")
            self.message_user(request, words, messages.WARNING)

    def get_search_results(self, request, queryset, search_term):
        queryset, may_repeat = super().get_search_results(request, queryset, search_term)
        # Only what is public can be chosen in another entry's form.
        return queryset.visible() if "field_name" in request.GET else queryset, may_repeat

    def ask_why(self, request, queryset, act, action, title, said):
        """Show what will happen and ask for a reason; with one, ``act(entry, by=…, why=…)`` on each entry."""
        entries = list(queryset)
        form = ReasonForm(request.POST if "asked" in request.POST else None)
        if not entries or form.is_valid():
            with transaction.atomic():
                done = [entry for entry in entries if _still(act, entry, request.user, form.cleaned_data["reason"])]
            return self.tell_how_many(request, done)
        return ask(self, request, form, entries, action=action, title=title, said=said)


def _still(act, entry, by, why):
    """Do it to an entry and return True; False when somebody else did it meanwhile."""
    try:
        with transaction.atomic():
            act(entry, by=by, why=why)
    except ValueError:
        return False
    return True
