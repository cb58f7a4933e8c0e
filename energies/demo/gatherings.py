"""Trobades and an agenda around today: gatherings.json. Of the sixth Trobada, only what is known of it; the rest is invented."""

import json
from datetime import date, time, timedelta
from pathlib import Path

from django.utils import timezone

from energies.curation.history import record
from energies.curation.models import Change
from energies.demo import outcomes
from energies.demo.loader import SOURCE, WHY
from energies.demo.networks import add_network, party_of
from energies.search import index
from energies.vocabulary.models import Language, Theme
from gatherings import attendance, places, repeating, series_changes, when
from gatherings.models import Activity, Gathering, Notice, Origin, Registration
from networks.models import Network, Relation

FILE = Path(__file__).with_name("gatherings.json")
GATHERING = ["number", "name", "lang", "theme", "summary", "description", "invented"]
FRIDAY = 4
NAMES = ("Aina", "Biel", "Chaima", "Duna", "Emilio", "Fatou", "Gerard", "Hafsa", "Iu", "Jordi", "Karima", "Laia")


@index.postponed()
def load(progress=None):
    """Add the Trobades and activities that are not there yet; returns how many were added.

    Needs the demo's projects, entities and networks. ``progress(done, total)``, if given, is called as it goes.
    """
    if Activity.everything.filter(source=SOURCE).exists() or not Network.everything.filter(source=SOURCE).exists():
        return 0
    told = json.loads(FILE.read_text("utf-8"))
    work = [(_add_past, row) for row in told["gatherings"]] + [(_add_free, row) for row in told["free"]]
    total = len(work) + len(told["programme"]) + len(told["waiting"]) + 1
    for done, (add, row) in enumerate(work, 1):
        add(row)
        if progress:
            progress(done, total)
    _add_coming(told["coming"], told["programme"], told["waiting"])
    if progress:
        progress(total, total)
    return total


def _add_past(row):
    if "starts_on" in row:
        first, last = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])
    else:
        first = timezone.localdate() - timedelta(days=row["days_ago"])
        last = first + timedelta(days=row["length"] - 1)
    published_at = _at(first, "09:00") - timedelta(days=30)
    gathering = _gathering(row, first, last, stage=Gathering.Stage.CLOSED, published_at=published_at)
    for group in row.get("groups", []):
        _add_group(gathering, group)
    for kind, *thing in row.get("origins", []):
        _add_origin(gathering, kind, thing)
    for one in outcomes.told_of(row["key"]).get("programme", []):
        _add_held(gathering, one)
    outcomes.add(gathering)


def _add_held(gathering, row):
    """An activity of a Trobada that is over; of those that were counted, how many came."""
    starts_at = _at(gathering.starts_on + timedelta(days=row["day"]), row["start"])
    hours = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=row["minutes"])}
    activity = _activity(row, gathering=gathering, **hours)
    if "attended" in row:
        attendance.record_heads(activity, walk_ins=None, attended=row["attended"])


def _add_group(gathering, row):
    said = {name: row[name] for name in ("name", "summary", "meets")}
    with record(gathering, route=Change.Route.SYSTEM, why=WHY):
        network = add_network(row["goes_on"]) if "goes_on" in row else None
        group = gathering.working_groups.create(network=network, **said)
    for one in map(party_of, row["members"]):
        group.parties.add(one.party)
    for lang, title, url in row["papers"]:
        group.papers.create(lang=lang, title=title, url=url)


def _add_origin(gathering, kind, thing):
    """``thing`` is [«n:horts»], or [«p:rec-viu», the kind of a relation, «p:hort»]."""
    start, *tie = thing
    one = party_of(start)
    if tie:
        one = Relation.everything.between(one, party_of(tie[1]), tie[0]).get(until=None)
    side = {"relation": one} if tie else {"party": one.party}
    origin = Origin(gathering=gathering, kind=kind, **side)
    with record(origin, route=Change.Route.SYSTEM, why=WHY):
        origin.full_clean()
        origin.save()


def _add_coming(row, programme, waiting):
    today = timezone.localdate() + timedelta(days=row["days_ahead"])
    first = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
    gathering = _gathering(
        row,
        first,
        first + timedelta(days=row["length"] - 1),
        stage=Gathering.Stage.IN_PROGRESS,
        call_opens_on=timezone.localdate() - timedelta(days=60),
        call_closes_on=timezone.localdate() - timedelta(days=20),
        call_criteria=row["call_criteria"],
        call_notes=row["call_notes"],
    )
    rooms = [
        gathering.rooms.create(
            position=position, **{("barri_id" if name == "barri" else name): value for name, value in room.items()}
        )
        for position, room in enumerate(row["rooms"])
    ]
    for one in programme:
        activity = _activity(one, gathering=gathering, published=False, minutes=one["minutes"])
        with record(activity, route=Change.Route.SYSTEM, why=WHY):
            activity.put_in(rooms[one["room"]], _at(first + timedelta(days=one["day"]), one["start"]))
            activity.save()
    gathering.publish(by=None)
    # What is invented is news to nobody.
    Notice.everything.filter(activity__gathering=gathering).update(organisers_told_at=timezone.now())
    _sign_up(gathering)
    for one in waiting:
        _activity(one, gathering=gathering, published=False, minutes=one["minutes"])


