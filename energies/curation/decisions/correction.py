"""A correction of facts by somebody of the team: put in place at once, and told to whoever keeps it up."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from energies.accounts.team import may_review
from energies.curation import letters, merge
from energies.curation.decisions.base import FormWords
from energies.curation.decisions.by_the_team import ByTheTeam


class CorrectionDecision(ByTheTeam):
    key = "nobody"
    words_of_act = gettext_lazy("Correct a fact")

    def may_decide(self, user):
        return may_review(user) and user.pk == self.submission.author_id

    def may_reopen(self, user):
        return may_review(user)

    def reopens_to(self):
        # It waits for nobody.
        return self.submission.State.WITHDRAWN

    def settles_at_once(self, user):
        return True

    def form_words(self, lead):
        said = _(
            "Only facts: what it says of itself is proposed to whoever keeps it up. It is put in place at once, and "
            "they are told."
        )
        return FormWords(said, _("Correct it"), _("To correct it, mend this:"))

    def is_kept_by_section(self):
        return False

    def whole(self, data):
        # Only facts are drawn: all the rest is as it stands.
        return super().whole(self.as_it_was(but=self.proposable.facts) | data)

    def form(self, *, user, target, **given):
        form = super().form(user=user, target=target, **given)
        if target is not None:
            form.only = self.proposable.facts
        return form

    def check_more(self, form):
        for name in self.beyond_facts(form.values()):
            said = _("“%(field)s” is for the entity to say: leave it as it was here, and propose it to them.")
            form.add_error(name, said % {"field": form.fields[name].label or _("Photo")})

    def beyond_facts(self, values):
        """Return the names of the fields that ``values`` would change and that are the entity's own to say."""
        target, base = self.target(), self.submission.base or {}
        changed = merge.changes(base, self.proposable.values_of(target), values) if target else []
        return [one.name for one in changed if one.name not in self.proposable.facts]

    def answered_words(self, target, *, by):
        return f"{_('Corrected.')} {self.told_in_words(target, by=by)}"

    def url_when_answered(self, target):
        return self.url_of_entry() if target is not None else reverse("submission_edit", args=[self.submission.pk])

    def taken_back(self, state, when):
        return _("We told you that we had corrected it (%(when)s). We have taken the correction back.") % {"when": when}

    def where_taken_back(self, target, language):
        return letters.where(target, proposable=self.proposable, language=language) if target is not None else {}

    def pending_to_author(self):
        return _("not in place yet"), _("It could not be put in place: put it right and send it again.")

    def pending_to_team(self):
        return _("not in place yet")
