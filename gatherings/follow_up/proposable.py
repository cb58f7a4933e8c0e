"""How what is answered months after a Trobada is proposed to the team, and what is published of it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from energies.accounts.team import may_organise
from energies.curation.decisions import Decision, Recipient
from energies.curation.decisions.base import FormWords
from energies.curation.history import record
from energies.curation.models import Change
from energies.curation.proposable import CannotApply, Proposable
from gatherings.follow_up.forms import FollowUpForm, outcomes_of
from gatherings.models import FollowUp, Gain, Outcome, OutcomeStep


class OrganisersDecision(Decision):
    """Who organises Trobades decides, at the desk of each: the author answered by the link of a letter, of nobody's account."""

    key, is_reviewed = "hosts", False

    def may_decide(self, user):
        return may_organise(user)

    def form_words(self, lead):
        return FormWords(lead, _("Send the answer"), _("To send it, mend this:"))

    def sent_words(self):
        return _("Written down: read it once more and publish it.")

    def told_of(self, target, *, by):
        return Recipient.NOBODY

    def told_in_words(self, target, *, by):
        return ""

    def tell_declined(self, *, text):
        """Nobody: what was answered can be written down anew."""

    def both_sides(self, target):
        return []

    def pending_to_author(self):
        return pgettext("a proposal", "it has arrived"), _(
            "The team reads it, and then it shows on the page of the Trobada and on that of the barri."
        )

    def pending_to_team(self):
        return _("waiting for the team")


class AnswerProposable(Proposable):
    """How each thing stands that a party carries, and what each barri gained: a Submission about a FollowUp."""

    kind, label = "follow_up", gettext_lazy("follow-up")
    heading = gettext_lazy("How does it stand?")
    model, form = FollowUp, FollowUpForm
    awaits = OrganisersDecision.key
    why_it_stays = gettext_lazy("To take a text off afterwards: at the team’s desk.")

    def values_of(self, target):
        """What was published of the answer to ``target``; of one that nobody answered, how each thing stands."""
        outcomes = outcomes_of(target)
        steps = {one.outcome_id: one for one in OutcomeStep.objects.filter(follow_up=target).order_by("at", "pk")}
        gains = list(Gain.everything.filter(gathering=target.gathering, months=target.months, party=target.party))
        values = {}
        for one in outcomes:
            values |= {f"state_{one.pk}": one.state, f"note_{one.pk}": steps[one.pk].note if one.pk in steps else ""}
        values |= {name: "" for name in self.form(target=target).names_of_gains}
        values |= {f"gain_{self.form.key_of(one.barri_id)}": one.text for one in gains}
        written = [one.lang for one in (*gains, *steps.values()) if one.lang]
        return values | {"lang": written[0] if written else ""}

    def keepers(self, target):
        return target.party.entry.keepers()

    def name_of(self, data):
        return str(self.label)

    def apply(self, form, target, *, author, by, why=""):
        answer = target.current
        with record(target.gathering, by=by, route=Change.Route.SUBMISSION, why=why):
            for said in form.outcome_answers:
                self._turn(target, answer, said, form.cleaned_data["lang"], by)
        lang = form.cleaned_data["lang"]
        for barri, words in form.gains:
            common = {"gathering": target.gathering, "months": target.months, "party": target.party}
            Gain.everything.create(barri=barri, text=words, lang=lang, **common)
        return target

    @staticmethod
    def _turn(target, answer, said, lang, by):
        outcome = Outcome.everything.select_for_update(of=("self",)).get(pk=said.outcome.pk)
        later = outcome.steps.filter(at__gt=answer.submitted_at)
        if not outcome.is_open and outcome.state != answer.values[f"state_{outcome.pk}"] and later.exists():
            words = {"outcome": outcome.text, "state": outcome.get_state_display()}
            raise CannotApply(
                _(
                    "«%(outcome)s» has become «%(state)s» since they answered: ask them, and write down what they say now."
                )
                % words
            )
        told = outcome.state == said.state and outcome.steps.filter(months=target.months, state=said.state).exists()
        # Two who carry the same thing and say no more than how it stands say it once.
        if said.note or not told:
            step = outcome.change_state(
                said.state, by=by, note=said.note, months=target.months, lang=lang if said.note else ""
            )
            OutcomeStep.objects.filter(pk=step.pk).update(follow_up=target)
