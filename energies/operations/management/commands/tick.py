import logging
import os
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from energies.kernel import tick
from energies.operations import watch

log = logging.getLogger("energies.tick")


class Command(BaseCommand):
    help = "Does the periodic work that is due: reminders, what expires, what is deleted. Run it every few minutes."

    def add_arguments(self, parser):
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="go on, once every so often, while whoever started it lives"
        )

    def handle(self, *, every=None, **options):
        if every is None:
            failed = self.once()
            if failed:
                raise CommandError(f"These jobs failed, and are tried again the next time: {', '.join(failed)}.")
            return
        parent = os.getppid()
        while os.getppid() == parent:
            self.once()
            connection.close()
            time.sleep(every)

    def once(self):
        """Do every job and say that it was done; return the names of those that failed, which keep none of the others."""
        failed = []
        for name, job in tick.jobs():
            try:
                done = job(timezone.now())
            except Exception:
                log.exception("The job %s failed", name)
                failed.append(name)
            else:
                if done or self.stdout.isatty():
                    self.stdout.write(f"{name}: {done}")
        watch.note_tick(timezone.now(), failed)
        return failed
