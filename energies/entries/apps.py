from django.apps import AppConfig


class EntriesConfig(AppConfig):
    """What every entry of the directory shares: its address, its place, its form, how it is proposed."""

    name = "energies.entries"
    label = "entries"
