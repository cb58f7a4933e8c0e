from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_finished
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """What whoever runs the site needs: is it well, what went wrong, a copy of everything and the way back."""

    name = "energies.operations"
    label = "operations"
    verbose_name = _("Operations")

    def ready(self):
        from energies.kernel import tick
        from energies.operations import counters, failures, health, sentry
        from energies.operations.copies import tables

        health.register("database", health.database, vital=True)
        health.register("disk", health.disk, vital=True)
        health.register("cache", health.cache)
        request_finished.connect(failures.store)
        tick.register("failures told", failures.tell)
        tick.register("limits over", counters.purge)
        # What is worth nothing elsewhere, and less later.
        tables.leave_out("sessions.Session", "operations.Counter", "operations.CacheRow")
        if settings.SENTRY_DSN:
            sentry.install(settings.SENTRY_DSN, settings.RELEASE)
