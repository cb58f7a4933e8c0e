from django.core.management.base import BaseCommand, CommandError

from energies.kernel.progress import reporter
from energies.search import check, index, registry


class Command(BaseCommand):
    help = "Compare the search index with the tables it is made from, or make it anew."

    def add_arguments(self, parser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true", help="say what differs; exit code 1 if anything does")
        what.add_argument("--rebuild", action="store_true", help="read every object again, keeping the ranks")

    def handle(self, *, rebuild, **options) -> None:
        faults = []
        for searchable in registry.kinds():
            progress = reporter(self.stdout, searchable.kind)
            if rebuild:
                index.rebuild(searchable.kind, progress)
            else:
                faults += check.faults(searchable, progress)
        for fault in faults[:50]:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} differences: put them right with «manage.py search --rebuild».")
