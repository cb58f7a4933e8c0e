from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    name = "networks"
    label = "networks"
    verbose_name = _("Networks")

    def ready(self):
        from energies.curation import history
        from networks.models import Network

        history.register(Network, parts=["texts", "memberships"])
