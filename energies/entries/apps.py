from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntriesConfig(AppConfig):
    """What every entry of the directory shares: its address, its place, its form, how it is proposed."""

    name = "energies.entries"
    label = "entries"
    verbose_name = _("Entries")
