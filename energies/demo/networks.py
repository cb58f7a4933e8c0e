"""Invented networks, and who is tied to whom, in every state: networks.json."""

import json
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from energies.accounts.models import User
from energies.curation import drafts, review
from energies.curation.history import record
from energies.curation.models import Change, Submission
from energies.curation.proposable import get
from energies.demo.loader import SOURCE, WHY
from energies.entries import party_kinds
from energies.entries.parties import ref
from energies.kernel.forms import as_query
from energies.search import index
from energies.vocabulary.models import Theme
from networks.models import Network, Relation
from projects.models import Project

FILE = Path(__file__).with_name("networks.json")
SAME = ["name", "summary", "description", "scope", "since", "joining", "how_to_join", "meets"]


@index.postponed()
def load(progress=None):
    """Add the networks, their members, relations, and what is being asked, once; returns how many were added.

    Needs the demo's projects, entities and people.
    """
    if Network.everything.filter(source=SOURCE).exists() or not Project.everything.filter(source=SOURCE).exists():
        return 0
    told = json.loads(FILE.read_text("utf-8"))
    made = [(add_network, row) for row in told["networks"]] + [(_add_relation, row) for row in told["relations"]]
    # One transaction, so that each drawing is made once.
    with transaction.atomic():
        for done, (add, row) in enumerate(made, 1):
            add(row)
            if progress:
                progress(done, len(made) + len(told["asked"]))
    for done, row in enumerate(told["asked"], len(made) + 1):
        _ask(row)
        if progress:
            progress(done, len(made) + len(told["asked"]))
    return len(made) + len(told["asked"])


def party_of(name):
    """Return the entry that «p:rec-viu» names: the first letter of its kind, and its key in the files."""
    letter, _colon, key = name.partition(":")
    kind = next(kind for kind in party_kinds.kinds() if kind._meta.model_name.startswith(letter))
    return kind.everything.get(source=SOURCE, source_id=key)


def _ago(months):
    return timezone.localdate() - timedelta(days=round(months * 30.4))


def add_network(row):
    """Add the network that a row tells of, with its members, and return it."""
    network = Network(**{name: row[name] for name in SAME}, source=SOURCE, source_id=row["key"], invented=True)
    network.barri_id, network.district_id, network.until = row.get("barri"), row.get("district"), row.get("until")
    network.contact_email = f"{row['key']}@exemple.cat"  # type: ignore[assignment]
    with record(network, route=Change.Route.SYSTEM, why=WHY):
        network.full_clean(exclude=["slug", "sort_name", "panot_seed"])
        network.save()
        network.themes.set(Theme.objects.filter(key__in=row["themes"]))
        for name, role, since, *until in row["members"]:
            member = party_of(name)
            dates = {"since": _ago(since), "until": _ago(until[0]) if until else None}
            network.memberships.create(role=role, **dates, party=member.party)
    return network


def _add_relation(row):
    start, kind, end, words, *dates = row
    start, end = party_of(start), party_of(end)
    sides = {"from_party": start.party, "to_party": end.party}
    relation = Relation(kind=kind, words=words, since=_ago(dates[0] if dates else 18), **sides)
    relation.until = _ago(dates[1]) if dates[1:] else None
    with record(relation, route=Change.Route.SYSTEM, why=WHY):
        relation.full_clean()
        relation.save()


def _ask(row):
    email, kind, values, state = row
    author = User.objects.get_by_natural_key(email)
    draft = drafts.start(get(kind), author, "ca")
    draft.data = {name: [_typed(text)] for name, text in values.items()} | {"lang": ["ca"]}
    draft.label = get(kind).name_of(draft.data)
    form = get(kind).form(data=as_query(draft.data), user=author)
    if not form.is_valid():
        raise ValueError(f"{draft.data}: {form.errors.as_text()}")
    draft.save()
    draft.submit(form.values())
    if state == "declined":
        # As whoever keeps up the other side would have done by the link of their letter.
        email = get(kind).answerers(draft)[0][0]
        other = User.objects.known_or_new(email, language="ca")
        review.decline(draft, by=other, revision=draft.revision, text="Ara no podem.")
    Submission.objects.filter(pk=draft.pk).update(submitted_at=timezone.now() - timedelta(days=5))


def _typed(text):
    return ref(party_of(text)) if text[:2] in ("p:", "e:", "n:") else text
