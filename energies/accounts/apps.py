from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "energies.accounts"
    label = "accounts"
    verbose_name = _("People")
    default = True

    def ready(self):
        from energies.accounts import codes
        from energies.kernel import mail, tick

        mail.register({"code": _("the code to sign in")})
        tick.register("sign-in codes deleted", codes.purge)


class DeskConfig(admin.AdminConfig):
    """The admin, with the team's door (desk.py)."""

    default = False
    default_site = "energies.accounts.desk.TeamSite"
