"""The team says yes or no: to what is new, and to the changes of those who keep something up."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from energies.accounts.team import may_review
from energies.curation import letters
from energies.curation.decisions.base import Decision, FormWords
from energies.kernel import working_days


class TeamsDecision(Decision):
    key, queue = "staff", "waiting"

    def may_decide(self, user):
        return may_review(user)

    def is_late(self, now=None):
        one = self.submission
        if one.state != one.State.PENDING or not one.waiting_since:
            return False
        return working_days.days_between(one.waiting_since, now or timezone.now()) > settings.ANSWER_DAYS

    def counts_as_answer(self, by):
        return by.pk != self.submission.author_id

    def speaks_for_the_team(self, by):
        return super().speaks_for_the_team(by) and by.pk != self.submission.author_id

    def form_words(self, lead):
        mend = _("To send it, mend this:")
        if self.submission.is_change:
            said = _("What is public now stays until somebody of the team has read the change.")
            return FormWords(said, _("Send the change"), mend)
        return FormWords(lead, _("Send it to be reviewed"), mend)

    def sent_words(self):
        said = _("Sent. Somebody of the team reads it, and we answer %(within)s.")
        return said % {"within": working_days.within()}

    def tell_sent(self, *, by, why=""):
        letters.received(self.submission)

    def pending_to_author(self):
        if self.is_late():
            return (
                pgettext("a proposal", "it is late"),
                _("It has waited for longer than we said, and we are sorry. If it is urgent, write to us below."),
            )
        if self.submission.assigned_to_id:
            return (
                _("we are looking at it"),
                _("Somebody of the team has taken it on. You can go on changing it: send it again when it is ready."),
            )
        said = _(
            "It has arrived: somebody of the team will read it, and we answer %(within)s. You can go on changing it."
        )
        return pgettext("a proposal", "it has arrived"), said % {"within": working_days.within()}

    def pending_to_team(self):
        return _("to review, taken on") if self.submission.assigned_to_id else _("to review")

    def seen_by(self):
        return _("It is not public: the team alone sees this page.")
