from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from energies.kernel import brings
from energies.kernel.brings import Brings, Home, MenuEntry, Right


class AccountsConfig(AppConfig):
    name = "energies.accounts"
    label = "accounts"
    verbose_name = _("People")
    default = True

    brings = Brings(
        urls="urls",
        menus={
            "team": [
                MenuEntry(50, "erase_person", _("Erase a person"), part="erase", may="erase"),
                MenuEntry(60, "admin:index", _("Team’s desk")),
                MenuEntry(80, "mfa_index", _("Second factor")),
            ]
        },
        homes=[Home(30, "read_needs", "my_role")],
        doors={
            "my_role": ["team"],
            "erase_person": ["administrator"],
        },
        private=[
            "User",
            "SignInCode",
            "HeldForm",
            "Erasure",
            "User_groups",
            "User_user_permissions",
            "account.EmailAddress",
            "account.EmailConfirmation",
            "mfa.Authenticator",
            "auth.Group",
            "auth.Group_permissions",
            "auth.Permission",
            "admin.LogEntry",
            "contenttypes.ContentType",
            "sessions.Session",
        ],
        # No row is ever deleted; whoever may is who erases a person (erase_views.py).
        rights=[Right("administrator", ["User"])],
        letters={
            "code": _("the code to sign in"),
            "new_codes": _("new codes for somebody of the team"),
            "factor_taken": _("a second factor was taken away"),
        },
        left_out_of_copies=["sessions.Session", "HeldForm"],
        outlives_copies=["Erasure"],
    )

    def ready(self) -> None:
        from energies.accounts import roles
        from energies.accounts.checks import secrets_open

        for app, brought in brings.bringing():
            for right in brought.rights:
                roles.grant(right.role, *(brings.model(app, name) for name in right.models), may=right.may)
        post_migrate.connect(roles.give_out, dispatch_uid="energies.accounts.roles")
        checks.register(secrets_open, checks.Tags.database)


class DeskConfig(admin.AdminConfig):
    """The admin, with the team's door (desk.py)."""

    default = False
    default_site = "energies.accounts.desk.TeamSite"
