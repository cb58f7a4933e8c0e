"""The steps of a Trobada: what follows what, what the calendar allows, and what is taken back while nothing has followed."""

from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from energies.curation.history import record
from energies.curation.models import Submission
from energies.kernel.rules import words_of
from energies.kernel.transitions import TransitionNotAllowed, Transitions
from gatherings import when


class Stage(models.TextChoices):
    ANNOUNCED = "announced", gettext_lazy("announced")
    CALL_OPEN = "call_open", gettext_lazy("call for activities open")
    IN_PROGRESS = "in_progress", gettext_lazy("programme being made")
    PUBLISHED = "published", gettext_lazy("programme published")
    UNDER_WAY = "under_way", gettext_lazy("under way")
    CLOSED = "closed", gettext_lazy("over")
    RETURNED = "returned", gettext_lazy("what it left is published")


class Step(NamedTuple):
    """From any of ``sources`` to ``to``; ``back`` when it undoes another step, and nothing may have followed from that."""

    words: str
    sources: set
    to: Any  # a Stage
    back: bool = False


WITH_PROGRAMME = (Stage.PUBLISHED, Stage.UNDER_WAY, Stage.CLOSED, Stage.RETURNED)
# When what it left can be told.
TELLING = (Stage.CLOSED, Stage.RETURNED)
# All that may be done, and from where: nothing else changes the stage of a Trobada.
STEPS = {
    "open_call": Step(gettext_lazy("Open the call"), {Stage.ANNOUNCED, Stage.IN_PROGRESS}, Stage.CALL_OPEN),
    "begin_programme": Step(
        gettext_lazy("Close the call and make the programme"), {Stage.ANNOUNCED, Stage.CALL_OPEN}, Stage.IN_PROGRESS
    ),
    "publish": Step(gettext_lazy("Publish the programme"), {Stage.IN_PROGRESS}, Stage.PUBLISHED),
    "start": Step(gettext_lazy("It has begun"), {Stage.PUBLISHED}, Stage.UNDER_WAY),
    "close": Step(gettext_lazy("It is over"), {Stage.PUBLISHED, Stage.UNDER_WAY}, Stage.CLOSED),
    "publish_return": Step(gettext_lazy("Publish what it left"), {Stage.CLOSED}, Stage.RETURNED),
    "announce": Step(
        gettext_lazy("Back to announced"), {Stage.CALL_OPEN, Stage.IN_PROGRESS}, Stage.ANNOUNCED, back=True
    ),
    "unpublish": Step(gettext_lazy("Take the programme back"), {Stage.PUBLISHED}, Stage.IN_PROGRESS, back=True),
    "not_begun": Step(gettext_lazy("It has not begun yet"), {Stage.UNDER_WAY}, Stage.PUBLISHED, back=True),
    "not_over": Step(gettext_lazy("It is not over yet"), {Stage.CLOSED}, Stage.UNDER_WAY, back=True),
    "unpublish_return": Step(gettext_lazy("Take what it left back"), {Stage.RETURNED}, Stage.CLOSED, back=True),
}


