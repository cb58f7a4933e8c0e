from django.core.management.base import BaseCommand, CommandError

from energies.accounts import sealing, second_factor
from energies.accounts.models import User


class Command(BaseCommand):
    help = (
        "Help somebody of the team who has lost their second factor: --renew prints new codes, --reset takes all away. "
        "It is recorded, they are told by mail, and their sessions end. --reencrypt is for a new SECRETS_KEY."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("email", nargs="?", help="whose, but for --reencrypt")
        parser.add_argument("--why", default="", help="words for the record")
        act = parser.add_mutually_exclusive_group(required=True)
        act.add_argument("--reset", action="store_true", help="they set up a new factor when they next sign in")
        act.add_argument("--renew", action="store_true", help="print codes with which they get in, each once")
        act.add_argument(
            "--reencrypt", action="store_true", help="write every secret again with the first key of SECRETS_KEY"
        )

    def handle(self, *, email, why, reset, renew, reencrypt, **options) -> None:
        if reencrypt:
            self.reencrypt()
            return
        user = User.objects.known_as(email) if email else None
        if user is None:
            raise CommandError(f"Nobody has the e-mail {email}." if email else "Say whose, by e-mail.")
        if renew and not user.is_staff:
            raise CommandError(f"{user} is not on the team: codes are for the team.")
        why = " ".join(["at the server’s command line.", why]).strip()
        if reset:
            second_factor.take_away(user, by=None, why=why)
            self.stdout.write(f"{user} sets up a new second factor at the next sign-in.")
        else:
            self.stdout.write("\n".join(second_factor.give_codes(user, by=None, why=why)))

    def reencrypt(self) -> None:
        try:
            count = second_factor.reencrypt()
        except sealing.CannotOpen as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        self.stdout.write(f"Written again with the first key of SECRETS_KEY: {count}.")
