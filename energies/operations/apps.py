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
        from energies.kernel import mail, tick
        from energies.operations import failures, health, personal, sentry, watch
        from energies.operations.copies import restoring, tables

        health.register("database", health.database, vital=True)
        health.register("disk", health.disk, vital=True)
        health.register("cache", health.cache)
        health.register("queue", watch.queue_health)
        health.register("tick", watch.tick_health)
        request_finished.connect(failures.store)
        mail.register(
            {"failures": _("to the team: faults of the site"), "watch": _("to the team: the letters need somebody")}
        )
        tick.register("failures told", failures.tell)
        tick.register("the team told of the queue", watch.over_queue)
        # What is worth nothing elsewhere, and less later.
        tables.leave_out(
            "sessions.Session",
            "accounts.HeldForm",
            "operations.Counter",
            "operations.CacheRow",
            "operations.Received",
        )
        restoring.survives("accounts.Erasure")
        restoring.afterwards(personal.erase_again)
        if settings.SENTRY_DSN:
            sentry.install(settings.SENTRY_DSN, settings.RELEASE)
