"""How a proposal becomes an activity, and an activity the values of its form."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from energies.curation.history import record
from energies.curation.models import Change
from energies.curation.proposable import CannotApply, CannotBegin
from energies.entries import parties, party_kinds
from energies.entries.models import Party
from energies.entries.proposable import ENTRY_TEXT, PICTURE, EntryProposable
from energies.kernel.clean_text import whole_number
from energies.kernel.rules import words_of
from energies.vocabulary.models import Language, Theme
from gatherings import series_changes, views, when
from gatherings.models import Activity, Gathering, Series
from gatherings.proposals.forms import ActivityForm, offered
from gatherings.proposals.similar import activities_like
from gatherings.series_changes import Which

MOST_KEPT = 200
ACTIVITY = ("name", "lang", "summary", "description", "axis", "kind", "audience", "for_children", "free", "price", "capacity", "sign_up",
            "sign_up_url", "contact_email", *Activity.CARE)  # fmt: skip
# Of those that are on their own.
ALONE = ("venue", "room_name", "address", "exposure", "directions", "status_reason")
# Of those of a Trobada, for whoever makes its programme.
FOR_GATHERING = ("minutes", "availability", "room_needs", "care_wanted")


PLACES = ("venue", "room_name", "barri")
# What is changed together, or it would not fit.
TOGETHER = (
    {"free", "price"},
    {"sign_up", "sign_up_url"},
    {"image", *PICTURE},
    {"venue", "room_name", "barri", "address", "exposure", "directions"},
    {"cancelled", "status_reason"},
)


class ChangesByOthers:
    """What a change to one time of a series, ``changed`` being the names of its fields, says of another time."""

    def __init__(self, form, changed, activity, reason):
        names = set(changed).union(*(group for group in TOGETHER if group & changed))
        if not self._takes(form.cleaned_data.get("cancelled"), "cancelled" in changed, activity, reason):
            names -= {"cancelled", "status_reason"}
        self.publishes = form.publishes
        self.cleaned_data = {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}

    @staticmethod
    def _takes(cancels, is_said, activity, reason):
        """Whether it is cancelled, or not any more, with the rest: what was done to it alone, for its own reason, stays."""
        if not activity.is_cancelled:
            return cancels or activity.starts_at == activity.recurrence_id
        return is_said and not cancels and activity.status_reason == reason

    def say_why(self, form, activity):
        """Take the reason too, for a time that moves with the rest."""
        if not activity.is_cancelled and "status_reason" in form.cleaned_data:
            self.cleaned_data["status_reason"] = form.cleaned_data["status_reason"]


class ActivityProposable(EntryProposable):
    kind, label = "activity", gettext_lazy("an activity")
    heading = gettext_lazy("Propose an activity")
    model, form = Activity, ActivityForm
    names, text_names = (*ACTIVITY, *ALONE, *FOR_GATHERING), (*ENTRY_TEXT, "directions")
    facts = frozenset({"day", "starts", "ends", "last_day", "cancelled", "status_reason", "which", "venue", "room_name", "barri", "address",
                       "directions", "price", "free", "capacity", "sign_up", "sign_up_url", "contact_email", "lang",
                       *Activity.CARE, *FOR_GATHERING})  # fmt: skip

    def begin_with(self, request):
        if not offered(request.user):
            raise CannotBegin(
                _("An activity has somebody who organises it: make your project or entity visible first.")
            )
        data = super().begin_with(request) | {"free": ["on"]}
        asked = whole_number(request.GET.get("gathering"))
        gathering = Gathering.objects.calling().filter(number=asked).first()
        return data | ({"gathering": [str(gathering.pk)]} if gathering else {})

    def values_of(self, target):
        values = super().values_of(target) | {
            "organisers": sorted(parties.ref(one) for one in target.organisers),
            "cancelled": target.is_cancelled,
            "themes": sorted(target.themes.values_list("key", flat=True)),
            "languages": sorted(target.languages.values_list("key", flat=True)),
        }
        return self._only_its_own(
            values | _told(target.starts_at, target.ends_at), target.gathering_id, target.series_id
        )

    def values_at(self, snapshot):
        def keys(model, name):
            return sorted(model.objects.filter(pk__in=snapshot.get(name, [])).values_list("key", flat=True))

        organisers = Party.objects.filter(pk__in=snapshot.get("parties", [])).with_entries()
        values = super().values_at(snapshot) | {
            "organisers": sorted(parties.ref(row.entry) for row in organisers),
            "cancelled": snapshot.get("status") == Activity.Status.CANCELLED,
            "themes": keys(Theme, "themes"),
            "languages": keys(Language, "languages"),
            "care_wanted": sorted(snapshot.get("care_wanted") or []),
        }
        start, end = (_moment(snapshot.get(name)) for name in ("starts_at", "ends_at"))
        return self._only_its_own(values | _told(start, end), snapshot.get("gathering"), snapshot.get("series"))

    def brought_back(self, now, then):
        """What is back where it was has moved once more: that has its own reason."""
        moves = any(now.get(name) != then.get(name) for name in ("day", "starts", "ends", "last_day", *PLACES))
        if not moves or then.get("cancelled") or "status_reason" not in then:
            return then
        with translation.override(then["lang"]):
            return then | {"status_reason": _("It is again when and where it had been announced before.")}

    def _only_its_own(self, values, gathering, series):
        """Leave out what the form of such an activity does not have."""
        out = {*ActivityForm.AT, *ActivityForm.PLACE} if gathering else set(FOR_GATHERING)
        values |= {"which": Which.ONE.value} if series else {}
        return {name: value for name, value in values.items() if name not in out}

    def apply(self, form, target, *, author, by, why=""):
        if target is not None:
            # One change to a series at a time, whichever of its times it comes from.
            Series.objects.select_for_update().filter(pk=target.series_id).first()
            return self._change(form, self.fresh(target), author=author, by=by, why=why)
        if not form.cleaned_data.get("repeats"):
            return self._make(form, Activity(), by=by, why=why)
        moments = form.moments()
        days = [timezone.localdate(start) for start, _end in moments]
        uid = form.cleaned_data["uid"]
        if uid and Series.objects.filter(uid=uid).exists():
            raise CannotApply(words_of(Activity, "activity_uid"))
        series = series_changes.make(form.rule, moments[0][0], days, uid)
        made = [
            self._make(form, Activity(series=series, recurrence_id=start), by=by, why=why, hours=(start, end))
            for start, end in moments
        ]
        return made[0]

    def _make(self, form, activity, *, by, why, hours=None):
        with record(activity, by=by, route=Change.Route.SUBMISSION, why=why):
            self._begin(activity, form.cleaned_data)
            if not form.for_gathering:
                activity.starts_at, activity.ends_at = hours or form.hours
            self._put(form, activity, by=by, why=why)
        return activity

    def _change(self, form, activity, *, author, by, why):
        """Write a change, upon the other times of its series too when it is for them."""
        rest = list(series_changes.others(activity, form.cleaned_data.get("which")).select_for_update(of=("self",)))
        before, series = self.values_of(activity), activity.series_id
        changed = {name for name, value in form.values().items() if value != before.get(name)}
        self._say_who(activity, rest, author=author, by=by)
        hours = {one.pk: (one.starts_at, one.ends_at) for one in rest}
        self._set_hours(form, activity, rest, changed)
        with record(activity, by=by, route=Change.Route.SUBMISSION, why=why):
            self._put(form, activity, by=by, why=why)
        for one in rest:
            with record(one, by=by, route=Change.Route.SUBMISSION, why=why):
                others = ChangesByOthers(form, changed, one, before.get("status_reason", ""))
                if hours[one.pk] != (one.starts_at, one.ends_at) or changed & set(PLACES):
                    others.say_why(form, one)
                self._put(others, one, by=by, why=why)
        series_changes.tidy(series)
        return activity

    def _say_who(self, activity, rest, *, author, by):
        """Have its Notices say whose change it is; they tell nobody of what the team's own letter of a correction does."""
        keepers = set(self.keepers(activity).values_list("pk", flat=True))
        theirs = [one for one in (author, by) if one is not None and one.pk in keepers]
        for one in (activity, *rest):
            one.changed_by, one.tells_organisers = (theirs[0] if theirs else by), bool(theirs)

    def _set_hours(self, form, activity, rest, changed):
        if not changed & {"day", "starts", "ends", "last_day"}:
            return
        if not rest:
            activity.starts_at, activity.ends_at = form.hours
        elif series_changes.retime(activity, rest, *form.hours):
            series_changes.split([activity, *rest])

    def _put(self, form, activity, *, by, why):
        """Write all that the form holds but the hours; the caller holds the Change."""
        cleaned, is_new = form.cleaned_data, activity.pk is None
        if "barri" in cleaned:
            activity.barri_id = cleaned["barri"] or None
        if cleaned.get("cancelled", activity.is_cancelled) != activity.is_cancelled:
            activity.set_cancelled(cleaned["cancelled"])
        self.write(form, activity, by=by, why=why)
        if self._write_links(activity, cleaned) and not is_new:
            activity.touch()

    def _begin(self, activity, cleaned):
        """A new one: public at once in the agenda, waiting for the programme in a Trobada."""
        if cleaned["uid"] and activity.series_id is None:
            if Activity.everything.filter(uid=cleaned["uid"]).exists():
                raise CannotApply(words_of(Activity, "activity_uid"))
            activity.uid = cleaned["uid"]
        if not cleaned["gathering"]:
            return
        activity.gathering = Gathering.objects.filter(pk=cleaned["gathering"]).first()
        if activity.gathering is None:
            raise CannotApply(_("The Trobada it was for is no longer there."))
        activity.published = False

    def _write_links(self, activity, cleaned):
        """Set who organises it, its themes and languages, of those the form holds; return whether anything differs."""
        before = self._links(activity)
        if "organisers" in cleaned:
            self._write_organisers(activity, [parties.party(ref, party_kinds.kinds()) for ref in cleaned["organisers"]])
        for name, model in (("themes", Theme), ("languages", Language)):
            if name in cleaned:
                getattr(activity, name).set(model.objects.filter(key__in=cleaned[name]))
        return self._links(activity) != before

    @staticmethod
    def _write_organisers(activity, there):
        if None in there:
            raise CannotApply(_("Somebody who was to organise it is no longer in the directory."))
        activity.parties.set([one.party_id for one in there])

    @staticmethod
    def _links(activity):
        relations = (activity.parties, activity.themes, activity.languages)
        return [sorted(relation.values_list("pk", flat=True)) for relation in relations]

    def keepers(self, target):
        return Party.everything.filter(activities=target).keepers()

    def editable_by(self, user):
        theirs = Party.everything.maintained_by(user).values("pk")
        mine = Activity.parties.through.objects.filter(party__in=theirs).values("activity")
        return Activity.everything.filter(pk__in=mine).exclude(state=Activity.State.REMOVED)

    def maintained_by(self, user):
        """Those that are not over; of what comes again, the next time."""
        rows = (
            self.editable_by(user).filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now())).order_by("starts_at", "pk")
        )
        listed = {}
        for one in rows[:MOST_KEPT]:
            listed.setdefault(one.series_id or f"alone {one.pk}", one)
        return list(listed.values())

    def not_yet(self, target):
        if target.published:
            return super().not_yet(target)
        words = _("It will be public when the programme of «%(gathering)s» is published.")
        if target.gathering.has_programme:
            words = _("It will be public when the team adds it to the programme of «%(gathering)s».")
        return words % {"gathering": target.gathering.translated("name")[0]}

    def similar(self, values, *, but=()):
        return activities_like(values, but)

    def likeness(self, values, other):
        if values.get("day") != other.get("day"):
            return []
        return super().likeness(values, other) + ([_("the same day")] if values.get("day") else [])

    def page(self, request, target):
        return views.activity_page(request, target)


def _told(start, end):
    """Return the day and the hours as the form has them."""
    if start is None:
        return {"day": "", "starts": "", "ends": "", "last_day": ""}
    first, last = timezone.localtime(start), timezone.localtime(end)
    # Said only when the hours alone do not tell it.
    by_itself = first.time() != last.time() and when.span(first.date(), first.time(), last.time())[1] == end
    return {
        "day": first.date().isoformat(),
        "starts": f"{first:%H:%M}",
        "ends": f"{last:%H:%M}",
        "last_day": "" if by_itself else last.date().isoformat(),
    }


def _moment(text):
    """Return the moment that a snapshot holds, or None."""
    return datetime.fromisoformat(text) if isinstance(text, str) and text else text or None
