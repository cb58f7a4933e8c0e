from django.core.management.base import BaseCommand, CommandError

from energies.accounts import second_factor
from energies.accounts.models import User


class Command(BaseCommand):
    help = (
        "Help somebody of the team who has lost their second factor: --renew prints new codes, --reset takes all away."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        act = parser.add_mutually_exclusive_group(required=True)
        act.add_argument("--reset", action="store_true", help="they set up a new factor when they next sign in")
        act.add_argument("--renew", action="store_true", help="print codes with which they get in, each once")

    def handle(self, *, email, reset, renew, **options):
        user = User.objects.known_as(email)
        if user is None:
            raise CommandError(f"Nobody has the e-mail {email}.")
        if reset:
            second_factor.reset(user)
            self.stdout.write(f"{user} sets up a new second factor at the next sign-in.")
        else:
            self.stdout.write("\n".join(second_factor.renew(user)))
