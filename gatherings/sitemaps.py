"""What search engines may find of Trobades and the agenda."""

from energies.entries.sitemaps import EntrySitemap
from gatherings.models import Activity, Gathering


class GatheringSitemap(EntrySitemap):
    model = Gathering


class ActivitySitemap(EntrySitemap):
    model = Activity
