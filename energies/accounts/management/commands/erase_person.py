import json
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from energies.accounts import erasing
from energies.kernel.erasing import parts


class Command(BaseCommand):
    help = "Takes somebody out: what they wrote stays, without them. It cannot be undone."

    def add_arguments(self, parser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("email", nargs="?", help="whom")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and do nothing")
        parser.add_argument("--keep-contacts", action="store_true", help="leave the private e-mail of entries as it is")
        what.add_argument("--ledger", metavar="FILE", help="write which erasures were done, without names, to a file")
        what.add_argument("--again", metavar="FILE", help="after restoring a backup: do those of a ledger again")
        parser.add_argument(
            "--since", metavar="DATE", help="when that backup was made, such as 2027-01-15T03:00:00+01:00"
        )

    def handle(
        self, *, email=None, ledger=None, again=None, since=None, dry_run=False, keep_contacts=False, **options
    ) -> None:
        if not (email or ledger or again):
            raise CommandError("Say whom: an e-mail address.")
        if dry_run and not email:
            raise CommandError("--dry-run is for a person.")
        try:
            if ledger:
                Path(ledger).write_text(json.dumps(erasing.ledger(), indent=1))
            elif again:
                self.again(again, since)
            else:
                self.erase(email, dry_run=dry_run, keep_contacts=keep_contacts)
        except OSError as error:
            raise CommandError(str(error)) from error

    def erase(self, email, *, dry_run, keep_contacts) -> None:
        try:
            person = erasing.person_of(email)
        except ValidationError as error:
            raise CommandError(f"{email} is no e-mail address: nobody is erased.") from error
        plan = erasing.plan(person)
        if not plan:
            raise CommandError("Nothing is kept of this e-mail: check how it is written.")
        for part, things in plan:
            self.stdout.write(f"{len(things):5}  {part.words}")
            for one in things if part.listed else ():
                self.stdout.write(f"         {one}")
        if dry_run:
            return
        keep = [part.key for part in parts() if part.asks] if keep_contacts else ()
        try:
            counts = erasing.erase(person, keep=keep)
        except erasing.CannotErase as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Done: {', '.join(f'{key} {count}' for key, count in counts.items())}.")

    def again(self, file, since) -> None:
        try:
            moment = datetime.fromisoformat(since or "")
        except ValueError as error:
            raise CommandError("Say with --since when the backup was made, such as 2027-01-15T03:00.") from error
        moment = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
        text = Path(file).read_text()
        try:
            done = erasing.erase_again(json.loads(text), since=moment)
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{file} is no ledger of ours.") from error
        self.stdout.write(f"Erased again: {done}.")
