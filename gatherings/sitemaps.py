"""What search engines may find of Trobades and the agenda."""

from energies.entries.sitemaps import EntrySitemap
from gatherings.models import Activity, Gathering


class Gatherings(EntrySitemap):
    model = Gathering


class Activities(EntrySitemap):
    model = Activity
