from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from energies.accounts.models import User
from energies.kernel.progress import reporter
from energies.search import index
from energies.site import reference
from energies.site.demo import bulk, loader
from energies.territory import reference as territory
from energies.vocabulary import reference as vocabulary

STAFF_EMAIL, STAFF_PASSWORD = "equip@exemple.cat", "trobada-demo"


class Command(BaseCommand):
    help = "Fill the directory with an invented city and a team account, for a demo on this machine only."

    def add_arguments(self, parser):
        parser.add_argument(
            "--projects", type=int, default=0, metavar="N", help="also compose N plain projects, to measure speed"
        )

    def handle(self, *, projects, **options):
        if not settings.DEMO:
            raise CommandError("SITE_URL is set: this is a real site, and its directory must not hold invented things.")
        if projects < 0:
            raise CommandError("--projects must be 0 or more.")
        territory.load(reporter(self.stdout, "Territory"))
        vocabulary.load(reporter(self.stdout, "Vocabulary"))
        reference.load(reporter(self.stdout, "Pages"))
        added = loader.load(reporter(self.stdout, "Demo"))
        if projects:
            added += bulk.load(projects, reporter(self.stdout, "Plain projects"))
        self.add_staff()
        if added or not index.is_whole():
            call_command("search", rebuild=True, stdout=self.stdout)
        self.stdout.write(f"Sign in to the team’s desk with: {STAFF_EMAIL} / {STAFF_PASSWORD}")

    def add_staff(self):
        if not User.objects.filter(email=STAFF_EMAIL).exists():
            User.objects.create_superuser(STAFF_EMAIL, STAFF_PASSWORD, name="Equip de la mostra", language="ca")
