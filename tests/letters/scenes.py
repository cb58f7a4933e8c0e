"""When each letter is sent, and how what it tells of may stand at that moment: each scene plays it with the product itself."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from energies.accounts import second_factor
from energies.curation import drafts, letters, reopening, review, team_changes
from energies.curation.proposable import AskedOfOthers, for_target, get, kinds, maintained_kinds
from energies.kernel.forms import as_query, flat
from energies.operations import failures, watch
from energies.site import digest
from energies.site.models import ContactMessage
from gatherings.models import Gathering
from networks import letters as network_letters
from networks.models import Membership, Relation
from tests.curation.proposing import ENTITY, PROJECT
from tests.gatherings.conftest import in_days

SCENES = []  # (letter, state, play)


def scene(letter, *states):
    """Have ``play(world, state)`` send a letter in each of these states."""

    def keep(play):
        SCENES.extend((letter, state, play) for state in states)
        return play

    return keep


# What is proposed

OF_A_CALL, LATE = "of a call", "of a programme that is public"
NEW = {kind.kind: ["new"] for kind in kinds() if kind.kind not in ("return", "follow_up")} | {
    "activity": ["new", OF_A_CALL, LATE]
}
STATES = {
    "activity": ["visible", "hidden", "not public yet", "of a hidden Trobada"],
    "return": ["over", "public", "hidden"],
}
CHANGED = {kind.kind: STATES.get(kind.kind, ["visible", "hidden"]) for kind in maintained_kinds()}
# A fact of each kind, which the team may correct by itself.
FACTS = {"return": {"present_also": ["La Colla"]}}
OF_THE_TEAM = [
    (kind, state) for kind, states in NEW.items() for state in states if not isinstance(get(kind), AskedOfOthers)
]
OF_OTHERS = [(kind, state) for kind, states in NEW.items() for state in states if isinstance(get(kind), AskedOfOthers)]
CHANGES = [(kind, state) for kind, states in CHANGED.items() for state in states]


def typed(w, kind, state):
    """Return what the author types for something new; KeyError for a kind that is new here."""
    mine, other, network = f"entity.{w.entity.pk}", f"entity.{w.other.pk}", f"network.{w.network.pk}"
    soon = (timezone.localdate() + timedelta(days=10)).isoformat()
    of_network = {
        "name": ["Xarxa nova"], "lang": ["ca"], "founder": [mine], "summary": ["Compartir sales."], "scope": ["city"],
        "joining": ["open"], "understood": ["on"],
    }  # fmt: skip
    activity = {
        "name": ["Sopar d’olla"], "lang": ["ca"], "organisers": [mine], "summary": ["Cadascú porta el seu plat."],
        "axis": ["activities"], "kind": ["meal"], "audience": ["everybody"], "day": [soon], "starts": ["20:30"],
        "ends": ["23:00"], "venue": ["Hort de mostra"], "barri": ["01"], "exposure": ["exact"], "free": ["on"],
        "sign_up": ["none"], "understood": ["on"],
    }  # fmt: skip
    if state in (OF_A_CALL, LATE):
        activity |= {"gathering": [str(w.call().pk)], "minutes": ["90"]}
    return {
        "project": PROJECT,
        "entity": ENTITY,
        "network": of_network,
        "group_network": of_network | {"group": [str(w.group().pk)]},
        "membership": {"asked_by": ["member"], "network": [network], "member": [mine], "role": ["member"]},
        "relation": {"mine": [mine], "verb": ["lends_space"], "other": [other], "lang": ["ca"]},
        "activity": activity,
        "origin": {"of": [network], "gathering": [str(w.past().pk)], "kind": ["born"]},
    }[kind]


def send(submission, data):
    """Send a proposal as its author's form would."""
    proposable = get(submission.kind)
    target = submission.target if submission.object_id else None
    form = proposable.form(data=as_query(data), user=submission.author, target=target)
    assert form.is_valid(), (submission.kind, form.errors)
    submission.data, submission.label = data, proposable.name_of(data) or str(target)
    submission.save()
    submission.submit(form.values())
    return submission


def proposal(w, kind, state):
    """Return something new that was proposed and waits; of ``OF_A_CALL`` and the like, see ``OF_THE_TEAM``."""
    draft = drafts.start(get(kind), w.author, w.author.language)
    draft.save()
    one = send(draft, typed(w, kind, state))
    if state == LATE:
        Gathering.everything.filter(pk=w.call().pk).update(stage="published", published_at=timezone.now())
    return one


