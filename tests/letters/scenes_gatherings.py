"""When the letters about activities and Trobades are sent: adds its scenes to those of ``scenes``."""

from datetime import timedelta

from django.utils import timezone

from gatherings import jobs, organisers, places
from gatherings.follow_up import asking as follow_up
from gatherings.models import Activity, Gathering, Notice, Visit
from gatherings.return_flow import asking as closing
from tests.gatherings.conftest import in_days
from tests.letters.scenes import SCENES, scene, target

# Those of ``scenes``, to which these are added.
__all__ = ["SCENES"]

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
        one.outcomes.get().parties.add(w.entity.party)
    Gathering.everything.filter(pk=one.pk).update(starts_on=in_days(-100).date(), ends_on=in_days(-99).date())
    follow_up.ask(timezone.now())
