"""``manage.py db_worker``: takes the place of django-tasks-db's command of this name, which ends with its first error."""

import logging
import secrets

from django.core.management.base import BaseCommand

from energies.operations.worker import Worker


class Command(BaseCommand):
    help = "Sends the letters of the queue and does its other tasks, until it is told to stop (SIGTERM, Ctrl-C)."

    def add_arguments(self, parser):
        parser.add_argument(
            "--interval", type=float, default=1.0, metavar="SECONDS", help="between two looks at an empty queue"
        )
        parser.add_argument("--batch", action="store_true", help="end when nothing is due")
        parser.add_argument("--max-tasks", type=int, metavar="N", help="end after so many tasks")
        parser.add_argument("--worker-id", default=None, help="its name in the rows of its tasks; drawn unless given")

    def handle(self, *, interval, batch, max_tasks, worker_id, verbosity, **options):
        if verbosity > 1:
            logging.getLogger("energies.worker").setLevel(logging.INFO)
        worker = Worker(worker_id or secrets.token_hex(8), interval=interval, batch=batch, most=max_tasks)
        if not batch:
            worker.stop_on_signals()
        worker.run()
