"""Where something comes from, told by whoever keeps it up: from «El meu espai», with the team’s yes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from energies.accounts.models import User
from energies.curation.history import record
from energies.curation.models import Change
from energies.curation.proposable import CannotApply, CannotBegin, Proposable
from energies.entries import parties, party_kinds
from energies.entries.forms import menu
from energies.kernel.clean_text import whole_number
from energies.kernel.forms import ValuesForm
from energies.kernel.rules import words_of
from energies.kernel.working_days import within_lazy
from gatherings.models import Gathering, Origin
from gatherings.proposals.fields import GatheringMenu
from networks.models import Network, Relation
from networks.parties import networks_of

MOST = 200


def find(text):
    """Return the visible relation, network or project that «relation.5» names, or None."""
    kind, _dot, pk = str(text).partition(".")
    if kind == Relation._meta.model_name:
        return Relation.objects.current().filter(pk=whole_number(pk)).first()
    return parties.party(text, party_kinds.coming_out())


def told_by(user):
    """Return {verbose name: what a user may tell of}: relations of theirs, networks and projects."""
    mine = parties.edited_by(user)
    return {
        Relation._meta.verbose_name_plural: Relation.objects.current().of_any(mine).for_lists().order_by("pk")[:MOST],
        Network._meta.verbose_name_plural: networks_of(user, mine)[:MOST],
        **{
            kind._meta.verbose_name_plural: [one for one in mine if isinstance(one, kind)]
            for kind in party_kinds.joining()
            if kind.came_out
        },
    }


def begun():
    """Return the Trobadas that have begun, the latest first: nothing came out of the others yet."""
    return (
        Gathering.objects.filter(starts_on__lte=timezone.localdate()).order_by("-starts_on").prefetch_related("texts")
    )


class OriginMenu(forms.ChoiceField):
    """A menu of what may come from a Trobada: «relation.5»."""

    def in_words(self, value):
        return str(find(value) or _("one that is no longer there"))


class OriginForm(ValuesForm):
    of = OriginMenu(
        label=gettext_lazy("What comes from there?"),
        help_text=gettext_lazy("A relation, a network or a project."),
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    gathering = GatheringMenu(
        label=gettext_lazy("From which Trobada?"), error_messages={"required": gettext_lazy("Choose one.")}
    )
    kind = menu(gettext_lazy("What happened?"), required=True)
    sections = (("origin", gettext_lazy("Where it comes from"), ["of", "gathering", "kind"]),)
    # Set when the team has said yes.
    publishes = None

    def __init__(self, *args, user=None, target=None, **kwargs):
        super().__init__(*args, **kwargs)
        there = told_by(user) if user else {}
        rows = [(capfirst(words), [(parties.ref(one), str(one)) for one in some]) for words, some in there.items()]
        self.fields["of"].choices = [("", _("Choose one")), *(row for row in rows if row[1])]
        offered = [(str(one.pk), f"{one.translated('name')[0]} ({one.starts_on.year})") for one in begun()]
        self.fields["gathering"].choices = [("", _("Choose one")), *offered]
        self.fields["kind"].choices = [(value, capfirst(words)) for value, words in Origin.Kind.choices]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        origin = self.origin
        if cleaned["kind"] == Origin.Kind.MET and origin.relation_id is None:
            self.add_error("kind", words_of(Origin, "origin_who_met"))
        else:
            origin.clean()
        return cleaned

    @property
    def origin(self):
        """The Origin, unsaved, of a form whose fields are right; ValidationError when what it is of is gone."""
        cleaned = self.cleaned_data
        thing = find(cleaned["of"])
        if thing is None:
            raise ValidationError(_("What it was about is no longer there."))
        gathering = Gathering.objects.get(pk=cleaned["gathering"])
        side = {"relation": thing} if isinstance(thing, Relation) else {"party": thing.party}
        return Origin(gathering=gathering, kind=cleaned["kind"], **side)


class OriginProposable(Proposable):
    kind, label = "origin", gettext_lazy("an origin")
    heading = gettext_lazy("Say at which Trobada it began")
    lead = format_lazy(
        gettext_lazy("A minute. Somebody of the team reads it, and we answer {within}."), within=within_lazy()
    )
    model, form = Origin, OriginForm

    def begin_with(self, request):
        if not any(told_by(request.user).values()):
            raise CannotBegin(_("First make your project visible, or say who you work with."))
        if not begun().exists():
            raise CannotBegin(_("No Trobada has begun yet."))
        asked = request.GET.get("of", "")
        return {"of": [asked], "kind": ["met" if asked.startswith("relation.") else "born"]}

    def name_of(self, data):
        thing = find(next(iter(data.get("of", [])), ""))
        pk = next(iter(data.get("gathering", [])), "")
        gathering = Gathering.objects.filter(pk=whole_number(pk)).first()
        return " · ".join(str(one) for one in (thing, gathering) if one)

    def values_of(self, target):
        return {"of": parties.ref(target.target), "gathering": str(target.gathering_id), "kind": target.kind}

    def keepers(self, target):
        thing = target.target
        those = [thing.start, thing.end] if target.relation_id else [thing]
        return User.objects.filter(pk__in=[person.pk for one in those for person in one.keepers()])

    def apply(self, form, target, *, author, by, why=""):
        try:
            origin = form.origin
        except (ValidationError, Gathering.DoesNotExist) as error:
            raise CannotApply(_("What it was about is no longer there.")) from error
        origin.full_clean()
        with record(origin, by=by, route=Change.Route.SUBMISSION, why=why):
            origin.save()
        return origin
