from energies.entries.sitemaps import EntrySitemap
from tests.brought.models import Tool


class Tools(EntrySitemap):
    model = Tool
