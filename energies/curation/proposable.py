"""What can be proposed: each app registers the form that makes or changes its object as a whole."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from energies.kernel.text import NEAR, fold, nearness
from energies.kernel.working_days import within_lazy

_kinds = {}


class CannotBegin(ValueError):
    """Nothing can be proposed from here; says, in words, what to do first."""


class CannotApply(ValueError):
    """The values no longer fit what is there (a theme gone, a target removed); says what in words."""


@dataclass
class Similar:
    """Something that a proposal may be the same as; ``why`` are words, the strongest first.

    ``url`` is where a proposal that waits is seen by whoever is told of it; an entry has a public page.
    """

    entry: object
    score: int
    why: list
    url: str = ""

    @property
    def link(self) -> str:
        return self.url or self.entry.get_absolute_url()


class Proposable:
    """One kind of object that people propose. Subclasses say how; the mechanism knows none of them.

    ``values`` are what the form makes of its fields (``ProposalForm.values``): JSON, the same for the same object.
    What has a page is a WithPage, what people also change a KeptUp, what another side agrees to an AskedOfOthers.
    """

    kind = ""
    label = ""  # lazy words: «a project»
    model: Any = None
    form: Any = None
    version = 1
    awaits = "staff"  # the key of the Decision that something new waits for
    heading = gettext_lazy("Make your project visible")
    lead = format_lazy(
        gettext_lazy("Some ten minutes. Somebody of the team reads it, and we answer {within}."), within=within_lazy()
    )
    # Why the decision to put something new in place stays, and what to do instead.
    why_it_stays = gettext_lazy("Both sides said yes: either of them ends it when they like, and the other is told.")

    def values_of(self, target) -> dict[str, Any]:
        """Return the values of an object as it stands."""
        raise NotImplementedError

    def keepers(self, target) -> QuerySet:
        """Return the queryset of the users who keep an object up."""
        raise NotImplementedError

    def apply(self, form, target, *, author, by, why="") -> Model:
        """Write a valid form upon ``target`` (None: a new one), leaving Changes by ``by``; return the object.

        Runs inside the caller's transaction. Raises CannotApply or ValidationError when it does not fit.
        """
        raise NotImplementedError

    def begin_with(self, request) -> dict:
        """Return {input: [str…]} with which somebody's form begins; raises CannotBegin."""
        return {"lang": [get_language()], "contact_email": [request.user.email]}

    def name_of(self, data) -> str:
        """Return what a proposal is called, from what its form holds."""
        return " ".join(next(iter(data.get("name", [])), "").split())

    def objections(self, submission, values) -> dict:
        """Return {field, or None for the whole: words} of why ``values``, valid by themselves, may not be sent now."""
        return {}

    def similar(self, values, *, but=()) -> list:
        """Return up to five Alikes for a new object with these values (or data of a draft), leaving out [model, pk] in ``but``."""
        return []

    def likeness(self, values, other) -> list:
        """Return words that say why two proposals, by their values, may be of the same; [] when they are not."""
        near = nearness(fold(values.get("name") or ""), fold(other.get("name") or ""))
        return [] if near < NEAR else [_("the same name") if near == 100 else _("a similar name")]

    def is_public(self, target) -> bool:
        """Whether anybody may see it now: what was approved may wait for its day, or be hidden."""
        return type(target).objects.filter(pk=target.pk).exists()

    def not_yet(self, target) -> str:
        """Return, in a sentence, what keeps what was approved from being public now, or when it will be."""
        return _("Nobody sees it now, because it is hidden, or something that it belongs to is.")


class WithPage(Proposable):
    """A kind whose objects have a public page of their own, which a proposal can be seen on before it is there."""

    why_it_stays = gettext_lazy(
        "It made something new: hide it or take it down from its page, and whoever keeps it up is told."
    )

    def page(self, request, target) -> HttpResponse:
        """Return the object's own public page as an HttpResponse, visible or not, writing nothing: for the preview."""
        raise NotImplementedError


class Maintained(WithPage):
    """A kind whose objects are kept up: those who do propose changes, and the team proposes, corrects and restores."""

    # Names of the fields that are no self-description: the team may correct them, telling whoever keeps it up.
    facts = frozenset()

    def values_at(self, snapshot) -> dict[str, Any]:
        """Return the values that an object had when ``history.snapshot`` was taken of it."""
        raise NotImplementedError

    def editable_by(self, user) -> QuerySet:
        """Return the queryset of the objects that ``user`` may propose changes to, visible or hidden."""
        raise NotImplementedError

    def maintained_by(self, user) -> QuerySet:
        """Return those of ``editable_by`` that «El meu espai» lists."""
        return self.editable_by(user)

    def brought_back(self, now, then) -> dict[str, Any]:
        """Return the values ``then`` of an earlier version as they may be put in the place of those of ``now``."""
        return then


class AskedOfOthers(Proposable):
    """A kind whose new objects wait for the yes of another side, which is asked in one sentence."""

    awaits = "entity"
    # Names of the fields that ``sentence`` says: whoever is asked for a yes need not read them again.
    in_sentence = frozenset()

    def asker(self, submission) -> str:
        """Return the name of whoever asks; never an e-mail address."""
        return submission.author.name

    def sentence(self, submission) -> str:
        """Return what is asked in one sentence, in the language of the page or the letter."""
        return str(submission)

    def answerers(self, submission) -> list[tuple[str, str]]:
        """Return [(e-mail, language)] of those who may give the yes."""
        raise NotImplementedError

    def may_answer(self, user, submission) -> bool:
        """Whether the yes is this user's to give."""
        raise NotImplementedError

    def awaited_of(self, user) -> Q:
        """Return the Q of the submissions of this kind for which ``may_answer`` says that it is this user's yes."""
        raise NotImplementedError


def register(proposable) -> None:
    """Offer a Proposable (an instance) to everybody."""
    _kinds[proposable.kind] = proposable


def get(kind) -> Proposable:
    """Return the Proposable called ``kind``; KeyError when there is none."""
    return _kinds[kind]


def kinds() -> list:
    return list(_kinds.values())


def with_page(kind) -> WithPage:
    """Return the WithPage called ``kind``; KeyError when there is none, or it has no page."""
    return _if_is(kind, WithPage)


def to_change(kind) -> Maintained:
    """Return the KeptUp called ``kind``; KeyError when there is none, or nothing of it is changed."""
    return _if_is(kind, Maintained)


def has_page(kind) -> bool:
    """Whether ``kind`` is a WithPage; KeyError when there is none."""
    return isinstance(get(kind), WithPage)


def _if_is(kind, family) -> Any:
    if not isinstance(found := get(kind), family):
        raise KeyError(kind)
    return found


def maintained_kinds() -> list:
    """Return the kinds of what is kept up."""
    return [one for one in kinds() if isinstance(one, Maintained)]


def asked_of_others() -> list:
    """Return the kinds of what another side agrees to."""
    return [one for one in kinds() if isinstance(one, AskedOfOthers)]


def for_target(target) -> Proposable | None:
    """Return the KeptUp by which an object is changed, or None."""
    return next((one for one in maintained_kinds() if isinstance(target, one.model)), None)


def give_to(author, target) -> None:
    """Have whoever proposed something new keep it up; of somebody who was taken out meanwhile, nobody does."""
    if author.is_active:
        target.editors.add(author)


def target_of(submission) -> Model | None:
    """Return the object a submission changes, hidden ones too, or None when it makes a new one or it is gone."""
    if submission.object_id is None:
        return None
    model = ContentType.objects.get_for_id(submission.content_type_id).model_class()
    return model._base_manager.filter(pk=submission.object_id).first()
