"""What the invented Trobades left and how it goes on, asked and answered as people would: left.json."""

import json
from datetime import time, timedelta
from pathlib import Path

from django.utils import timezone

from energies.accounts.models import User
from energies.curation.history import record
from energies.curation.models import Change
from energies.demo import proposals
from energies.demo.loader import SOURCE, WHY
from energies.demo.networks import party_of
from gatherings import when
from gatherings.follow_up import asking, deciding
from gatherings.follow_up.forms import form_of
from gatherings.models import FollowUp, Months, Outcome, OutcomeStep
from gatherings.models.follow_up import day_of
from projects.models import Entity

FILE = Path(__file__).with_name("left.json")
PLAIN = ("kind", "axis", "text")
TEN = time(10)


def told_of(key):
    """Return what the file tells of a Trobada: its programme, who was there, what it left; {} of one it does not tell."""
    return json.loads(FILE.read_text("utf-8")).get(key, {})


def add(gathering):
    """Publish the return of a Trobada of the demo, when the file tells one, as it stands today."""
    told = told_of(gathering.source_id)
    if not told:
        return
    with record(gathering, route=Change.Route.SYSTEM, why=WHY):
        gathering.minutes, gathering.present_also = told["minutes"], told["present_also"]
        gathering.save()
        gathering.present.set(Entity.everything.filter(source=SOURCE, source_id__in=told["present"]))
        outcomes = {row["key"]: _outcome(gathering, row, place) for place, row in enumerate(told["outcomes"])}
    gathering.publish_return(by=None)
    for months in Months:
        day = day_of(gathering, months)
        if day <= timezone.localdate():
            _ask(gathering, months, when.at(day, TEN))
            for row in told["answers"]:
                if row["months"] == months:
                    _answer(gathering, row, outcomes, when.at(day + timedelta(days=4), TEN))


def _outcome(gathering, row, position):
    due_on = gathering.ends_on + timedelta(days=row["due"]) if "due" in row else None
    one = Outcome.everything.create(
        gathering=gathering,
        barri_id=row.get("barri"),
        detail=row.get("detail", ""),
        due_on=due_on,
        position=position,
        **{name: row[name] for name in PLAIN},
    )
    for name in row["by"]:
        one.parties.add(party_of(name).party)
    return one


def _ask(gathering, months, at):
    for one in asking.asked_of(gathering, gathering.outcomes.for_lists()):
        FollowUp.objects.create(gathering=gathering, months=months, sent_at=at, party=one.party)


def _answer(gathering, row, outcomes, at):
    one = FollowUp.objects.get(gathering=gathering, months=row["months"], party=party_of(row["by"]).party)
    form = form_of(one)
    values = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    values |= {"lang": row.get("lang", "ca")} | {f"gain_{code}": words for code, words in row["gains"].items()}
    for key, (state, note) in row["says"].items():
        values |= {f"state_{outcomes[key].pk}": state, f"note_{outcomes[key].pk}": note}
    deciding.answer(one, values)
    one.refresh_from_db()
    if "waiting" not in row:
        deciding.approve(one, by=_team(), seen=one.seen)
    _date(one, outcomes.values(), at)


def _team():
    """Return whoever of the team decides in the demo, made if need be."""
    return User.objects.filter(is_superuser=True, is_active=True).first() or proposals.team()


def _date(one, outcomes, at):
    """Have it happen when it was answered, and not today."""
    when_sent = {"submitted_at": at, "saved_at": at, "waiting_since": at}
    one.answers.filter(state="approved").update(decided_at=at + timedelta(days=1))
    one.answers.update(**when_sent)
    steps = OutcomeStep.objects.filter(outcome__in=outcomes, months=one.months)
    steps.filter(at__gt=at + timedelta(days=1)).update(at=at + timedelta(days=1))
