"""What is asked of every decision; here is what the team's and a correction by the team have in common."""

from enum import StrEnum
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from energies.accounts.team import may_review
from energies.curation import letters
from energies.curation.proposable import get, target_of


class Recipient(StrEnum):
    """Whom a letter tells that a proposal was approved."""

    AUTHOR = "author"
    KEEPERS = "keepers"
    NOBODY = "nobody"


class Crumb(NamedTuple):
    """A step of the way to a page; ``url`` is "" for the page itself."""

    words: str
    url: str = ""


class FormWords(NamedTuple):
    """What the page of the form says: its lead, its button, and what stands over what is to be mended."""

    lead: str
    send: str
    mend: str


class Decision:
    """The decision about one submission, whichever state it is in."""

    key = ""  # what the column holds
    queue = ""  # where what waits for it is listed at the desk
    is_reviewed = True  # whether it is read at the desk of those who review
    is_the_teams = True  # whether it is the team that decides, and speaks in the thread as such

    def __init__(self, submission):
        self.submission = submission

    @classmethod
    def is_for(cls, submission) -> bool:
        return submission.awaits == cls.key

    @property
    def proposable(self):
        return get(self.submission.kind)

    # Who decides

    def may_decide(self, user) -> bool:
        """Whether it is for this user to say yes or no."""
        raise NotImplementedError

    def may_read(self, user) -> bool:
        """Whether it is this user who is asked: they read it in their own space, which else its author alone does."""
        return False

    def may_reopen(self, user) -> bool:
        """Whether it is for this user to take the decision back."""
        return self.may_decide(user)

    def reopens_to(self) -> str:
        """Return the state in which a decision that was taken back leaves the proposal."""
        return self.submission.State.PENDING

    # Whose turn it is

    def waits_for(self, user) -> bool:
        """Whether this user is to decide it now."""
        return self.submission.state == self.submission.State.PENDING and self.may_decide(user)

    def asks(self, user) -> bool:
        """Whether a yes or a no is asked of this user now, in their own space."""
        return self.may_read(user) and self.waits_for(user)

    @classmethod
    def asked_of(cls, user) -> Q:
        """Return the Q of the submissions of which it is this user who is asked (``may_read``)."""
        return Q(pk=None)

    def asker(self) -> str:
        """Return the name of whoever asks in a ``sentence``, or ""."""
        return ""

    def sentence(self) -> str:
        """Return what is asked in one sentence, in the language of the page; "" when it takes more."""
        return ""

    def settles_at_once(self, user) -> bool:
        """Whether who sends it says yes with that."""
        return False

    def is_late(self, now=None) -> bool:
        """Whether the team has kept somebody waiting for longer than is promised."""
        return False

    def takes_more(self) -> bool:
        """Whether its author may go on in the same proposal, and need not begin another."""
        return True

    def holds_back(self) -> bool:
        """Whether who sends many in a day waits: what the team reads is only marked as one of many."""
        return False

    def counts_as_answer(self, by) -> bool:
        """Whether what ``by`` says ends a wait for which the team is held to its promise."""
        return False

    def speaks_for_the_team(self, by) -> bool:
        """Whether a message of ``by`` in the thread is the team's."""
        return may_review(by)

    # What is written

    def way(self, user, heading) -> list:
        """Return the Steps by which ``user`` came to the page of the form; ``heading`` is that of its kind."""
        space = Crumb(_("My space"), reverse("dashboard"))
        return [space, Crumb(_("Propose a change") if self.submission.is_change else heading)]

    def form_words(self, lead) -> FormWords:
        """Return the FormWords; ``lead`` is that of its kind."""
        raise NotImplementedError

    def is_kept_by_section(self) -> bool:
        """Whether the form is long enough to be kept a section at a time."""
        return True

    def asks_why(self) -> bool:
        """Whether its author has to say why, for whoever keeps up what it changes."""
        return False

    def asks_consent(self) -> bool:
        """Whether its author is asked to understand that it will be public."""
        return True

    def whole(self, data) -> dict:
        """Return all that the form holds, {input: [str…]}, when ``data`` was posted of what is drawn of it."""
        return data

    def form(self, *, user, target, **given):
        """Return its form, with the fields that are drawn of it."""
        return self.proposable.form(user=user, target=target, **given)

    def check(self, form, data) -> str:
        """Add to a valid form what keeps it from being sent; return why it is made, in its author's words."""
        return "".join(data.get("why", [])).strip()

    def sent_words(self) -> str:
        """Return what its author is told when it is sent."""
        raise NotImplementedError

    def url_when_sent(self) -> str:
        return self.submission.get_absolute_url()

    # What is answered

    def answered_words(self, target, *, by) -> str:
        """Return what ``by`` is told who has just said yes, in their own space."""
        return _("Done: it is public now.") if self.proposable.is_public(target) else self.proposable.not_yet(target)

    def url_when_answered(self, target) -> str:
        """Return where who said yes goes on; ``target`` is None when it could not be put in place."""
        return reverse("dashboard")

    def replied_words(self) -> str:
        """Return what is said to whoever writes in the thread from their own space."""
        return _("Your answer has gone to the team.")

    def told_of(self, target, *, by) -> Recipient:
        """Return whom an approval by ``by`` is told to: screens say what is so, and letters go by it."""
        keepers = self.proposable.keepers(target)
        if not self.submission.is_change or keepers.filter(pk=self.submission.author_id).exists():
            return self._author_if_there()
        return Recipient.KEEPERS if keepers.exists() else Recipient.NOBODY

    def _author_if_there(self):
        return Recipient.NOBODY if self.submission.author.is_erased else Recipient.AUTHOR

    def told_in_words(self, target, *, by) -> str:
        """Return whom an approval was told to, in a sentence."""
        one = self.submission
        if one.author.is_erased and one.author_id != by.pk and not one.is_change:
            return _("Its author is no longer here: nobody has been written to.")
        return {
            Recipient.AUTHOR: _("We have written to the author."),
            Recipient.KEEPERS: _("We have told whoever keeps it up."),
            Recipient.NOBODY: _("Nobody keeps it up: nobody has been written to."),
        }[self.told_of(target, by=by)]

    # The letters

    def tell_sent(self, *, by, why="") -> None:
        """Write about a proposal that is being sent, saying ``why`` it is made."""

    def tell_approved(self, target, *, by, text) -> None:
        """Write to the author; of what the team did, to those who keep it up."""
        whom = self.told_of(target, by=by)
        if whom == Recipient.AUTHOR:
            letters.approved(self.submission, target, text=text)
        elif whom == Recipient.KEEPERS:
            letters.corrected(self.submission, target, self.proposable.keepers(target), text=text)
            if not may_review(self.submission.author):
                # They kept it up when they sent it.
                letters.approved(self.submission, target, text=text)

    def tell_declined(self, *, text) -> None:
        letters.declined(self.submission, text=text)

    def tell_reply(self, *, text) -> None:
        """Write to those who decide what the author says in the thread; the team sees it at its desk."""

    def both_sides(self, target) -> list:
        """Return the people of both sides, [(e-mail, language)…]: they are told when the decision is taken back."""
        author, keepers = self.submission.author, self.proposable.keepers(target) if target is not None else None
        people = {author.email: author.language}
        if keepers is not None and not keepers.filter(pk=author.pk).exists():
            # What the team did was told to those who keep it up.
            people |= {one.email: one.language for one in keepers}
        return list(people.items())

    def taken_back(self, state, when) -> str:
        """Return what the letter says to both sides of a decision (to ``state``, on the day ``when``) that is taken back."""
        if state == self.submission.State.APPROVED:
            said = _(
                "You were told that the change had been accepted (%(when)s). It has been taken back, and the change "
                "waits for an answer again."
            )
        else:
            said = _("We told you that we could not publish it (%(when)s). We are looking at it again.")
        return said % {"when": when}

    def where_taken_back(self, target, language) -> dict:
        """Return what that letter says of how the target stands (``letters.where``), or {}: then it links to the proposal."""
        return {}

    # Where it stands, in words: (words, sentence)

    def pending_to_author(self) -> tuple:
        raise NotImplementedError

    def pending_to_team(self) -> str:
        raise NotImplementedError

    def pending_to_other(self) -> tuple:
        return _("not for you to answer"), _("It does not wait for your answer.")

    def declined_to_author(self) -> tuple:
        return _("not published"), _("The team decided not to publish it.")

    def declined_to_team(self) -> str:
        return pgettext("a proposal", "declined")

    def seen_by(self) -> str:
        """Return what the preview says of who sees it, to others than its author."""
        return _("It is not public: it waits for your answer.")

    def beyond_the_sentence(self, told) -> list:
        """Return those of ``told`` (described.Tolds) that what is asked in a sentence leaves to say."""
        return told

    def target(self):
        return target_of(self.submission)
