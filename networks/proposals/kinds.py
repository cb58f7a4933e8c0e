"""How what was agreed becomes a network, a membership or a relation."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from energies.curation.history import record
from energies.curation.models import Change, Submission
from energies.curation.proposable import AskedOfOthers, CannotApply, CannotBegin, give_to
from energies.entries import parties
from energies.entries.models import Party
from energies.entries.proposable import ENTRY_TEXT, EntryProposable
from energies.entries.similar import best_among
from energies.vocabulary.models import Theme
from networks import views
from networks.models import Membership, Network, Relation
from networks.parties import networks_of
from networks.proposals.asking import MembershipForm, RelationForm, objection
from networks.proposals.forms import NetworkForm

NETWORK = ("name", "lang", "summary", "description", "scope", "since", "until", "joining", "how_to_join", "meets",
           "website", "contact_email")  # fmt: skip


class NetworkProposable(EntryProposable):
    kind, label = "network", gettext_lazy("a network")
    heading = gettext_lazy("Make your network visible")
    model, form = Network, NetworkForm
    names, text_names = NETWORK, (*ENTRY_TEXT, "how_to_join", "meets")
    facts = frozenset({"barri", "district", "scope", "since", "until", "website", "contact_email", "meets", "lang"})

    def begin_with(self, request):
        if not parties.edited_by(request.user):
            raise CannotBegin(_("A network is founded by a project or an entity: make yours visible first."))
        return super().begin_with(request)

    def values_of(self, target):
        themes = sorted(target.themes.values_list("key", flat=True))
        return super().values_of(target) | {"district": target.district_id or "", "themes": themes}

    def values_at(self, snapshot):
        themes = Theme.objects.filter(pk__in=snapshot.get("themes", [])).values_list("key", flat=True)
        return super().values_at(snapshot) | {"district": snapshot.get("district") or "", "themes": sorted(themes)}

    def apply(self, form, target, *, author, by, why=""):
        network = self.fresh(target) or Network()
        founder = None if target else parties.party(form.cleaned_data["founder"])
        if not target and founder is None:
            raise CannotApply(_("Whoever was to found it is no longer in the directory."))
        with record(network, by=by, route=Change.Route.SUBMISSION, why=why):
            network.barri_id = form.cleaned_data["barri"] or None
            network.district_id = form.cleaned_data["district"] or None
            self.write(form, network, by=by, why=why)
            network.themes.set(Theme.objects.filter(key__in=form.cleaned_data["themes"]))
            if founder:
                give_to(author, network)
                leading = {"role": Membership.Role.COORDINATOR, "since": timezone.localdate()}
                network.memberships.create(party=founder.party, **leading)
        return network

    def keepers(self, target):
        return target.keepers()

    def editable_by(self, user):
        leading = Membership.everything.leading().filter(party__in=Party.everything.maintained_by(user))
        mine = Network.everything.filter(Q(editors=user) | Q(pk__in=leading.order_by().values("network")))
        return mine.exclude(state=Network.State.REMOVED).distinct()

    def similar(self, values, *, but=()):
        return best_among([Network], values, but)

    def page(self, request, target):
        return views.network_page(request, target)


class AskedOfTheOther(AskedOfOthers):
    """What waits for the other side's yes, not for the team's."""

    lead = gettext_lazy("It only shows when both sides have said yes. Either of you can end it whenever you like.")

    def other_side(self, values):
        """Return the party whose yes is needed, or None when it is no longer there."""
        raise NotImplementedError

    def asking_side(self, values):
        raise NotImplementedError

    def same(self, values):
        """Return (Q of the values that ask the same from our side, Q from theirs)."""
        raise NotImplementedError

    def objections(self, submission, values):
        ours, theirs = self.same(values)
        said = objection(Submission.objects.filter(ours | theirs, kind=self.kind).exclude(pk=submission.pk), ours)
        return {None: said} if said else {}

    def asker(self, submission):
        return str(self.asking_side(submission.values) or submission.author.name)

    def answerers(self, submission):
        other = self.other_side(submission.values)
        return parties.answerers(other) if other else []

    def may_answer(self, user, submission):
        other = self.other_side(submission.values)
        return other is not None and parties.may_answer(user, other)

    def keepers(self, target):
        return target.start.keepers()

    def side(self, request, name, among=None):
        """Return the party that an address names, as «project.5»; raises CannotBegin."""
        one = parties.party(request.GET.get(name, request.POST.get(name, "")), among)
        if one is None:
            raise CannotBegin(_("Find them in the directory, and begin from their page."))
        return one

    def check_i_speak_for_somebody(self, request):
        if not parties.edited_by(request.user):
            raise CannotBegin(_("First make your project or your entity visible: then you can say who you work with."))


class MembershipProposable(AskedOfTheOther):
    kind, label = "membership", gettext_lazy("joining a network")
    in_sentence = frozenset({"asked_by", "network", "member"})
    heading = gettext_lazy("Join a network")
    model, form = Membership, MembershipForm

    def begin_with(self, request):
        if "member" in request.GET or request.POST.get("asked_by") == "network":
            member = self.side(request, "member")
            if not networks_of(request.user):
                raise CannotBegin(_("You answer for no network yet: make yours visible, or ask to join one."))
            return {"asked_by": ["network"], "member": [parties.ref(member)], "role": ["member"]}
        network = self.side(request, "network", [Network])
        self.check_i_speak_for_somebody(request)
        return {"asked_by": ["member"], "network": [parties.ref(network)], "role": ["member"]}

    def name_of(self, data):
        network = parties.party(next(iter(data.get("network", [])), ""), [Network])
        member = parties.party(next(iter(data.get("member", [])), ""))
        return " · ".join(str(one) for one in (member, network) if one)

    def _pair(self, values):
        return parties.party(values.get("network", ""), [Network]), parties.party(values.get("member", ""))

    def _sides(self, values):
        network, member = self._pair(values)
        return (network, member) if values.get("asked_by") == "member" else (member, network)

    def other_side(self, values):
        return self._sides(values)[0]

    def asking_side(self, values):
        return self._sides(values)[1]

    def same(self, values):
        sides = Q(values__network=values["network"], values__member=values["member"])
        ours = sides & Q(values__asked_by=values["asked_by"])
        return ours, sides

    def awaited_of(self, user):
        mine = parties.edited_by(user)
        members, networks = ([parties.ref(one) for one in those] for those in (mine, networks_of(user, mine)))
        return Q(values__asked_by="network", values__member__in=members) | Q(
            values__asked_by="member", values__network__in=networks
        )

    def sentence(self, submission):
        network, member = self._pair(submission.values)
        if network is None or member is None:
            return str(submission)
        said = _("%(member)s asks to join %(network)s.")
        if submission.values.get("asked_by") == "network":
            said = _("%(network)s invites %(member)s to join.")
        return said % {"member": member, "network": network}

    def apply(self, form, target, *, author, by, why=""):
        cleaned = form.cleaned_data
        network, member = parties.party(cleaned["network"], [Network]), parties.party(cleaned["member"])
        if network is None or member is None:
            raise CannotApply(_("One of the two is no longer in the directory."))
        membership = Membership(network=network, party=member.party, role=cleaned["role"], since=timezone.localdate())
        membership.full_clean()
        with record(membership, by=by, route=Change.Route.SUBMISSION, why=why):
            membership.save()
        return membership


class RelationProposable(AskedOfTheOther):
    kind, label = "relation", gettext_lazy("a relation")
    in_sentence = frozenset({"mine", "verb", "other", "lang"})
    heading = gettext_lazy("Say that you work together")
    model, form = Relation, RelationForm

    def begin_with(self, request):
        other = self.side(request, "other")
        self.check_i_speak_for_somebody(request)
        return {"other": [parties.ref(other)], "lang": [get_language()]}

    def name_of(self, data):
        sides = [parties.party(next(iter(data.get(name, [])), "")) for name in ("mine", "other")]
        return " · ".join(str(one) for one in sides if one)

    def other_side(self, values):
        return parties.party(values.get("other", ""))

    def asking_side(self, values):
        return parties.party(values.get("mine", ""))

    def same(self, values):
        mine, verb, other = (values[name] for name in ("mine", "verb", "other"))
        ours = Q(values__mine=mine, values__other=other, values__verb=verb)
        return ours, Q(values__mine=other, values__other=mine, values__verb=Relation.from_the_other_side(verb))

    def awaited_of(self, user):
        return Q(values__other__in=[parties.ref(one) for one in parties.edited_by(user)])

    def sentence(self, submission):
        mine, other = self.asking_side(submission.values), self.other_side(submission.values)
        if mine is None or other is None:
            return str(submission)
        return f"{mine} {dict(Relation.verbs())[submission.values['verb']]} {other}."

    def apply(self, form, target, *, author, by, why=""):
        kind, start, end = form.ends(form.cleaned_data)
        if start is None or end is None:
            raise CannotApply(_("One of the two is no longer in the directory."))
        cleaned = form.cleaned_data
        said = {name: cleaned[name] for name in ("since", "words", "lang")}
        relation = Relation(kind=kind, from_party=start.party, to_party=end.party, **said)
        relation.said_by_from = parties.ref(start) == cleaned["mine"]
        relation.full_clean()
        with record(relation, by=by, route=Change.Route.SUBMISSION, why=why):
            relation.save()
        return relation
