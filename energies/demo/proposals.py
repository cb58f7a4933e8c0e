"""Invented proposals in every state, made through the same forms and verbs as everybody's: proposals.json."""

import json
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from energies.accounts.models import User
from energies.curation import drafts, review, team_changes
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.demo.loader import SOURCE
from energies.kernel.forms import as_query, flat
from energies.search import index
from projects.models import Entity

FILE = Path(__file__).with_name("proposals.json")
STAFF_EMAIL = "equip@exemple.cat"
GIVEN = {"lang": ["ca"], "exposure": ["exact"], "understood": ["on"]}
GIVEN_PROJECT = GIVEN | {"entity": ["new"], "stage": ["active"]}


def team():
    """Return the demo’s team account, made if need be."""
    person = User.objects.known_as(STAFF_EMAIL)
    return person or User.objects.create_superuser(STAFF_EMAIL, name="Equip de la mostra", language="ca")


@index.postponed()
def load(team, progress=None):
    """Add the people and their proposals, once; ``team`` is the User who decides. Returns how many were added."""
    rows = json.loads(FILE.read_text("utf-8"))
    people = {"team": team} | {one["email"]: _person(one) for one in rows["people"]}
    if Submission.objects.exists() or not Entity.everything.filter(source=SOURCE).exists():
        return 0
    made = [(_new, row) for row in rows["new"]] + [(_change, row) for row in rows["changes"]]
    for done, (make, row) in enumerate(made, 1):
        author = people.get(row["by"]) or _person({"email": row["by"], "name": ""})
        _age(_decide(make(row, author), row, team), row["days"])
        if progress:
            progress(done, len(made))
    return len(made)


def _person(row):
    person = User.objects.known_as(row["email"]) or User.objects.create_user(
        row["email"], name=row["name"], language="ca"
    )
    if entity := Entity.everything.filter(source=SOURCE, source_id=row.get("entity", "")).first():
        entity.editors.add(person)
    return person


def _new(row, author):
    values = {name: [text] for name, text in row["values"].items()}
    if "need" in values:
        values |= {"needs-0-kind": values.pop("need_kind"), "needs-0-text": values.pop("need")}
    draft = drafts.start(get(row["kind"]), author, "ca")
    draft.data = (GIVEN_PROJECT if row["kind"] == "project" else GIVEN) | values
    draft.label = row["values"]["name"]
    draft.save()
    return _sent(draft, row, None)


def _change(row, author):
    entity = Entity.everything.get(source=SOURCE, source_id=row["entity"])
    if row.get("awaits"):
        draft = team_changes.open_draft(entity, by=author, awaits=row["awaits"], language="ca")
    else:
        draft = drafts.open_change(get("entity"), author, entity, "ca")
    draft.data |= flat(row["values"]) | GIVEN
    draft.save()
    return _sent(draft, row, entity)


def _sent(draft, row, target):
    """Send it as its form would; a draft stays one."""
    if row["state"] != "draft":
        form = get(draft.kind).form(data=as_query(draft.data), user=draft.author, target=target)
        if not form.is_valid():
            raise ValueError(f"{draft}: {form.errors.as_text()}")
        draft.submit(form.values(), marks=row.get("marks", ()))
    return draft


def _decide(one, row, team):
    text, seen = row.get("text", ""), {"by": team, "revision": one.revision}
    if row["state"] == "asked":
        review.ask(one, text=text, fields=row["fields"], **seen)
    elif row["state"] == "declined":
        review.decline(one, text=text, **seen)
    elif row["state"] == "approved":
        review.approve(one, text=text, **seen)
    elif row["state"] == "withdrawn":
        one.withdraw()
    elif row.get("awaits"):
        team_changes.send(one, why=text)
    return one


def _age(one, days):
    """Make it look as old as the demo says; a decision came a day after."""
    sent = timezone.now() - timedelta(days=days)
    dates = {"created_at": sent, "saved_at": sent}
    if one.submitted_at:
        dates["submitted_at"] = dates["waiting_since"] = sent
    if one.decided_at:
        dates["decided_at"] = sent + timedelta(days=1)
    Submission.objects.filter(pk=one.pk).update(**dates)
    one.answers.update(sent_at=sent, answered_at=sent + timedelta(days=1))
