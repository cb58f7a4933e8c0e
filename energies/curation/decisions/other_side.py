"""The other side says yes or no: whoever is asked to join or to work together, or keeps up what the team would change."""

from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from energies.curation import letters
from energies.curation.decisions.base import Decision, FormWords, Recipient
from energies.curation.decisions.by_the_team import ByTheTeam
from energies.curation.proposable import asked_of_others, maintained_kinds


class OfOthers(Decision):
    """What is neither the team's nor its author's to decide; those whose yes it is have it in their own space."""

    key, queue = "entity", "entity"
    is_the_teams = False

    def answerers(self):
        """Return [(e-mail, language)…] of those who may say yes."""
        raise NotImplementedError

    def may_read(self, user):
        return self.may_decide(user)

    def told_of(self, target, *, by):
        # Who answers for both sides needs no letter of their own yes.
        return self._author_if_there() if by.pk != self.submission.author_id else Recipient.NOBODY

    def tell_approved(self, target, *, by, text):
        if self.told_of(target, by=by) == Recipient.AUTHOR:
            letters.accepted(self.submission)

    def tell_declined(self, *, text):
        letters.refused(self.submission, text=text)

    def tell_reply(self, *, text):
        letters.reply(self.submission, self.answerers(), text=text)

    def both_sides(self, target):
        author = self.submission.author
        return list(({author.email: author.language} | dict(self.answerers())).items())

    def taken_back(self, state, when):
        if state == self.submission.State.APPROVED:
            return super().taken_back(state, when)
        return _("You were told that they did not want it (%(when)s). They are thinking about it again.") % {
            "when": when
        }

    def pending_to_author(self):
        return _("waiting for the other side"), _("It waits for the other side’s yes. We will write to you.")

    def pending_to_team(self):
        return _("waiting for the entity")

    def pending_to_other(self):
        return _("waiting for your answer"), _("Nothing is published until you say yes.")

    def declined_to_author(self):
        return _("they said no"), _("They said no, and nothing has changed.")

    def declined_to_team(self):
        return _("they said no")


class OtherSidesDecision(OfOthers):
    """Something new between two, which the side that is asked agrees to: a proposable.AskedOfOthers says who that is."""

    @classmethod
    def is_for(cls, submission):
        return super().is_for(submission) and submission.base is None

    @classmethod
    def asked_of(cls, user):
        return reduce(or_, (Q(kind=one.kind) & one.awaited_of(user) for one in asked_of_others()), Q(pk=None))

    def may_decide(self, user):
        return self.proposable.may_answer(user, self.submission)

    def answerers(self):
        return self.proposable.answerers(self.submission)

    def asker(self):
        return self.proposable.asker(self.submission)

    def sentence(self):
        return self.proposable.sentence(self.submission)

    def settles_at_once(self, user):
        # Who answers for both sides has said both.
        return self.may_decide(user)

    def holds_back(self):
        return True

    def form_words(self, lead):
        return FormWords(lead, _("Ask for their yes"), _("To send it, mend this:"))

    def sent_words(self):
        return _("Sent. When the other side says yes, it will be public; we will write to you.")

    def replied_words(self):
        return _("Sent.")

    def tell_sent(self, *, by, why=""):
        if not self.may_decide(by):
            letters.to_answer(self.submission, self.proposable)

    def beyond_the_sentence(self, told):
        return [one for one in told if one.name not in self.proposable.in_sentence]


class KeepersDecision(OfOthers, ByTheTeam):
    """A change that the team proposes to whoever keeps something up."""

    words_of_act = gettext_lazy("Propose a change")

    @classmethod
    def is_for(cls, submission):
        return super().is_for(submission) and submission.base is not None

    @classmethod
    def asked_of(cls, user):
        found = Q(pk=None)
        for one in maintained_kinds():
            mine = one.editable_by(user).order_by().values("pk")
            about = Q(content_type=ContentType.objects.get_for_model(one.model), object_id__in=mine)
            found |= Q(kind=one.kind) & about
        return Q(base__isnull=False) & found

    def may_decide(self, user):
        target = self.target()
        return target is not None and self.proposable.editable_by(user).filter(pk=target.pk).exists()

    def answerers(self):
        target = self.target()
        return [(one.email, one.language) for one in self.proposable.keepers(target)] if target else []

    def takes_more(self):
        # What they have before them is not changed under their eyes.
        return self.submission.state != self.submission.State.PENDING

    def form_words(self, lead):
        said = _("You propose it, and whoever keeps it up says yes or no.")
        return FormWords(said, _("Send the change"), _("To send it, mend this:"))

    def form(self, *, user, target, **given):
        form = super().form(user=user, target=target, **given)
        if target is not None:
            form.only = frozenset(form.fields) - {"understood"}
        return form

    def check_more(self, form):
        if not self.answerers():
            said = _(
                "Nobody keeps it up, so there is nobody to ask. It is kept as a draft: send it when somebody does."
            )
            form.add_error(None, said)

    def sent_words(self):
        return _("We have asked whoever keeps it up. Nothing changes until they agree.")

    def tell_sent(self, *, by, why=""):
        if why:
            self.submission.messages.create(by=by, text=why, from_team=True)
        letters.offered(self.submission, self.proposable.keepers(self.target()), text=why)
