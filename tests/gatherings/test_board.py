"""The programme board: placing, what clashes, publishing, and what changes afterwards."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from energies.accounts.models import User
from energies.curation.history import changes_of
from gatherings.board import clashes
from gatherings.board.table import Board
from gatherings.models import Activity, Gathering, Notice
from tests.gatherings.conftest import in_days, moment


@pytest.fixture
def gathering(make_gathering):
    """A Trobada of two days, a month from now, with two rooms."""
    one = make_gathering(stage="in_progress")
    one.rooms.create(venue="Ateneu", name="sala gran", barri_id="52", address="carrer de l’Ateneu, 2", capacity=120,
                     position=1, step_free="yes")  # fmt: skip
    one.rooms.create(venue="Casal", barri_id="51", opens=time(9), closes=time(20), position=2, step_free="no")
    return one


def address(gathering, name="board", *args):
    return reverse(name, args=[gathering.number, *args])


def put(client, activity, room="", day=None, starts="17:00", minutes=90, **data):
    day = day or activity.gathering.starts_on
    data = {"room": room.pk if room else "", "day": day.isoformat(), "starts": starts, "minutes": minutes, **data}
    return client.post(address(activity.gathering, "board_place", activity.pk), data)


def fresh(activity):
    return Activity.everything.get(pk=activity.pk)


def kinds(gathering):
    return sorted(clash.kind for clash in Board(gathering).clashes)


def test_an_activity_takes_the_place_and_the_hour_given(team, gathering, make_waiting):
    activity = make_waiting(gathering)
    answer = put(team, activity, gathering.rooms.first())
    assert answer["Location"].endswith(f"#a{activity.pk}")
    activity = fresh(activity)
    assert (activity.venue, activity.room_name, activity.barri_id) == ("Ateneu", "sala gran", "52")
    assert activity.starts_at == moment(gathering.starts_on, "17:00")
    assert activity.ends_at - activity.starts_at == timedelta(minutes=90)
    assert activity.step_free == "yes", "what the room is known to have"
    assert not activity.published and changes_of(activity).get().by.email == "equip@exemple.cat"


def test_a_free_cell_places_it_with_one_press(team, gathering, make_waiting):
    activity, room = make_waiting(gathering), gathering.rooms.last()
    at = moment(gathering.starts_on, "12:00")
    page = team.get(f"{address(gathering)}?place={activity.pk}").text
    assert f'value="{room.pk}|' in page
    team.post(address(gathering, "board_place", activity.pk), {"cell": f"{room.pk}|{at.isoformat()}"})
    assert fresh(activity).starts_at == at and fresh(activity).room == room


@pytest.mark.parametrize("how", ["menus", "cell"])
def test_who_places_it_second_is_told_where_it_is_now(team, gathering, make_waiting, how):
    one, room = make_waiting(gathering), gathering.rooms.first()
    was = team.get(f"{address(gathering)}?place={one.pk}").context["was"]
    assert put(team, one, room, starts="10:00", was=was).status_code == 302
    at = moment(gathering.starts_on, "12:00")
    other = {"cell": f"{room.pk}|{at.isoformat()}"} if how == "cell" else {"starts": "12:00"}
    answer = put(team, one, room, was=was, **other)
    assert answer.status_code == 409 and "Algú altre l’ha mogut mentrestant" in answer.text
    assert fresh(one).starts_at == moment(gathering.starts_on, "10:00")
    assert put(team, one, room, was=answer.context["was"], **other).status_code == 302
    assert fresh(one).starts_at == at


def test_it_can_be_taken_off_while_nobody_sees_it(team, gathering, make_waiting):
    activity = make_waiting(gathering)
    put(team, activity, gathering.rooms.first(), minutes=45)
    team.post(address(gathering, "board_place", activity.pk), {"later": "1"})
    assert fresh(activity).starts_at is None and fresh(activity).minutes == 45


def test_out_of_its_room_it_no_longer_says_what_the_room_said(team, gathering, make_waiting):
    activity = make_waiting(gathering)
    put(team, activity, gathering.rooms.first())
    put(team, activity)
    assert fresh(activity).room is None and fresh(activity).address == ""


@pytest.mark.parametrize(
    "data",
    [
        {"starts": "x"},
        {"starts": ""},
        {"minutes": "0"},
        {"minutes": "x"},
        {"day": "2020-01-01"},
        {"room": "99999"},
        {"day": ""},
    ],
    ids=str,
)
def test_what_makes_no_sense_comes_back_with_the_mend(team, gathering, make_waiting, data):
    activity = make_waiting(gathering)
    values = {"room": "", "day": gathering.starts_on.isoformat(), "starts": "10:00", "minutes": "30"} | data
    answer = team.post(address(gathering, "board_place", activity.pk), values)
    assert answer.status_code == 422 and 'class="error"' in answer.text
    assert fresh(activity).starts_at is None


def test_a_cell_that_makes_no_sense_is_no_error_of_ours(team, gathering, make_waiting):
    activity = make_waiting(gathering)
    for cell in ("x", "1|", "|2026-01-01", "99999|2026-01-01T10:00:00+00:00", "1|2026-99-01T10:00:00Z"):
        assert team.post(address(gathering, "board_place", activity.pk), {"cell": cell}).status_code == 422


def test_an_hour_that_the_clocks_leap_over_is_refused(team, make_gathering, make_waiting):
    from datetime import date

    gathering = make_gathering(stage="in_progress", starts_on=date(2026, 3, 28), ends_on=date(2026, 3, 29))
    answer = put(team, make_waiting(gathering), day=date(2026, 3, 29), starts="02:30")
    assert answer.status_code == 422 and "els rellotges" in answer.text


def test_two_things_in_one_room_clash_and_one_after_the_other_do_not(gathering, make_waiting):
    room = gathering.rooms.first()
    one, other = (make_waiting(gathering, name, starts_at=in_days(30, "10:00"), room=room) for name in ("Una", "Altra"))
    (found,) = Board(gathering).clashes
    assert found.kind == "room" and found.blocks and "Una" in found.words and "sala gran" in found.words
    Activity.everything.filter(pk=other.pk).update(starts_at=one.ends_at, ends_at=one.ends_at + timedelta(hours=1))
    assert kinds(gathering) == []


@pytest.mark.parametrize("kind", ["project", "entity", "network"])
def test_somebody_in_two_places_at_once_clashes(gathering, make_waiting, make_project, make_entity, kind):
    from networks.models import Network

    who = {
        "project": make_project,
        "entity": make_entity,
        "network": lambda: Network.objects.create(name="Xarxa", summary="Una.", scope="city"),
    }[kind]()
    for name in ("Una", "Altra"):
        activity = make_waiting(gathering, name, starts_at=in_days(30, "10:00"))
        activity.parties.add(who.party)
    (found,) = Board(gathering).clashes
    assert found.kind == "organiser" and not found.blocks and str(who) in found.words


def test_a_cancelled_activity_is_in_nobodys_way(gathering, make_waiting):
    room = gathering.rooms.first()
    make_waiting(gathering, "Una", starts_at=in_days(30, "10:00"), room=room)
    make_waiting(gathering, "Altra", starts_at=in_days(30, "10:00"), room=room, status="cancelled", status_reason="No.")
    assert kinds(gathering) == []


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"starts_at": in_days(30, "08:00")}, "time"),
        ({"starts_at": in_days(30, "19:00")}, "time"),
        ({"starts_at": in_days(40, "12:00")}, "time"),
        ({"starts_at": in_days(30, "12:00"), "step_free": "yes"}, "care"),
        ({"starts_at": in_days(30, "12:00"), "care_wanted": ["sign_language"]}, "care"),
        ({"starts_at": in_days(30, "12:00"), "care_wanted": ["sign_language"], "sign_language": "on_request"}, "care"),
    ],
    ids=str,
)
def test_a_closed_door_another_day_and_missing_care_are_told(gathering, make_waiting, fields, kind):
    make_waiting(gathering, room=gathering.rooms.last(), **fields)
    assert kinds(gathering) == [kind]


def test_care_that_was_asked_for_and_found_is_no_clash(gathering, make_waiting):
    make_waiting(gathering, starts_at=in_days(30, "12:00"), care_wanted=["food"], food="yes")
    assert kinds(gathering) == []


def test_more_people_than_fit_are_told(gathering, make_waiting):
    make_waiting(gathering, starts_at=in_days(30, "12:00"), capacity=300, room=gathering.rooms.first())
    assert kinds(gathering) == ["time"]


def test_a_night_past_the_closing_hour_is_told(gathering, make_waiting):
    activity = make_waiting(gathering, starts_at=in_days(30, "19:30"), ends_at=in_days(31, "01:00"))
    activity.room = gathering.rooms.last()
    assert [clash.kind for clash in clashes.clashes_with_place(gathering, activity)] == ["time"]


def test_under_a_free_cell_it_says_what_would_go_wrong(team, gathering, make_waiting, make_entity):
    who = make_entity("Colla")
    for name in ("Una", "Altra"):
        activity = make_waiting(gathering, name)
        activity.parties.add(who.party)
    put(team, Activity.everything.get(name="Una"), gathering.rooms.first(), starts="12:00")
    page = team.get(f"{address(gathering)}?place={activity.pk}").text
    assert "Colla organitza «Una» i «Altra» alhora" in page


def test_placing_it_where_it_clashes_warns_and_places_it(team, gathering, make_waiting):
    room = gathering.rooms.first()
    make_waiting(gathering, "Una", starts_at=moment(gathering.starts_on, "17:00"), room=room)
    other = make_waiting(gathering, "Altra")
    put(team, other, room)
    page = team.get(address(gathering)).text
    assert "són a Ateneu, sala gran a la mateixa hora" in page and fresh(other).starts_at


def test_the_programme_is_not_published_with_two_things_in_a_room(team, gathering, make_waiting):
    room = gathering.rooms.first()
    for name in ("Una", "Altra"):
        make_waiting(gathering, name, starts_at=in_days(30, "10:00"), room=room)
    team.post(address(gathering, "board_step"), {"step": "publish", "sure": "1"})
    assert Gathering.objects.get().stage == "in_progress" and not Activity.objects.exists()
    asked = team.get(f"{address(gathering, 'board_step')}?step=publish").text
    assert "primer dona un altre lloc" in asked.replace("a una", "") and "<button" not in asked.partition("<main")[2]


def test_somebody_in_two_places_must_be_said_to_be_able(team, gathering, make_waiting, make_entity):
    who = make_entity()
    for name in ("Una", "Altra"):
        make_waiting(gathering, name, starts_at=in_days(30, "10:00")).parties.add(who.party)
    team.post(address(gathering, "board_step"), {"step": "publish", "sure": "1"})
    assert Gathering.objects.get().stage == "in_progress"
    team.post(address(gathering, "board_step"), {"step": "publish", "sure": "1", "agreed": "on"})
    assert Gathering.objects.get().stage == "published" and Activity.objects.count() == 2


def test_missing_care_is_told_and_the_team_decides(team, gathering, make_waiting):
    make_waiting(gathering, starts_at=in_days(30, "12:00"), care_wanted=["food"])
    team.post(address(gathering, "board_step"), {"step": "publish", "sure": "1"})
    assert Gathering.objects.get().stage == "published"


@pytest.mark.parametrize(
    ("verb", "status"), [("close", 409), ("delete", 404), ("hide", 404), ("__class__", 404), ("", 404)]
)
def test_only_the_next_steps_can_be_taken(team, gathering, verb, status):
    assert team.post(address(gathering, "board_step"), {"step": verb, "sure": "1"}).status_code == status
    assert Gathering.objects.get().stage == "in_progress"


@pytest.fixture
def published(team, gathering, make_waiting):
    activity = make_waiting(gathering)
    put(team, activity, gathering.rooms.first())
    team.post(address(gathering, "board_step"), {"step": "publish", "sure": "1"})
    return fresh(activity)


def test_once_public_a_move_says_why_to_everybody(team, published):
    put(team, published, published.gathering.rooms.last(), starts="18:30", why="La sala s’ha inundat.")
    activity = fresh(published)
    assert activity.is_moved and activity.was_place == "Ateneu, sala gran, la Prosperitat", "its barri is another"
    assert Notice.objects.get().reason == "La sala s’ha inundat."


def test_once_public_it_is_cancelled_not_taken_off(team, published):
    gathering = published.gathering
    team.post(address(gathering, "board_place", published.pk), {"later": "1"})
    assert fresh(published).starts_at
    act = address(gathering, "board_act", published.pk)
    team.post(act, {"act": "cancel", "why": " "})
    assert not fresh(published).is_cancelled
    team.post(act, {"act": "cancel", "why": "No hi ha llum."})
    assert fresh(published).is_cancelled
    assert put(team, published).status_code == 302 and not fresh(published).is_moved
    team.post(act, {"act": "restore"})
    assert fresh(published).status == "planned"
    assert team.post(act, {"act": "publish", "sure": "1"}).status_code == 302
    assert team.post(act, {"act": "no-res"}).status_code == 404


def test_what_comes_late_is_added_to_the_public_programme(team, published, make_waiting):
    late = make_waiting(published.gathering, "Tardana")
    act = address(published.gathering, "board_act", late.pk)
    team.post(act, {"act": "publish", "sure": "1"})
    assert not fresh(late).published, "it has no hour yet"
    put(team, late, starts="20:00")
    team.post(act, {"act": "publish", "sure": "1"})
    assert fresh(late).published and Notice.objects.get().act == "added"


def test_a_room_that_changes_tells_its_activities(published, staff_user):
    room = published.room
    room.venue = "Ateneu Nou"
    room.save()
    with pytest.raises(ValidationError):
        published.follow_room(by=staff_user)
    published.refresh_from_db()
    published.follow_room(by=staff_user, why="L’Ateneu es trasllada.")
    assert fresh(published).venue == "Ateneu Nou" and fresh(published).is_moved


def test_the_board_is_for_the_team(client, gathering, make_waiting, let_in):
    activity = make_waiting(gathering)
    places = [
        ("get", reverse("boards")),
        ("get", address(gathering)),
        ("post", address(gathering, "board_step")),
        ("post", address(gathering, "board_place", activity.pk)),
        ("post", address(gathering, "board_act", activity.pk)),
    ]
    # What is sent by whoever has to sign in first is not lost: it waits on a page that says so.
    first = {(method, getattr(client, method)(path).status_code) for method, path in places}
    assert first == {("get", 302), ("post", 401)}
    let_in(client, User.objects.create_user("veina@exemple.cat"))
    assert {getattr(client, method)(path).status_code for method, path in places} == {403}


def test_another_trobadas_activity_is_not_on_this_board(team, gathering, make_gathering, make_waiting):
    stranger = make_waiting(make_gathering("Altra"))
    assert put(team, stranger).status_code == 302
    assert team.post(address(gathering, "board_place", stranger.pk), {}).status_code == 404
    assert team.get(f"{address(gathering)}?place={stranger.pk}").status_code == 404
    assert team.get(f"{address(gathering)}?place=²").status_code in (200, 404)
    assert team.get("/gestio/trobades/77/").status_code == 404


def test_an_empty_board_says_what_to_do(team, make_gathering):
    page = team.get(address(make_gathering())).text
    assert "Encara no hi ha cap sala" in page and reverse("queue") in page
    assert "Encara no hi ha cap Trobada" not in team.get(reverse("boards")).text


def test_thirty_on_the_board_cost_no_more_queries_than_three(team, gathering, make_waiting, make_entity):
    room = gathering.rooms.first()

    def add(numbers):
        for number in numbers:
            activity = make_waiting(gathering, f"Activitat {number}", starts_at=in_days(30, "10:00"), room=room)
            activity.parties.add(make_entity(f"Entitat {number}").party)
            make_waiting(gathering, f"Sense lloc {number}").parties.add(make_entity(f"Una altra {number}").party)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert team.get(f"{address(gathering)}?place={Activity.everything.first().pk}").status_code == 200
        return len(queries)

    add(range(3))
    few = cost()
    add(range(3, 30))
    assert cost() == few


def test_the_pages_are_there_in_three_languages(team, gathering, make_waiting):
    import html5lib

    make_waiting(gathering, starts_at=timezone.now())
    for path in ("/gestio/trobades/1/", "/es/gestion/trobades/1/", "/en/manage/gatherings/1/", "/gestio/trobades/"):
        answer = team.get(path)
        assert answer.status_code == 200, path
        html5lib.HTMLParser(strict=True).parse(answer.text)
