"""Load the city's boundaries of the barris: all that the file has, or nothing."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from energies.kernel.progress import reporter
from energies.territory import facts, outlines
from energies.territory.boundaries import UnreadableBoundaries, read_file


class Command(BaseCommand):
    help = "Load the outlines of the barris from the city’s GeoJSON (EPSG:4326 or 25831). Replaces those of before."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file")

    def handle(self, *, file, **options) -> None:
        try:
            boundaries = read_file(file, reporter(self.stdout, _("Barris read")))
            drawn = outlines.fit(boundaries, reporter(self.stdout, _("Borders simplified")))
            outlines.replace(drawn)
        except UnreadableBoundaries as error:
            raise CommandError(str(error)) from error
        self.report(drawn)

    def report(self, drawn) -> None:
        """Write how many there are now, and which barris the file did not have."""
        words = ngettext("%(n)s outline loaded.", "%(n)s outlines loaded.", len(drawn))
        self.stdout.write(words % {"n": len(drawn)})
        missing = [barri.name for barri in facts.barris() if barri.code not in drawn]
        if missing:
            self.stdout.write(_("Not in the file: %(barris)s.") % {"barris": "; ".join(missing)})