def target(w, kind, state):
    """Return an object of a kind that the author keeps up, in a state of CHANGES."""
    one = {"project": w.a_project, "entity": lambda: w.entity, "network": lambda: w.network, "activity": w.an_activity,
           "return": w.a_return}[kind]()  # fmt: skip
    if state == "hidden":
        one.hide(by=w.staff, why="Un dubte.")
    elif state == "not public yet":
        one = w.an_activity(gathering=w.call(), published=False)
    elif state == "of a hidden Trobada":
        one = w.an_activity(gathering=w.past())
        w.past().hide(by=w.staff, why="Un dubte.")
    elif state == "public":
        one.minutes = "Es va parlar."
        one.save()
        one.outcomes.create(text="Un acord", kind="agreement", axis="debate")
        one.publish_return(by=w.staff)
    return type(one).everything.get(pk=one.pk)


def change(w, there, awaits, **data):
    """Return a change to something that its author, or the team, has sent."""
    by = w.author if awaits == "staff" else w.staff
    draft = (
        drafts.open_change(get(kind_of(there)), by, there, by.language)
        if awaits == "staff"
        else team_changes.open_draft(there, by=by, awaits=awaits, language=by.language)
    )
    held = flat(get(draft.kind).values_of(there)) | {"understood": ["on"]} | data
    return send(draft, held)


def kind_of(there):
    return for_target(there).kind


def put_better(there):
    """Return what changes a text of something."""
    return {"minutes": ["Es va parlar de claus."]} if kind_of(there) == "return" else {"summary": ["Una altra frase."]}


def each(letter, pairs):
    """Have ``play(world, kind, state)`` send a letter of each (kind, state)."""

    def keep(play):
        for kind, state in pairs:
            SCENES.append((letter, f"{kind}, {state}", lambda w, _said, kind=kind, state=state: play(w, kind, state)))
        return play

    return keep


@each("received", OF_THE_TEAM)
def _(w, kind, state):
    with transaction.atomic():
        letters.received(proposal(w, kind, state))


@each("approved", OF_THE_TEAM)
def _(w, kind, state):
    one = proposal(w, kind, state)
    review.approve(one, by=w.staff, revision=one.revision)


@each("approved", CHANGES)
def _(w, kind, state):
    there = target(w, kind, state)
    one = change(w, there, "staff", **put_better(there))
    review.approve(one, by=w.staff, revision=one.revision)


@each("asked", OF_THE_TEAM)
def _(w, kind, state):
    one = proposal(w, kind, state)
    review.ask(one, by=w.staff, revision=one.revision, text="Què hi falta?")


@each("declined", OF_THE_TEAM)
def _(w, kind, state):
    one = proposal(w, kind, state)
    review.decline(one, by=w.staff, revision=one.revision, text="No hi cap.")


@each("question", OF_THE_TEAM)
def _(w, kind, state):
    review.answer(proposal(w, kind, state), by=w.staff, text="Qui sou?")


@each("question", OF_OTHERS)
def _(w, kind, state):
    review.answer(proposal(w, kind, state), by=w.author, text="Us sembla bé?")


@each("offered", CHANGES)
def _(w, kind, state):
    there = target(w, kind, state)
    team_changes.send(change(w, there, "entity", **put_better(there)), why="Es llegeix millor.")


@each("corrected", CHANGES)
def _(w, kind, state):
    there = target(w, kind, state)
    fact = FACTS.get(kind, {"contact_email": ["nou@exemple.cat"]})
    team_changes.send(change(w, there, "nobody", **fact), why="Era un altre.")


@each("accepted", CHANGES)
def _(w, kind, state):
    there = target(w, kind, state)
    one = change(w, there, "entity", **put_better(there))
    review.approve(one, by=w.author, revision=one.revision)


@each("to_answer", OF_OTHERS)
def _(w, kind, state):
    with transaction.atomic():
        letters.to_answer(proposal(w, kind, state), get(kind))


@each("accepted", OF_OTHERS)
def _(w, kind, state):
    one = proposal(w, kind, state)
    review.approve(one, by=w.other_side, revision=one.revision)


@each("refused", OF_OTHERS)
def _(w, kind, state):
    one = proposal(w, kind, state)
    review.decline(one, by=w.other_side, revision=one.revision, text="Ara no.")


@scene("to_answer", "the other side has no account")
def _(w, _state):
    w.other.editors.clear()
    type(w.other).everything.filter(pk=w.other.pk).update(contact_email="bustia@exemple.cat")
    w.other.refresh_from_db()
    w.other.save()
    with transaction.atomic():
        letters.to_answer(proposal(w, "relation", "new"), get("relation"))


# What is taken back, hidden, taken down or shown again


