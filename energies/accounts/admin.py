"""People: known by e-mail, never deleted, because the history names them."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _

from energies.accounts.forms import NewPersonForm, PersonForm
from energies.accounts.models import User
from energies.kernel.desk import DeskAdmin


@admin.register(User)
class UserAdmin(DeskAdmin, DjangoUserAdmin):
    form, add_form, add_form_template = PersonForm, NewPersonForm, None
    list_display = ["email", "name", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "name", "language"]}),
        (_("What they can do"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "language"]}),
        (_("What they can do"), {"fields": ["is_staff", "groups"]}),
    ]
    filter_horizontal = ["groups", "user_permissions"]

    def has_delete_permission(self, request, obj=None):
        return False
