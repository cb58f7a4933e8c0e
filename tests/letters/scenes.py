"""When each letter is sent, and how what it tells of may stand at that moment: each scene plays it with the product itself."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from energies.accounts import second_factor
from energies.curation import drafts, letters, reopening, review, team_changes
from energies.curation.proposable import for_target, get, kept_up, kinds
from energies.kernel.forms import as_query, flat
from energies.operations import failures, watch
from energies.site import digest
from energies.site.models import Message
from gatherings import jobs, organisers, places
from gatherings.closing import asking as closing
from gatherings.follow_up import asking as follow_up
from gatherings.models import Activity, Gathering, Notice, Visit
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
NEW = {kind.kind: ["new"] for kind in kinds() if kind.kind != "return"} | {"activity": ["new", OF_A_CALL, LATE]}
STATES = {
    "activity": ["visible", "hidden", "not public yet", "of a hidden Trobada"],
    "return": ["over", "public", "hidden"],
}
CHANGED = {kind.kind: STATES.get(kind.kind, ["visible", "hidden"]) for kind in kept_up()}
# A fact of each kind, which the team may correct by itself.
FACTS = {"return": {"present_also": ["La Colla"]}}
OF_THE_TEAM = [(kind, state) for kind, states in NEW.items() for state in states if get(kind).awaits == "staff"]
OF_OTHERS = [(kind, state) for kind, states in NEW.items() for state in states if get(kind).awaits != "staff"]
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
    team_changes.turn(target(w, kind, state), act, by=w.staff, why="Un dubte.")


@scene("turned", "show, not public yet", "show, of a hidden Trobada")
def _(w, state):
    there = target(w, "activity", state.partition(", ")[2])
    there.hide(by=w.staff, why="Un dubte.")
    team_changes.turn(type(there).everything.get(pk=there.pk), "show", by=w.staff, why="Tot era en ordre.")


# What ends


@scene("ended", "relation", "relation, hidden", "membership", "membership, by the team")
def _(w, state):
    if state.startswith("relation"):
        link = Relation.everything.create(kind="shares", from_entity=w.entity, to_entity=w.other)
        told = w.other
    else:
        link = Membership.everything.create(network=w.network, entity=w.other)
        told = w.network
    if "hidden" in state:
        told.hide(by=w.staff, why="Un dubte.")
    with transaction.atomic():
        link.end_on(timezone.localdate(), by=w.staff)
        network_letters.ended(link, told_to=told, why="Pleguem.", by_team="team" in state)


# Who signs up

SEEN = ("visible", "hidden", "of a hidden Trobada", "moved", "cancelled")


def signed_up(w, email="aina@exemple.cat", **fields):
    one = w.an_activity(sign_up="required", capacity=fields.pop("capacity", 10), **fields)
    there = places.sign_up(one, name="Aina", email=email, language=w.language)
    return one, there


def turn(w, activity, state):
    """Bring an activity that somebody has signed up for into one of SEEN."""
    activity.refresh_from_db()
    if state == "hidden":
        activity.hide(by=w.staff, why="Un dubte.")
    elif state == "of a hidden Trobada":
        Activity.everything.filter(pk=activity.pk).update(gathering=w.past())
        w.past().hide(by=w.staff, why="Un dubte.")
    elif state == "moved":
        activity.move(by=w.staff, why="Plou.", venue="Casal")
    elif state == "cancelled":
        activity.cancel(by=w.staff, why="Plou.")
    activity.refresh_from_db()


@scene("to_confirm", "visible")
def _(w, _state):
    signed_up(w)


@scene("already_signed_up", "visible", "confirmed")
def _(w, state):
    one, there = signed_up(w)
    if state == "confirmed":
        places.confirm(there)
    places.ask_for(one, name="Aina", email="aina@exemple.cat", language=w.language)


@scene("confirmed_sign_up", *SEEN)
def _(w, state):
    one, there = signed_up(w)
    turn(w, one, state)
    places.confirm(there)


@scene("waiting", "visible")
def _(w, _state):
    one, _there = signed_up(w, "biel@exemple.cat", capacity=1)
    places.sign_up(one, name="Aina", email="aina@exemple.cat", language=w.language)


@scene("place_offered", "visible", "hidden", "moved")
def _(w, state):
    one, first = signed_up(w, "biel@exemple.cat", capacity=1)
    places.sign_up(one, name="Aina", email="aina@exemple.cat", language=w.language)
    turn(w, one, state)
    places.cancel(first)


@scene("place_expired", *SEEN)
def _(w, state):
    one, there = signed_up(w)
    turn(w, one, state)
    type(there).objects.filter(pk=there.pk).update(held_until=timezone.now() - timedelta(hours=1))
    places.free_late()


@scene("reminder", "visible", "hidden", "of a hidden Trobada", "moved")
def _(w, state):
    one, there = signed_up(w, starts_at=timezone.now() + timedelta(days=5))
    places.confirm(there)
    turn(w, one, state)
    jobs.remind(one.starts_at - timedelta(hours=70))


@scene("activity_changed", "moved", "cancelled", "restored", "moved, hidden", "cancelled, hidden")
def _(w, state):
    one, _there = signed_up(w)
    turn(w, one, "cancelled" if state == "restored" else state.partition(",")[0])
    if state == "restored":
        jobs.tell_changes(timezone.now())
        w.forget()
        one.restore(by=w.staff)
    if "hidden" in state:
        one.hide(by=w.staff, why="Un dubte.")
    jobs.tell_changes(timezone.now())


@scene("care_answered", "to one", "to all", *SEEN)
def _(w, state):
    one, there = signed_up(w)
    asked = {"needs": ["childcare"], "children": 1, "children_ages": "4", "needs_agreed_at": timezone.now()}
    type(there).objects.filter(pk=there.pk).update(**asked)
    places.confirm(there)
    turn(w, one, state)
    if state == "to all":
        places.answer_care_of_all(one, {"childcare": True}, "Porteu un joc.")
    else:
        places.answer_care(there, {"childcare": False}, "Ens sap greu.")


def signed_up_for_two(w):
    """Sign somebody up for an activity of a Trobada and for the list of another; return both."""
    fields = {"gathering": w.past(), "sign_up": "required"}
    free, full = w.an_activity(capacity=10, **fields), w.an_activity(name="Sopar", capacity=1, **fields)
    places.confirm(places.sign_up(full, name="Biel", email="biel@exemple.cat"))
    both = {free.pk: {}, full.pk: {}}
    places.ask_for_all(w.past(), both, name="Aina", email="aina@exemple.cat", language=w.language)
    return free, full


@scene("several_to_confirm", "visible", "nothing to confirm", "asked again")
def _(w, state):
    free, full = signed_up_for_two(w)
    if state == "visible":
        return
    if state == "nothing to confirm":
        places.confirm_all(Visit.objects.get())
    w.forget()
    both = {free.pk: {}, full.pk: {}}
    places.ask_for_all(w.past(), both, name="Aina", email="aina@exemple.cat", language=w.language)


@scene("several_confirmed", "visible", "hidden", "of a hidden Trobada", "moved")
def _(w, state):
    free, _full = signed_up_for_two(w)
    turn(w, free, state)
    places.confirm_all(Visit.objects.get())


@scene("from_organisers", *SEEN)
def _(w, state):
    one, there = signed_up(w)
    places.confirm(there)
    turn(w, one, state)
    w.post(w.author, f"/el-meu-espai/activitats/{one.pk}/missatge/", text="Porteu got.", letters="1")


# Who organises


@scene(
    "organised_changed",
    "placed",
    "published",
    "added",
    "moved",
    "cancelled",
    "restored",
    "moved, hidden",
    "of a hidden Trobada",
)
def _(w, state):
    waits = state in ("placed", "published", "added")
    one = w.an_activity(gathering=w.call(), published=False) if waits else w.an_activity()
    Notice.everything.update(organisers_told_at=timezone.now())
    if state == "placed":
        one.starts_at, one.ends_at = in_days(31), in_days(31, "20:00")
        one.save()
    elif waits:
        if state == "added":
            Gathering.everything.filter(pk=w.call().pk).update(stage="published", published_at=timezone.now())
        Activity.everything.get(pk=one.pk).publish(by=w.staff)
    else:
        turn(
            w,
            one,
            {"restored": "cancelled", "moved, hidden": "moved", "of a hidden Trobada": "moved"}.get(state, state),
        )
        if state == "restored":
            Notice.everything.update(organisers_told_at=timezone.now())
            one.restore(by=w.staff)
        elif state != "moved" and "hidden" in state:
            turn(w, one, "hidden" if state == "moved, hidden" else state)
    organisers.tell(timezone.now() + timedelta(hours=2))


# What the team takes back of a Trobada


def step(w, gathering, verb):
    w.post(w.staff, w.path("board_step", gathering.number), step=verb, sure="1")


@scene("programme_taken_back", "visible", "hidden")
def _(w, state):
    one = w.an_activity(gathering=w.call(), published=False, starts_at=in_days(31), ends_at=in_days(31, "20:00"))
    Gathering.everything.filter(pk=w.call().pk).update(stage="in_progress")
    step(w, w.call(), "publish")
    assert Activity.everything.get(pk=one.pk).published
    if state == "hidden":
        w.call().refresh_from_db()
        w.call().hide(by=w.staff, why="Un dubte.")
    step(w, w.call(), "unpublish")


@scene("return_not_wanted_yet", "visible", "hidden")
def _(w, state):
    one = w.a_return()
    Gathering.everything.filter(pk=one.pk).update(ends_on=timezone.localdate(), return_asked_at=timezone.now())
    if state == "hidden":
        one.refresh_from_db()
        one.hide(by=w.staff, why="Un dubte.")
    step(w, one, "not_over")


# What a Trobada leaves


@scene("return_wanted", "over")
def _(w, _state):
    w.a_return()
    closing.ask(timezone.now())


@scene("follow_up", "carries an agreement", "hosted it")
def _(w, state):
    one = target(w, "return", "public")
    if state == "carries an agreement":
        one.outcomes.get().entities.add(w.entity)
    Gathering.everything.filter(pk=one.pk).update(starts_on=in_days(-100).date(), ends_on=in_days(-99).date())
    follow_up.ask(timezone.now())


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
        Message.objects.create(
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
