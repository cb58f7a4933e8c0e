"""How what those who organised a Trobada say of it becomes its return."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from energies.accounts.models import User
from energies.accounts.team import may_organise
from energies.curation.history import record
from energies.curation.models import Change
from energies.curation.proposable import CannotApply, Maintained
from energies.entries import parties
from energies.entries.models import Party
from energies.kernel.forms import in_order
from gatherings import attendance, views
from gatherings.models import Gathering, Outcome
from gatherings.return_flow import outcomes
from gatherings.return_flow.forms import ReturnForm
from networks.parties import networks_of
from projects.models import Entity


class ReturnProposable(Maintained):
    """The minutes, who was there, how many came, and the outcomes of a Trobada that is over."""

    kind, label = "return", gettext_lazy("what a Trobada left")
    heading = gettext_lazy("What the Trobada left")
    model, form = Gathering, ReturnForm
    facts = frozenset({"present", "present_also", "attendance"})

    def values_of(self, target):
        present = Gathering.present.through.objects.filter(gathering=target).values_list("entity", flat=True)
        counts = [(one.pk, attendance.attendance_of(one).came) for one in target.activities.with_attendance()]
        counts = [{"people": came, "key": str(pk)} for pk, came in counts if came is not None]
        return {
            "gathering": str(target.number),
            "minutes": target.minutes,
            "present": sorted(str(pk) for pk in present),
            "present_also": target.present_also,
            "attendance": in_order(counts),
            "outcomes": outcomes.rows_of(target),
        }

    def values_at(self, snapshot):
        gathering = Gathering.everything.filter(number=snapshot.get("number")).first()
        there = Entity.everything.filter(pk__in=snapshot.get("present", [])).values_list("pk", flat=True)
        return {
            "gathering": str(snapshot.get("number", "")),
            "minutes": snapshot.get("minutes", ""),
            "present": sorted(str(pk) for pk in there),
            "present_also": snapshot.get("present_also", ""),
            # What was counted is a fact of the activities, and is not undone with the words.
            "attendance": self.values_of(gathering)["attendance"] if gathering else [],
            "outcomes": outcomes.rows_at(gathering, snapshot),
        }

    def name_of(self, data):
        number = next(iter(data.get("gathering", [])), "")
        return _("What Trobada %(number)s left") % {"number": number}

    def apply(self, form, target, *, author, by, why=""):
        gathering = Gathering.everything.select_for_update(of=("self",)).filter(pk=target.pk).first()
        if gathering is None or gathering.state == gathering.State.REMOVED or not gathering.may_tell:
            raise CannotApply(_("This Trobada is not over: what it left is told when it is."))
        cleaned = form.cleaned_data
        self._count(gathering, cleaned.get("attendance", []), by=by, why=why)
        with record(gathering, by=by, route=Change.Route.SUBMISSION, why=why):
            gathering.minutes, gathering.present_also = cleaned["minutes"], cleaned["present_also"]
            gathering.save()
            gathering.present.set(Entity.everything.filter(pk__in=cleaned["present"]))
            outcomes.write(gathering, cleaned["outcomes"], by=author)
        return gathering

    @staticmethod
    def _count(gathering, rows, *, by, why):
        """Write how many came to each activity; one that is no longer in the rows has no count of heads."""
        said = {int(row["key"]): row["people"] for row in rows}
        for activity in gathering.activities.with_attendance():
            people = said.get(activity.pk)
            if people != activity.attended:
                with record(activity, by=by, route=Change.Route.SUBMISSION, why=why):
                    attendance.record_heads(activity, walk_ins=activity.walk_ins, attended=people)

    def is_public(self, target):
        return target.is_visible and target.stage == Gathering.Stage.RETURNED

    def not_yet(self, target):
        return _("It will be public when the team publishes what the Trobada left.")

    def keepers(self, target):
        # Those of hidden ones too: it is theirs to know.
        pks = {user.pk for one in target.organisers for user in one.keepers()}
        mine = Party.everything.filter(gatherings=target).keepers()
        return User.objects.filter(Q(pk__in=pks) | Q(pk__in=mine.values("pk")), is_active=True)

    def editable_by(self, user):
        """Those that are over, of whoever hosts them; to those of the team who organise, all."""
        over = Gathering.everything.filter(stage__in=Gathering.TELLING).exclude(state=Gathering.State.REMOVED)
        return over if may_organise(user) else self._hosted_by(user, over)

    def maintained_by(self, user):
        return self._hosted_by(user, self.editable_by(user))

    @staticmethod
    def _hosted_by(user, gatherings):
        mine = parties.edited_by(user)
        return gatherings.organised_by(mine, networks_of(user, mine))

    def page(self, request, target):
        """As it will be when its return is public: so it is on the page alone."""
        gathering = Gathering.everything.for_page().get(pk=target.pk)
        if gathering.stage != Gathering.Stage.RETURNED:
            gathering.stage_transitions.enter(gathering, Gathering.Stage.RETURNED)
        return views.gathering_page(request, gathering, Outcome.everything.filter(gathering=gathering))
