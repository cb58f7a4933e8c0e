"""Import entities from a table: says what it would do with each row, and does it only with --commit."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from energies.kernel.progress import reporter
from projects.imports.apply import StalePlan, apply
from projects.imports.decide import Action, plan
from projects.imports.presets import PRESETS
from projects.imports.read import UnreadableTable, read_file


class Command(BaseCommand):
    help = "Read a table of entities, report row by row what would be done, and write it with --commit."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--preset", choices=sorted(PRESETS), required=True, help="which table it is")
        parser.add_argument("--commit", action="store_true", help="write what the report says")

    def handle(self, *, file, preset, commit, **options):
        try:
            table = read_file(file)
            decided = plan(table, PRESETS[preset])
        except UnreadableTable as error:
            raise CommandError(str(error)) from error
        self.report(table, decided)
        if commit:
            try:
                apply(decided, progress=reporter(self.stdout, _("Imported entities")))
            except StalePlan as error:
                raise CommandError(str(error)) from error
        else:
            self.stdout.write(_("Nothing was written: add --commit to write it."))

    def report(self, table, decided):
        """Write a line a row and the totals."""
        self.stdout.write(self.heading(table))
        for row in decided.decisions:
            if row.reasons or row.action != Action.UNCHANGED:
                self.stdout.write(
                    f"{row.number:>6}  {row.action.label:<10} {row.name}  {'; '.join(row.reasons)}".rstrip()
                )
        totals = ", ".join(f"{action.label}: {decided.totals[action]}" for action in Action)
        said = sum(bool(row.reasons) for row in decided.decisions)
        self.stdout.write(totals)
        self.stdout.write(_("Rows with a remark: %(n)s") % {"n": said})

    @staticmethod
    def heading(table):
        """Return what was found out of the file."""
        words = ngettext(
            "%(n)s row, %(encoding)s, separator %(separator)s",
            "%(n)s rows, %(encoding)s, separator %(separator)s",
            len(table.rows),
        )
        return words % {"n": len(table.rows), "encoding": table.encoding, "separator": repr(table.separator)}