class Staged:
    """What a Gathering does to go from one step to another; ``why_not`` says in words why one may not be taken."""

    Stage, STEPS, WITH_PROGRAMME, TELLING = Stage, STEPS, WITH_PROGRAMME, TELLING

    @property
    def steps(self) -> dict:
        """{verb: Step} of those that follow from where it stands, those back last."""
        return {verb: step for verb, step in STEPS.items() if self.stage in step.sources}

    def why_not(self, verb) -> str:
        """Return why a step may not be taken, and what to do instead, in words; "" when it may."""
        step = STEPS[verb]
        if self.stage not in step.sources:
            return self._not_next(step.to)
        return getattr(self, f"_why_not_{verb}")()

    def take(self, verb, *, by, why="") -> None:
        """Take a step, whoever else is at it; TransitionNotAllowed, in words, when it does not follow."""

        def save(row) -> None:
            with record(row, by=by, why=why):
                row.save()

        with self.stage_transitions.step(self, STEPS[verb].to, save=save) as row:
            if words := row.why_not(verb):
                raise TransitionNotAllowed(words, row)
            # The activities first: whatever becomes public later is told as added.
            if verb in ("publish", "unpublish"):
                row._turn_activities(verb, by)

    def _not_next(self, to) -> str:
        words = {"now": self.get_stage_display(), "next": Stage(to).label}
        return _("This Trobada stands at «%(now)s»: the next step is not «%(next)s».") % words

    def _fill_in_stage(self, _before) -> None:
        """Fill in what goes with the stage."""
        if self.stage not in WITH_PROGRAMME:
            self.published_at = None
        elif self.published_at is None:
            self.published_at = timezone.now()
        if self.stage not in TELLING:
            self.return_asked_at = None

    stage_transitions = Transitions(
        "stage",
        {None: set(Stage)} | {one: {step.to for step in STEPS.values() if one in step.sources} for one in Stage},
        entering=_fill_in_stage,
        words=_not_next,
    )

    def _turn_activities(self, verb, by) -> None:
        rows = self.activities(manager="everything")
        for activity in list(rows.waiting().placed() if verb == "publish" else rows.filter(published=True)):
            getattr(activity, verb)(by=by)

    def open_call(self, *, by) -> None:
        """Let activities be proposed. TransitionNotAllowed without the days of the call, or when they have passed."""
        self.take("open_call", by=by)

    def begin_programme(self, *, by) -> None:
        """Close the call, or go without one, and make the programme."""
        self.take("begin_programme", by=by)

    def publish(self, *, by) -> None:
        """Make the programme public: every activity that has its hour; the rest waits. TransitionNotAllowed with none.

        Clashes are looked for by ``board.clashes`` beforehand.
        """
        self.take("publish", by=by)

    def start(self, *, by) -> None:
        self.take("start", by=by)

    def close(self, *, by) -> None:
        self.take("close", by=by)

    def publish_return(self, *, by) -> None:
        """Make public what it left. TransitionNotAllowed without its minutes, or when it left nothing."""
        self.take("publish_return", by=by)

    def _why_not_open_call(self) -> str:
        today = timezone.localdate()
        if self.call_closes_on is None:
            return str(words_of(type(self), "gathering_open_call_has_days"))
        if self.ends_on < today:
            return _("This Trobada is over: %(days)s. Nothing can be proposed for it.") % self._days_in_words()
        if self.call_closes_on < today:
            words = _("The last day of the call has passed: %(day)s. Write other days first.")
            return words % {"day": when.day(self.call_closes_on, year=True)}
        return ""

    def _why_not_begin_programme(self) -> str:
        return ""

    def _why_not_publish(self) -> str:
        if not self.activities(manager="everything").waiting().placed().exists():
            return _("The programme is empty: give an hour to some activity first.")
        return ""

    def _why_not_start(self) -> str:
        today = timezone.localdate()
        if today < self.starts_on:
            return self._yet_to_begin()
        if self.ends_on < today:
            return _("This Trobada is over: %(days)s. Say so with «It is over».") % self._days_in_words()
        return ""

    def _why_not_close(self) -> str:
        return self._yet_to_begin() if timezone.localdate() < self.starts_on else ""

    def _why_not_publish_return(self) -> str:
        if timezone.localdate() < self.starts_on:
            return self._yet_to_begin()
        return " ".join(self.return_needs())

    def _yet_to_begin(self) -> str:
        words = _("This Trobada has yet to begin: %(days)s. If it is on other days, change them first.")
        return words % self._days_in_words()

    def _days_in_words(self) -> dict:
        return {"days": when.days(self.starts_on, self.ends_on)}

    def return_needs(self) -> list:
        """Return, in words, what must be said before its return is public; [] when nothing is missing."""
        needs = []
        if not self.minutes.strip():
            needs.append(_("Write its minutes first: what was said and done."))
        if not self.outcomes(manager="everything").exists():
            needs.append(_("Say first what it left: an agreement, a proposal, something learnt…"))
        return needs

    def proposals(self) -> models.QuerySet:
        """Return the queryset of the activities sent for it that were not withdrawn nor declined, decided or not."""
        sent = Submission.objects.filter(kind="activity", values__gathering=str(self.pk))
        return sent.filter(state__in=["pending", "asked", "approved"])

    def _why_not_announce(self) -> str:
        if many := self.proposals().count():
            words = ngettext(
                "%(n)s activity has been proposed already: close the call instead.",
                "%(n)s activities have been proposed already: close the call instead.",
                many,
            )
            return words % {"n": many}
        if self.activities(manager="everything").exists():
            return _("It has activities already: go on with its programme, or move them out of this Trobada first.")
        return ""

    def _why_not_unpublish(self) -> str:
        there = self.activities(manager="everything")
        if self.starts_on <= timezone.localdate():
            return _("It has begun: move or cancel what changes from the board, saying why.")
        if many := there.filter(registrations__isnull=False).distinct().count():
            words = ngettext(
                "People have signed up for %(n)s activity: move or cancel what changes from the board, and they are told.",
                "People have signed up for %(n)s activities: move or cancel what changes from the board, and they are told.",
                many,
            )
            return words % {"n": many}
        # Since it is public: before, only those who organise an activity know where it was.
        told = {"notices__act__in": ["moved", "cancelled", "restored"], "notices__at__gte": self.published_at}
        if there.filter(**told).exists():
            return _("Changes to it have been made public: go on moving or cancelling from the board, saying why.")
        return ""

    def _why_not_not_begun(self) -> str:
        if there := self.activities(manager="everything").filter(Q(registrations__attended__isnull=False)).first():
            return _("Who came to «%(name)s» has been counted already.") % {"name": there}
        return ""

    def _why_not_not_over(self) -> str:
        sent = Submission.objects.about(self).filter(kind="return", state__in=["pending", "asked", "approved"])
        if sent.exists() or self.outcomes(manager="everything").exists():
            return _("What it left is being told already: it stays as it is, and can go on being corrected.")
        if timezone.localdate() > self.ends_on:
            return _("Its last day has passed: %(day)s.") % {"day": when.day(self.ends_on, year=True)}
        return ""

    def _why_not_unpublish_return(self) -> str:
        if self.followups.exists() or self.gains(manager="everything").exists():
            return _(
                "Those who carry it on have been asked how it goes: correct what it left instead, which stays public."
            )
        return ""
