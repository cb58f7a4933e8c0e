from django.core.management.base import BaseCommand, CommandError

from energies.kernel.progress import reporter
from networks.graph import drawings
from networks.graph.around import gather
from networks.models import Drawing


class Command(BaseCommand):
    help = "Draw again who works with whom (--rebuild), or say which drawings do not fit what there is (--check)."

    def add_arguments(self, parser):
        parser.add_argument("--rebuild", action="store_true")
        parser.add_argument("--check", action="store_true")

    def handle(self, *, rebuild, check, **options):
        if rebuild == check:
            raise CommandError("Say --rebuild or --check.")
        keys, wrong = drawings.all_keys(), []
        tell = reporter(self.stdout, "Drawings")
        if rebuild:
            Drawing.objects.exclude(key__in=keys).delete()
        for done, key in enumerate(keys, 1):
            if rebuild:
                drawings.draw.call([key])
            else:
                one = drawings.find(key)
                graph = one and gather(one)
                fits = graph is None or Drawing.objects.filter(key=key, digest=graph.digest).exists()
                wrong += [] if fits else [key]
            tell(done, len(keys))
        if wrong:
            raise CommandError(f"{len(wrong)} do not fit: {', '.join(wrong[:10])}. Run graph --rebuild.")
