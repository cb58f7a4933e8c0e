from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "energies.accounts"
    label = "accounts"
    verbose_name = _("People")
    default = True

    def ready(self):
        from energies.accounts import roles
        from energies.accounts.checks import secrets_open
        from energies.accounts.models import User
        from energies.kernel import mail

        mail.register(
            {
                "code": _("the code to sign in"),
                "new_codes": _("new codes for somebody of the team"),
                "factor_taken": _("a second factor was taken away"),
            }
        )
        # No row is ever deleted; whoever may is who erases a person (erase_views.py).
        roles.grant("administrator", User)
        post_migrate.connect(roles.give_out, dispatch_uid="energies.accounts.roles")
        checks.register(secrets_open, checks.Tags.database)


class DeskConfig(admin.AdminConfig):
    """The admin, with the team's door (desk.py)."""

    default = False
    default_site = "energies.accounts.desk.TeamSite"