def _sign_up(gathering):
    """Sign invented people up, without addresses: one activity is full with people waiting, one is full, others open."""
    rows = gathering.activities.filter(sign_up=Activity.SignUp.REQUIRED, capacity__isnull=False).order_by(
        "capacity", "pk"
    )
    for number, activity in enumerate(rows):
        wanted = {0: activity.capacity + 5, 1: activity.capacity}.get(number, activity.capacity // 3)
        people = 0
        while people < wanted:
            name = NAMES[people % len(NAMES)]
            size = min(1 + people % 3, wanted - people, max(1, activity.capacity - people))
            one = places.sign_up(activity, name=name, people=size)
            if one.holds:
                places.confirm(one)
            people += size


def _gathering(row, first, last, **fields):
    gathering = Gathering(
        **{name: row[name] for name in GATHERING},
        **fields,
        starts_on=first,
        ends_on=last,
        source=SOURCE,
        source_id=row["key"],
    )
    with record(gathering, route=Change.Route.SYSTEM, why=WHY):
        gathering.full_clean(exclude=["slug", "sort_name", "panot_seed"])
        gathering.save()
        gathering.barris.set(row["barris"])
        hosts = [f"e:{key}" for key in row.get("entities", [])] + [f"n:{key}" for key in row.get("networks", [])]
        gathering.parties.set([party_of(name).party for name in hosts])
        for lang, texts in row.get("texts", {}).items():
            gathering.texts.create(lang=lang, **texts)
    return gathering


def _add_free(row):
    first = timezone.localdate() + timedelta(days=row["days"])
    starts_at = _at(first, row["start"])
    if "repeats" in row:
        _add_series(row, repeating.rule(row["repeats"], first, times=row["times"]), first, starts_at)
        return
    activity = _activity(row, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=row["minutes"]))
    if "move" in row:
        later = {name: getattr(activity, name) + timedelta(days=row["moved"]) for name in ("starts_at", "ends_at")}
        activity.move(by=None, why=row["move"], **later)
    if "cancel" in row:
        activity.cancel(by=None, why=row["cancel"])
    activity.notices.update(organisers_told_at=timezone.now())
    _there(activity, row.get("there", []), row.get("walk_ins"))


def _there(activity, rows, walk_ins):
    """Give what is over those who had signed up, as (how many, how many came); None where nobody has counted yet."""
    for name, (people, came) in zip(NAMES, rows, strict=False):
        activity.take(people)
        activity.registrations.create(
            name=name,
            people=people,
            state=Registration.State.CONFIRMED,
            attended=came,
            attended_at=None if came is None else activity.starts_at,
        )
    if walk_ins:
        attendance.record_heads(activity, walk_ins=walk_ins, attended=None)


def _add_series(row, rule, first, starts_at):
    days = repeating.days(rule, first)
    series = series_changes.make(rule, starts_at, days)
    for day in days:
        moment = _at(day, row["start"])
        _activity(
            row | {"key": f"{row['name'][:50]} {day}"},
            starts_at=moment,
            ends_at=moment + timedelta(minutes=row["minutes"]),
            series=series,
            recurrence_id=moment,
        )


def _activity(row, **fields):
    organisers = [party_of(name) for name in row["by"]]
    plain = {"venue", "capacity", "sign_up", "free", "price", "audience", "room_needs", "availability", "care_wanted"}
    fields |= {name: row[name] for name in {*plain, *Activity.CARE} if name in row}
    fields["barri_id"] = row.get("barri") or next((one.barri_id for one in organisers if _has_place(one)), None)
    activity = Activity(
        **{name: row[name] for name in ("axis", "kind", "name", "summary")}, **fields, **_mark(row), lang="ca"
    )
    with record(activity, route=Change.Route.SYSTEM, why=WHY):
        activity.full_clean(exclude=["slug", "sort_name", "panot_seed"])
        activity.save()
        for one in organisers:
            activity.parties.add(one.party)
        activity.themes.set(Theme.objects.filter(key__in=row.get("themes", [])))
        activity.languages.set(Language.objects.filter(key__in=row.get("languages", ["ca"])))
        for lang, texts in row.get("texts", {}).items():
            activity.texts.create(lang=lang, **texts)
    return activity


def _mark(row):
    return {"source": SOURCE, "source_id": f"activity {row.get('key', row['name'])}"[:80], "invented": True}


def _has_place(one):
    return getattr(one, "barri_id", None)


def _at(day, hour):
    return when.at(day, time.fromisoformat(hour))
