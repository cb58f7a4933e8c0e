from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "energies.site"
    label = "site"
    verbose_name = _("Pages and messages")

    def ready(self):
        from energies.search import watch
        from energies.site import search

        for searchable in (search.Barris(), search.Districts(), search.Pages()):
            watch.register(searchable)
