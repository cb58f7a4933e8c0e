from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "energies.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self):
        from energies.kernel import tick
        from energies.search import index

        tick.register("search follows the day", index.follow_the_day)
