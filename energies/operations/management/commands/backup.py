from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from energies.kernel.progress import reporter
from energies.operations.backups.tables import CannotCopy
from energies.operations.backups.taking import take


class Command(BaseCommand):
    help = "Writes everything (rows, files of both storages) to one file, while the site goes on, and reads it again."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the copy to write, such as copia.zip; it must not exist")

    def handle(self, *, file, **options):
        if file.exists():
            raise CommandError(f"{file} exists: choose another name.")
        if not file.parent.is_dir():
            raise CommandError(f"There is no folder {file.parent}.")
        try:
            manifest = take(file, progress=lambda label: reporter(self.stdout, label))
        except (CannotCopy, OSError) as error:
            raise CommandError(str(error)) from error
        files = sum(name.startswith("media/") for name in manifest["sha256"])
        size = file.stat().st_size / 1024**2
        self.stdout.write(f"{file}: {sum(manifest['rows'].values())} rows, {files} files, {size:.1f} MB, read again.")
