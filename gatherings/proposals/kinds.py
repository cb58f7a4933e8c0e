"""How a proposal becomes an activity, and an activity the values of its form."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from energies.accounts.models import User
from energies.curation.history import record
from energies.curation.models import Change
from energies.curation.proposable import CannotApply, CannotBegin
from energies.vocabulary.models import Language, Theme
from gatherings import views, when
from gatherings.models import Activity, Gathering
from gatherings.proposals.forms import ORGANISERS, ActivityForm, offered
from networks import parties
from networks.models import Network
from projects.models import Entity, Project
from projects.proposals.kinds import ENTITY_TEXT, EntryProposable

ACTIVITY = ("name", "lang", "summary", "description", "axis", "kind", "audience", "free", "price", "capacity", "sign_up",
            "sign_up_url", "contact_email", *Activity.CARE)  # fmt: skip
# Of those that are on their own.
ALONE = ("venue", "room_name", "address", "exposure", "directions", "status_reason")
# Of those of a Trobada, for whoever makes its programme.
FOR_GATHERING = ("minutes", "availability", "room_needs", "care_wanted")


class ActivityProposable(EntryProposable):
    kind, label = "activity", gettext_lazy("an activity")
    heading = gettext_lazy("Propose an activity")
    model, form = Activity, ActivityForm
    names, text_names = (*ACTIVITY, *ALONE, *FOR_GATHERING), (*ENTITY_TEXT, "directions")
    facts = frozenset({"day", "starts", "ends", "last_day", "status_reason", "venue", "room_name", "barri", "address",
                       "directions", "price", "free", "capacity", "sign_up", "sign_up_url", "contact_email", "lang",
                       *Activity.CARE, *FOR_GATHERING})  # fmt: skip

    def begin_with(self, request):
        if not offered(request.user):
            raise CannotBegin(
                _("An activity has somebody who organises it: make your project or entity visible first.")
            )
        data = super().begin_with(request) | {"free": ["on"]}
        asked = request.GET.get("gathering", "")
        gathering = (
            Gathering.objects.calling().filter(number=asked).first() if asked.isdecimal() and len(asked) < 4 else None
        )
        return data | ({"gathering": [str(gathering.pk)]} if gathering else {})

    def values_of(self, target):
        values = super().values_of(target) | {
            "organisers": sorted(parties.ref(one) for one in target.organisers),
            "themes": sorted(target.themes.values_list("key", flat=True)),
            "languages": sorted(target.languages.values_list("key", flat=True)),
        }
        return self._only_its_own(values | _told(target.starts_at, target.ends_at), target.gathering_id)

    def values_at(self, snapshot):
        def keys(model, name):
            return sorted(model.objects.filter(pk__in=snapshot.get(name, [])).values_list("key", flat=True))

        models = {"project": Project, "entity": Entity, "network": Network}
        refs = [
            parties.ref(one)
            for kind, name in (("project", "projects"), ("entity", "entities"), ("network", "networks"))
            for one in models[kind].objects.filter(pk__in=snapshot.get(name, []))
        ]
        values = super().values_at(snapshot) | {
            "organisers": sorted(refs),
            "themes": keys(Theme, "themes"),
            "languages": keys(Language, "languages"),
            "care_wanted": sorted(snapshot.get("care_wanted") or []),
        }
        start, end = (_moment(snapshot.get(name)) for name in ("starts_at", "ends_at"))
        return self._only_its_own(values | _told(start, end), snapshot.get("gathering"))

    def _only_its_own(self, values, gathering):
        """Leave out what the form of such an activity does not have."""
        out = {*ActivityForm.AT, *ActivityForm.PLACE} if gathering else set(FOR_GATHERING)
        return {name: value for name, value in values.items() if name not in out}

    def apply(self, form, target, *, author, by, why=""):
        activity = self.fresh(target) or Activity()
        cleaned = form.cleaned_data
        with record(activity, by=by, route=Change.Route.SUBMISSION, why=why):
            if target is None:
                self._begin(activity, cleaned)
            if "barri" in cleaned:
                activity.barri_id = cleaned["barri"] or None
            if not form.for_gathering:
                activity.starts_at, activity.ends_at = form.hours
            self.write(form, activity, by=by, why=why)
            if self._write_links(activity, cleaned) and target:
                activity.touch()
        return activity

    def _begin(self, activity, cleaned):
        """A new one: public at once in the agenda, waiting for the programme in a Trobada."""
        if not cleaned["gathering"]:
            return
        activity.gathering = Gathering.objects.filter(pk=cleaned["gathering"]).first()
        if activity.gathering is None:
            raise CannotApply(_("The Trobada it was for is no longer there."))
        activity.published = False

    def _write_links(self, activity, cleaned):
        """Set who organises it, its themes and languages; return whether anything differs."""
        there = [parties.party(ref, ORGANISERS) for ref in cleaned["organisers"]]
        if None in there:
            raise CannotApply(_("Somebody who was to organise it is no longer in the directory."))
        before = self._links(activity)
        for model, relation in (
            (Project, activity.projects),
            (Entity, activity.entities),
            (Network, activity.networks),
        ):
            relation.set([one for one in there if isinstance(one, model)])
        activity.themes.set(Theme.objects.filter(key__in=cleaned["themes"]))
        activity.languages.set(Language.objects.filter(key__in=cleaned["languages"]))
        return self._links(activity) != before

    @staticmethod
    def _links(activity):
        relations = (activity.projects, activity.entities, activity.networks, activity.themes, activity.languages)
        return [sorted(relation.values_list("pk", flat=True)) for relation in relations]

    def keepers(self, target):
        people = User.objects.filter(entities__activities=target) | User.objects.filter(
            entities__projects__activities=target
        )
        return (people | User.objects.filter(networks__activities=target)).filter(is_active=True).distinct()

    def editable_by(self, user):
        mine = Activity.everything.filter(entities__editors=user) | Activity.everything.filter(
            projects__entities__editors=user
        )
        mine = (mine | Activity.everything.filter(networks__editors=user)).order_by().values("pk")
        return Activity.everything.filter(pk__in=mine).exclude(state=Activity.State.REMOVED)

    def page(self, request, target):
        return views.activity_page(request, target)


def _told(start, end):
    """Return the day and the hours as the form has them."""
    if start is None:
        return {"day": "", "starts": "", "ends": "", "last_day": ""}
    first, last = timezone.localtime(start), timezone.localtime(end)
    # Said only when the hours alone do not tell it.
    by_itself = when.span(first.date(), first.time(), last.time())[1] == end
    return {
        "day": first.date().isoformat(),
        "starts": f"{first:%H:%M}",
        "ends": f"{last:%H:%M}",
        "last_day": "" if by_itself else last.date().isoformat(),
    }


def _moment(text):
    """Return the moment that a snapshot holds, or None."""
    return datetime.fromisoformat(text) if isinstance(text, str) and text else text or None
