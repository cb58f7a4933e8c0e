"""What may stand on the team's desk (the admin), and what all of it does alike."""

from contextlib import AbstractContextManager, nullcontext

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.core.exceptions import NON_FIELD_ERRORS, FieldError, ValidationError
from django.db import DataError, models, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from energies.kernel.edit_conflicts import AsSeen, lock, standing
from energies.kernel.email_fields import key_fields

BOTH = [admin.ActionLocation.CHANGE_LIST, admin.ActionLocation.CHANGE_FORM]
NOT_THERE = _("Choose them again: what was sent is not on the list.")
# What Python, Django and the databases raise for a value that is none of its field's: a year of eight figures, a key
# that is a word, a number that no column holds.
NONSENSE = (ValueError, TypeError, ArithmeticError, DataError, FieldError, ValidationError)
# What Django's filters by field and its calendar put after the path of the field.
ASKED = {"exact", "isnull", "gte", "lt", "year", "month", "day"}


def offers(list_filter, lookup) -> bool:
    """Whether an item of ``list_filter``, or a ``date_hierarchy``, is what asks for ``lookup`` in the address."""
    path = list_filter[0] if isinstance(list_filter, (list, tuple)) else list_filter
    if not isinstance(path, str):
        return lookup == path.parameter_name
    head, _exact, last = lookup.rpartition("__")
    # A related row is asked for by its key: district__code__exact.
    return last in ASKED and (head == path or (last == "exact" and head.rpartition("__")[0] == path))


def savepoint() -> AbstractContextManager:
    """Return a context that leaves the transaction around it of use when a query fails; nothing where there is none.

    To begin one only to show a list would take SQLite's lock for writing.
    """
    return transaction.atomic() if transaction.get_connection().in_atomic_block else nullcontext()


class WholeForm:
    """For a form of the desk: the row as it would be kept obeys each constraint, also those on columns that it does not show.

    Django leaves out a constraint that names such a column, and the database then refuses what nobody was told of.
    """

    def validate_constraints(self) -> None:
        # What is wrong in itself is told of already; a key is written with its address.
        keys = {field.name for field in key_fields(type(self.instance))}
        try:
            self.instance.validate_constraints(exclude=(set(self.errors) | keys) - {NON_FIELD_ERRORS})
        except ValidationError as error:
            for name, complaints in error.error_dict.items():
                self.add_error(name if name in self.fields else None, complaints)


class DeskAdmin(admin.ModelAdmin):
    """The base of every ModelAdmin of ours; the desk registers nothing else (``energies/accounts/desk.py``).

    A library's own admin knows neither who may see what nor what must be recorded.
    """

    def get_form(self, request, obj=None, **kwargs) -> type:
        form = super().get_form(request, obj, **kwargs)
        if obj is None or not self.has_change_permission(request, obj) or kwargs.get("fields", True) is None:
            return type(form.__name__, (WholeForm, form), {})
        stands = standing(self, request, obj, form)
        return type(form.__name__, (AsSeen, WholeForm, form), {"stands": stands})

    def get_object(self, request, object_id, from_field=None) -> models.Model | None:
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST":
            return row
        # As it stands once nobody else is saving it.
        lock(self.model, row)
        return super().get_object(request, object_id, from_field)

    def get_search_results(self, request, queryset, search_term) -> tuple[models.QuerySet, bool]:
        # SQLite refuses a pattern of more than 50,000 bytes; nothing here has a name as long as this.
        return super().get_search_results(request, queryset, search_term[:500])

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        # Django's mark of a filter refused once: the second time it would show a page for programmers.
        if ERROR_FLAG in request.GET:
            request.GET = request.GET.copy()
            del request.GET[ERROR_FLAG]
        try:
            with savepoint():
                return super().changelist_view(request, extra_context)
        except (OverflowError, DataError):
            # Keys of rows edited in the list, which Django gives to the database as they come.
            self.message_user(request, NOT_THERE, messages.WARNING)
            return redirect(request.get_full_path())

    def lookup_allowed(self, lookup, value, request) -> bool:
        """Whether the address may ask for ``lookup``: only for what a filter of the list offers.

        Django lets any column of the table be asked for, also one that no page shows, letter by letter.
        """
        if not super().lookup_allowed(lookup, value, request):
            return False
        filters = [*self.get_list_filter(request), *([self.date_hierarchy] if self.date_hierarchy else [])]
        return any(offers(one, lookup) for one in filters)

    def get_changelist_instance(self, request) -> ChangeList:
        """Return the list as it was asked for.

        Nonsense in the address is told in words, and raises IncorrectLookupParameters: Django goes on to the whole list.
        """
        try:
            with savepoint():
                return super().get_changelist_instance(request)
        except (IncorrectLookupParameters, DisallowedModelAdminLookup, *NONSENSE) as error:
            if not request.GET:
                raise
            words = _("The address asked for something that cannot be: this is the whole list.")
            self.message_user(request, words, messages.WARNING)
            raise IncorrectLookupParameters(str(error)) from error

    def response_action(self, request, queryset, **kwargs) -> HttpResponse | None:
        try:
            with savepoint():
                queryset.filter(pk__in=request.POST.getlist(ACTION_CHECKBOX_NAME)).exists()
        except NONSENSE:
            self.message_user(request, NOT_THERE, messages.WARNING)
            return None
        return super().response_action(request, queryset, **kwargs)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"), widget=forms.Textarea({"rows": 3}), error_messages={"required": _("Write the reason.")}
    )


def ask(model_admin, request, form, rows, *, action, title, said) -> HttpResponse:
    """Return the page between choosing ``action`` and doing it: what will happen, to which ``rows``, and ``form``."""
    opts = model_admin.opts
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    if request.path == address:
        # «All of the list» means the list as it was filtered.
        address = request.get_full_path()
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": opts,
        "title": title,
        "said": said,
        "rows": rows,
        "form": form,
        "action": action,
        "address": address,
        "action_checkbox_name": ACTION_CHECKBOX_NAME,
        "select_across": request.POST.get("select_across", "0"),
    }
    return TemplateResponse(request, "admin/act_with_reason.html", context)
