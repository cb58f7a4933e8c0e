"""What the team's desk (the admin) does alike for every entry: states with a reason, pictures, places, translations."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminFileWidget
from django.db import models, transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from energies.curation.desk import RecordedAdmin
from energies.curation.proposable import for_target
from energies.entries.place import Placed
from energies.kernel import images
from energies.kernel.desk import ReasonForm, ask
from energies.kernel.effects import CannotKeep
from energies.kernel.transitions import TransitionNotAllowed

WHERE = ["address", ("latitude", "longitude"), "exposure"]
PICTURE = ["preview", "image", "image_alt", "image_author", "image_licence"]
RECORD = ["state", "state_reason", "source", "source_id", "invented", "created_at", "updated_at"]


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


class EntryAdminForm(forms.ModelForm):
    """An entry with a checked picture and a note for the history."""

    why = forms.CharField(
        label=_("why you change it"), required=False, help_text=_("For the history. The public does not see it.")
    )

    def clean_image(self):
        """Return the name of the upload, drawn again and stored; what was stored, or the mark that it goes, as it is."""
        image = self.cleaned_data["image"]
        if "image" not in self.changed_data or not image:
            return image
        return images.store_privately(images.clean_image(image), self._meta.model._meta.model_name)

    def clean(self):
        cleaned = super().clean()
        for name, words in images.unsaid(cleaned).items():
            self.add_error(name, words)
        return cleaned


class EntryAdmin(RecordedAdmin):
    form = EntryAdminForm
    # A plain file field: ``images.clean_image`` must look at the upload before anything decodes it.
    formfield_overrides = {models.ImageField: {"form_class": forms.FileField, "widget": PictureInput}}
    # Hiding, taking down and showing again are done on its page of /gestio/, which this one links to.
    change_form_template = "admin/entry.html"

    def places(self, entry):
        """Return [(words, address)] of the pages of /gestio/ where what is not done here is done."""
        kind = for_target(entry)
        if kind is None:
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
    except TransitionNotAllowed:
        return False
    return True


class CarefulPlace:
    """For a ModelAdmin or an inline of what has a place: what is told of a new one begins with the least."""

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        careful = {"initial": Placed.Exposure.BARRI} if db_field.name == "exposure" else {}
        return super().formfield_for_choice_field(db_field, request, **careful | kwargs)


class TextInline(admin.StackedInline):
    extra = 0
    max_num = 2
    classes = ["collapse"]
