"""What the team writes about something that speaks for itself: whoever keeps it up reads why."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.urls import reverse
from django.utils.translation import gettext as _

from energies.accounts.team import may_review
from energies.curation.decisions.base import Crumb, Decision
from energies.kernel.forms import flat

MOST_OF_WHY = 4000


class ByTheTeam(Decision):
    """A change that somebody of the team makes from the directory, saying why."""

    words_of_act = ""

    def way(self, user, heading):
        one = self.submission
        directory = Crumb(_("Directory"), f"{reverse('entries')}?kind={one.kind}" if may_review(user) else "")
        entry = Crumb(str(one), reverse("entry", args=[one.kind, one.object_id]))
        return [directory, entry, Crumb(str(self.words_of_act))]

    def asks_why(self):
        return True

    def asks_consent(self):
        return False

    def whole(self, data):
        return data | {"understood": ["on"]}

    def check(self, form, data):
        why = super().check(form, data)
        if not why:
            form.add_error(None, _("Write why: whoever keeps it up will want to know."))
        self.check_more(form)
        try:
            MaxLengthValidator(MOST_OF_WHY)(why)
        except ValidationError as error:
            form.add_error(None, error)
        return why

    def check_more(self, form):
        """Add to the form what else keeps it from being sent."""

    def url_when_sent(self):
        return self.url_of_entry()

    def url_of_entry(self):
        return reverse("entry", args=[self.submission.kind, self.submission.object_id])

    def as_it_was(self, but=frozenset()):
        """Return what the form of what it changes held when it was begun, {input: [str…]}, without the fields ``but``."""
        return {name: texts for name, texts in flat(self.submission.base).items() if name.partition("-")[0] not in but}
