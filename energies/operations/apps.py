from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_finished
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from energies.kernel import brings
from energies.kernel.brings import Brings, HealthCheck, MenuEntry


class OperationsConfig(AppConfig):
    """What whoever runs the site needs: is it well, what went wrong, a copy of everything and the way back."""

    name = "energies.operations"
    label = "operations"
    verbose_name = _("Operations")
    brings = Brings(
        urls="urls",
        menus={
            "team": [MenuEntry(40, "letters", pgettext_lazy("mail", "Letters"))],
            "role": [MenuEntry(40, "letters", _("Letters that were not delivered"))],
        },
        doors={
            "letters": ["team"],
            "letter_act": ["team"],
        },
        private=[
            "Failure",
            "CacheRow",
            "Counter",
            "LastRun",
            "OptOut",
            "Received",
            "django_tasks_database.DBTaskResult",
        ],
        jobs={"failures told": "failures.tell", "the team told of the queue": "watch.over_queue"},
        letters={
            "failures": _("to the team: faults of the site"),
            "watch": _("to the team: the letters need somebody"),
        },
        health=[
            HealthCheck("database", "health.database", vital=True),
            HealthCheck("disk", "health.disk", vital=True),
            HealthCheck("cache", "health.cache"),
            HealthCheck("queue", "watch.queue_health"),
            HealthCheck("tick", "watch.tick_health"),
        ],
        left_out_of_copies=["Counter", "CacheRow", "Received"],
        after_restoring=["personal.erase_again"],
    )

    def ready(self):
        from energies.operations import failures, health, opt_out, sentry
        from energies.operations.backups import restoring, tables

        for app, brought in brings.bringing():
            for one in brought.health:
                health.register(one.name, brings.load(app, one.check), vital=one.vital)
        for one in brings.each("refusable"):
            opt_out.register(one.name, one.what, one.lasts)
        tables.leave_out(*(model._meta.label for model in brings.models("left_out_of_copies")))
        for model in brings.models("outlives_copies"):
            restoring.survives(model._meta.label)
        for act in brings.loaded("after_restoring"):
            restoring.afterwards(act)
        request_finished.connect(failures.store)
        if settings.SENTRY_DSN:
            sentry.install(settings.SENTRY_DSN, settings.RELEASE)
