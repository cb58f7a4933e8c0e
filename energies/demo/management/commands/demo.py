from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from energies.accounts import second_factor
from energies.accounts.models import User
from energies.accounts.roles import ROLES
from energies.demo import bulk, gatherings, loader, networks, proposals
from energies.kernel.progress import reporter
from energies.search import index
from energies.territory import reference as territory
from energies.vocabulary import reference as vocabulary

# One account a role, besides the team's first, which has every right.
BY_ROLE = {
    "reviewer": "revisio@exemple.cat",
    "gatherings_editor": "trobades@exemple.cat",
    "needs_reader": "necessitats@exemple.cat",
    "administrator": "administracio@exemple.cat",
}


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
        call_command("load_pages", stdout=self.stdout)
        added = loader.load(reporter(self.stdout, "Demo"))
        if projects:
            added += bulk.load(projects, reporter(self.stdout, "Plain projects"))
        team = proposals.team()
        added += proposals.load(team, reporter(self.stdout, "Proposals"))
        added += networks.load(reporter(self.stdout, "Networks"))
        added += gatherings.load(reporter(self.stdout, "Trobades"))
        if added or not index.is_whole():
            call_command("search", rebuild=True, stdout=self.stdout)
        self.tell_the_way_in(team)

    def add_colleague(self, role):
        """Return the demo’s account of a role, made if need be."""
        person = User.objects.known_as(BY_ROLE[role])
        if person is None:
            person = User.objects.create_user(BY_ROLE[role], name=str(ROLES[role].name), language="ca", is_staff=True)
            person.groups.add(Group.objects.get(name=role))
        return person

    def tell_the_way_in(self, person):
        """Say how to enter: the second factor’s codes are new each time."""
        codes = second_factor.renew(person)
        self.stdout.write(f"The team’s way in: /gestio/ and /equip/, with the e-mail {person.email}.")
        self.stdout.write(
            "The six figures that are mailed are at /demo/correu/; then one of these codes, each good once:"
        )
        self.stdout.write("  " + "  ".join(codes))
        ways = [f"{BY_ROLE[role]} {second_factor.renew(self.add_colleague(role))[0]}" for role in ROLES]
        self.stdout.write("With one role only, and a code: " + ", ".join(ways) + ".")
        self.stdout.write("Somebody who keeps up an entity: merce@exemple.cat, samira@exemple.cat or joan@exemple.cat.")
