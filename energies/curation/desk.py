"""What the team's desk (the admin) does alike for all that is recorded: each save leaves a Change."""

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from energies.curation import history
from energies.kernel.admin_menus import CarefulMenus
from energies.kernel.desk import DeskAdmin


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
