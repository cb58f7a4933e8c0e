from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """What whoever runs the site needs: is it well, what went wrong, a copy of everything and the way back."""

    name = "energies.operations"
    label = "operations"
    verbose_name = _("Operations")
