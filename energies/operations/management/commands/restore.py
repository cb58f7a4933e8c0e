from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from energies.kernel.progress import reporter
from energies.operations.backups import restoring
from energies.operations.backups.archive import ArchiveReader
from energies.operations.backups.tables import CannotCopy


class Command(BaseCommand):
    help = "Puts back a copy made by «backup», or a SQLite database of the site, and compares what is there with it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the copy, or a SQLite database")
        parser.add_argument("--check", action="store_true", help="only say whether the copy is whole; change nothing")
        parser.add_argument("--replace", action="store_true", help="put it in the place of a database in use")

    def handle(self, *, file, check, replace, **options):
        try:
            if check:
                return self.say_whether_whole(file)
            other_key = file.is_file() and restoring.has_other_key(file)
            found = restoring.put_back(file, replace=replace, progress=lambda label: reporter(self.stdout, label))
        except (CannotCopy, OSError) as error:
            raise CommandError(str(error)) from error
        for sentence in found[:50]:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"The copy was put back, and {len(found)} things are not as it says.")
        self.stdout.write("All is there: rows, keys, files and search are as the copy says.")
        if other_key:
            self.stderr.write(
                "The copy was made under another SECRET_KEY: links in letters do not open, and second factors have to "
                "be set up again, unless that key is put back too."
            )

    def say_whether_whole(self, file):
        archive = ArchiveReader(file)
        archive.verify(reporter(self.stdout, "reading the copy"))
        told = archive.manifest
        self.stdout.write(
            f"{file} is whole: made {told['made_at']} by release {told['release']} on {told['database']}."
        )
