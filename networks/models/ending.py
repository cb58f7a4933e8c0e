"""What ends and stays as history."""

from django.db import models

from energies.curation.history import record
from energies.curation.models import Change
from energies.kernel.transitions import TransitionNotAllowed


class Ending(models.Model):
    """A link that holds until the date ``until``; each kind adds its own dates, with their rules."""

    class Meta:
        abstract = True

    def end_on(self, date, *, by, why="", route=Change.Route.SUBMISSION) -> None:
        """End it, for either side; the row stays as history. TransitionNotAllowed when it has ended already."""
        with record(self, by=by, route=route, why=why, act=Change.Act.REMOVED):
            locked = type(self).everything.select_for_update(of=("self",)).get(pk=self.pk)
            if locked.until is not None:
                raise TransitionNotAllowed(f"{self!r} has ended already.", locked)
            self.until = max(date, self.since or date)
            self.save(update_fields=["until"])
