from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from energies.kernel import brings
from energies.kernel.brings import Brings


class SearchConfig(AppConfig):
    name = "energies.search"
    label = "search"
    verbose_name = _("Search")
    brings = Brings(jobs={"search follows the day": "index.follow_the_day"})

    def ready(self) -> None:
        from energies.search import watch

        for searchable in brings.loaded("searchables"):
            watch.register(searchable())
