from django.core.management.base import BaseCommand

from energies.kernel.progress import reporter
from energies.territory import reference


class Command(BaseCommand):
    help = "Load the districts and barris of Barcelona. Can be run again at any time."

    def handle(self, **options) -> None:
        reference.load(reporter(self.stdout, "Territory"))