@each("reopened", OF_THE_TEAM)
def _(w, kind, state):
    one = proposal(w, kind, state)
    review.decline(one, by=w.staff, revision=one.revision, text="No hi cap.")
    take_back(w, one, by=w.staff)


@each("reopened", OF_OTHERS)
def _(w, kind, state):
    one = proposal(w, kind, state)
    review.decline(one, by=w.other_side, revision=one.revision, text="Ara no.")
    take_back(w, one, by=w.other_side)


@each("reopened", [(kind, f"{state}{by}") for kind, state in CHANGES for by in ("", ", by the team", ", corrected")])
def _(w, kind, state):
    state, _comma, by = state.partition(", ")
    there = target(w, kind, state)
    awaits, data = {
        "": ("staff", put_better(there)),
        "by the team": ("entity", put_better(there)),
        "corrected": ("nobody", FACTS.get(kind, {"contact_email": ["nou@exemple.cat"]})),
    }[by]
    one = change(w, there, awaits, **data)
    if awaits == "nobody":
        team_changes.send(one, why="Era un altre.")
    else:
        review.approve(one, by=w.staff if awaits == "staff" else w.author, revision=one.revision)
    take_back(w, one, by=w.author if awaits == "entity" else w.staff)


def take_back(w, one, *, by):
    """Take a decision back; what was told of the decision itself is forgotten."""
    one.refresh_from_db()
    w.forget()
    reopening.reopen(one, by=by, text="Ens vam equivocar.")


@each("turned", [(kind, f"{act}, {state}") for kind, state in CHANGES for act in ("hide", "remove", "show")
                 if (act != "hide" or state != "hidden") and (act != "show" or state == "hidden")])  # fmt: skip
def _(w, kind, state):
    act, _comma, state = state.partition(", ")
    team_changes.change_state(target(w, kind, state), act, by=w.staff, why="Un dubte.")


@scene("turned", "show, not public yet", "show, of a hidden Trobada")
def _(w, state):
    there = target(w, "activity", state.partition(", ")[2])
    there.hide(by=w.staff, why="Un dubte.")
    team_changes.change_state(type(there).everything.get(pk=there.pk), "show", by=w.staff, why="Tot era en ordre.")


# What ends


@scene("ended", "relation", "relation, hidden", "membership", "membership, by the team")
def _(w, state):
    if state.startswith("relation"):
        link = Relation.everything.create(kind="shares", from_party=w.entity.party, to_party=w.other.party)
        told = w.other
    else:
        link = Membership.everything.create(network=w.network, party=w.other.party)
        told = w.network
    if "hidden" in state:
        told.hide(by=w.staff, why="Un dubte.")
    with transaction.atomic():
        link.end_on(timezone.localdate(), by=w.staff)
        network_letters.ended(link, told_to=told, why="Pleguem.", by_team="team" in state)


# Accounts, the team, the site


@scene("code", "asked for")
def _(w, _state):
    w.post(None, w.path("sign_in"), email="aina@exemple.cat")


@scene("new_codes", "by a colleague")
def _(w, _state):
    second_factor.give_codes(w.staff, by=w.staff, why="L’ha perdut.")


@scene("factor_taken", "by a colleague", "at the server")
def _(w, state):
    second_factor.take_away(w.staff, by=w.staff if "colleague" in state else None, why="L’ha perdut.")


@scene("message", "from a page")
def _(w, _state):
    w.post(
        None,
        w.path("contact"),
        about="other",
        text="Bon dia",
        name="Aina",
        email="aina@exemple.cat",
        page="/agenda/",
        understood="on",
        agreed="on",
    )


@scene("digest", "came", "late", "answered", "written to")
def _(w, state):
    one = None if state == "written to" else proposal(w, "project", "new")
    if state == "late":
        type(one).objects.update(submitted_at=in_days(-40), waiting_since=in_days(-40))
    elif state == "answered":
        review.ask(one, by=w.staff, revision=one.revision, text="Què hi falta?")
        review.answer(one, by=w.author, text="Ja ho he afegit.")
    elif one is None:
        ContactMessage.objects.create(
            about="other", text="Bon dia", name="Aina", email="aina@exemple.cat", language=w.language
        )
    digest.send(timezone.now().replace(hour=12))


@scene("failures", "one")
def _(w, _state):
    logging.getLogger("energies.prova").error("trencat", exc_info=ValueError("trencat"))
    failures.tell(timezone.now())


@scene("watch", "the periodic work has stopped")
def _(w, _state):
    watch._tell({"una cosa": "Una cosa no va."}, timezone.now())
