from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    name = "gatherings"
    label = "gatherings"
    verbose_name = _("Trobades and agenda")

    def ready(self):
        from energies.curation import history
        from gatherings.models import Activity, Gathering

        history.register(Gathering, parts=["texts", "rooms", "working_groups"])
        history.register(Activity, parts=["texts"])
