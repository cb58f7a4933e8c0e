from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from energies.curation import media


class Command(BaseCommand):
    help = "Compare the files of pictures with the rows that name them, or put right what differs."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true", help="say what differs; exit code 1 if anything does")
        what.add_argument(
            "--mend", action="store_true", help="delete what no row names, make again what is missing, and say so"
        )

    def handle(self, *, mend, **options):
        left = 0
        for fault in list(media.faults(timezone.now())):
            is_mended = mend and media.mend(fault)
            (self.stdout if is_mended else self.stderr).write(fault.words)
            left += not is_mended
        if left:
            how = "these cannot be put right" if mend else "put them right with «manage.py media --mend»"
            raise CommandError(f"{left} differences: {how}.")
