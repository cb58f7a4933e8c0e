"""People: known by e-mail, never deleted, because the history names them; their roles, and codes for who lost theirs."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from energies.accounts import second_factor, team
from energies.accounts.forms import NewPersonForm, UserAdminForm
from energies.accounts.models import User
from energies.accounts.roles import ROLES
from energies.kernel.desk import BOTH, DeskAdmin, ReasonForm, ask


class RolesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group) -> str:
        role = ROLES[group.name]
        return f"{role.name}: {role.does}"


class NewCodesForm(ReasonForm):
    """Why, and which factors the person had when that was asked: whoever sends it again gives no others."""

    had = forms.CharField(widget=forms.HiddenInput)


class RoleFilter(admin.SimpleListFilter):
    title = pgettext_lazy("of the team", "role")
    parameter_name = "role"

    def lookups(self, request, model_admin) -> list:
        return [(role.key, role.name) for role in ROLES.values()]

    def queryset(self, request, queryset) -> QuerySet:
        return queryset.filter(groups__name=self.value()) if self.value() in ROLES else queryset


@admin.register(User)
class UserAdmin(DeskAdmin, DjangoUserAdmin):
    form, add_form, add_form_template = UserAdminForm, NewPersonForm, None
    list_display = ["email", "name", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", RoleFilter]
    search_fields = ["email", "name"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined", "erasing"]
    fieldsets = [
        (None, {"fields": ["email", "name", "language"]}),
        (_("What they can do"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
        (_("Their data"), {"fields": ["erasing"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "language"]}),
        (_("What they can do"), {"fields": ["is_staff", "groups"]}),
    ]
    filter_horizontal = []
    actions = ["give_new_codes"]

    def get_urls(self) -> list:
        # Nobody has a password to change.
        return [url for url in super().get_urls() if url.name != "auth_user_password_change"]

    def formfield_for_manytomany(self, db_field, request, **kwargs) -> forms.ModelMultipleChoiceField:
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        roles = Group.objects.filter(name__in=ROLES).order_by("pk")
        words = _("For those who are on the team. Without a role one can sign in, and no more.")
        return RolesField(roles, required=False, label=pgettext_lazy("of the team", "roles"), help_text=words)

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, "is_superuser"]

    def has_change_permission(self, request, obj=None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or team.may_change_account(obj, request.user))

    @admin.display(description=_("if they ask for it"))
    def erasing(self, user) -> str:
        address = f"{reverse('erase_person')}?person={user.pk}"
        return format_html('<a href="{}">{}</a>', address, _("Erase what is kept of this person"))

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def has_manage_team_permission(self, request) -> bool:
        return team.may_manage_team(request.user)

    @admin.action(description=_("Give new codes"), permissions=["manage_team"], location=BOTH)
    def give_new_codes(self, request, queryset) -> HttpResponse | None:
        """Ask how one knows that it is them; then show the codes, this once."""
        people = list(queryset[:2])
        if len(people) != 1:
            return self.message_user(request, _("Choose one person."), messages.WARNING)
        (person,) = people
        if person == request.user:
            words = _("Yours are under «Second factor», in your own session.")
            return self.message_user(request, words, messages.WARNING)
        if not person.is_staff or not team.may_change_account(person, request.user):
            raise PermissionDenied
        had = second_factor.mark_of(person)
        form = NewCodesForm(request.POST if "asked" in request.POST else None, initial={"had": had})
        if form.is_valid() and form.cleaned_data["had"] != had:
            words = _("%(person)s has got new codes already: those that were shown are the good ones.")
            return self.message_user(request, words % {"person": person}, messages.WARNING)
        if not form.is_valid():
            said = _(
                "For somebody of the team who has lost their app or key and their codes. What they had stops working, "
                "their sessions end, and they are told by mail. Make sure that it is them, and write how you know."
            )
            return ask(self, request, form, [person], action="give_new_codes", title=_("Give new codes"), said=said)
        codes = second_factor.give_codes(person, by=request.user, why=form.cleaned_data["reason"])
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": _("New codes")}
        return TemplateResponse(request, "admin/new_codes.html", context | {"person": person, "codes": codes})
