from django.core.management.base import BaseCommand

from energies.kernel.progress import reporter
from energies.site import reference


class Command(BaseCommand):
    help = "Add the pages that come with the directory and are missing. Never changes what staff wrote."

    def handle(self, **options):
        reference.load(reporter(self.stdout, "Pages"))
