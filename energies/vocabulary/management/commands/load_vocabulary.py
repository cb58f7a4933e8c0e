from django.core.management.base import BaseCommand
from django.db import transaction

from energies.kernel.progress import reporter
from energies.vocabulary import reference


class Command(BaseCommand):
    help = "Add the themes, collectives and languages that are missing; what staff changed stays."

    @transaction.atomic
    def handle(self, **options) -> None:
        reference.load(reporter(self.stdout, "Vocabulary"))
