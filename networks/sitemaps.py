"""What search engines may find of networks."""

from energies.entries.sitemaps import EntrySitemap
from networks.models import Network


class NetworkSitemap(EntrySitemap):
    model = Network
