"""What search engines may find of entries: those that anybody may see."""

from typing import Any

from energies.kernel.sitemaps import Everywhere


class EntrySitemap(Everywhere):
    """The visible entries of a ``model``."""

    model: Any = None

    def items(self):
        return self.model.objects.order_by("pk").only("pk", "slug", "updated_at", "state")

    def lastmod(self, item):
        return item.updated_at
