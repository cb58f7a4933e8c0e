from django.apps import AppConfig
from django.db.backends.signals import connection_created

from energies.kernel.brings import Brings


class PageCacheConfig(AppConfig):
    """Public pages kept for whoever asks next, until something public is written."""

    name = "energies.pagecache"
    label = "pagecache"
    brings = Brings(private=["ContentVersion"])

    def ready(self):
        from energies.pagecache import content_version

        connection_created.connect(content_version.install)
