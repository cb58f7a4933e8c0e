"""Links of letters: each has its time, by what it is for, and says in words what to do when it is over."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone, translation

from energies.curation import letters as proposals
from energies.kernel import periods
from energies.operations import opt_out
from gatherings import letters, places
from gatherings.follow_up import asking
from gatherings.models import Activity, FollowUp, Visit
from gatherings.querysets import midnight
from gatherings.registration import passes

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("energies", "gatherings", "networks", "projects")
# A code on paper has no date: how long it is good depends on the activity, as is tried below.
BY_WHAT_IT_NAMES = {"gatherings/registration/passes.py"}


DAYS_90 = timedelta(days=90)


def readings():
    """Return [(file, line, whether it says how old a text may be)] of all that reads what ``django.core.signing`` wrote."""
    found = []
    for file in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        tree = ast.parse(file.read_text())
        if not any(
            isinstance(node, ast.ImportFrom) and any(one.name == "signing" for one in node.names)
            for node in ast.walk(tree)
        ):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("loads", "unsign", "unsign_object"):
                dated = any(keyword.arg == "max_age" for keyword in node.keywords)
                found.append((str(file.relative_to(ROOT)), node.lineno, dated))
    return found


def test_whatever_is_signed_says_for_how_long_it_is_good():
    found = readings()
    assert len(found) >= 6
    assert [(file, line) for file, line, dated in found if not dated and file not in BY_WHAT_IT_NAMES] == []


def named_by_a_token():
    """Return the names of the addresses that hold a signed text."""
    resolver = get_resolver()
    return {
        name for name in resolver.reverse_dict
        if isinstance(name, str) and any("token" in args for bits in resolver.reverse_dict.getlist(name) for _p, args in bits[0])
    }  # fmt: skip


@pytest.fixture
def place(comes):
    return comes("Aina", email="aina@exemple.cat")


@pytest.fixture
def ask_for_a_link(relate):
    """Returns a function that asks for a yes by letter and returns the text of the link."""
    return lambda: proposals.answer_token(relate(), "elles@exemple.cat")


@pytest.fixture
def question(make_gathering, make_entity):
    return FollowUp.objects.create(
        gathering=make_gathering(stage="returned"),
        months=3,
        party=make_entity("Qui va acollir").party,
        sent_at=timezone.now(),
    )


@pytest.fixture
def visit(make_gathering):
    return Visit.objects.create(gathering=make_gathering(), email="aina@exemple.cat")


@pytest.fixture
def good_until(supper, place, ask_for_a_link, question, visit):
    """Return {name of an address: (signed text, the moment until which it is good)}."""
    to_place = supper.ends_at + periods.LINK_TO_PLACE
    mine, now = letters.token_of(place), timezone.now()
    after_all = midnight(visit.gathering.ends_on + timedelta(days=1))
    return {
        "registration": (mine, to_place),
        "registration_act": (mine, to_place),
        "registration_ics": (mine, to_place),
        **dict.fromkeys(
            ("visit", "visit_act", "visit_ics"), (letters.visit_token_of(visit), after_all + periods.LINK_TO_PLACE)
        ),
        "check_in": (passes.token_of(place), supper.ends_at + periods.CODE_AT_THE_DOOR),
        "opt_out": (
            opt_out.link("reminder", place.email, "ca", place.pk).rstrip("/").rpartition("/")[2],
            now + DAYS_90,
        ),
        "answer": (ask_for_a_link(), now + periods.LINK_TO_ANSWER),
        "follow_up": (asking.token_of(question), now + periods.LINK_TO_FOLLOW_UP),
    }


@pytest.fixture
def at(monkeypatch):
    """Returns a function that sets the clock."""

    def put(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)
        monkeypatch.setattr("django.core.signing.time.time", moment.timestamp)

    return put


def follow(client, name, token, language="ca"):
    with translation.override(language):
        address = reverse(name, args=[token])
    return (
        client.post(address, {"act": "confirm"}) if name in ("registration_act", "visit_act") else client.get(address)
    )


def test_each_link_is_good_until_its_time_and_then_says_so_in_the_readers_language(client, good_until, at):
    assert named_by_a_token() == good_until.keys(), "a new link of a letter says here until when it is good"
    for name, (token, until) in good_until.items():
        at(until - timedelta(hours=1))
        assert follow(client, name, token).status_code < 400, name
        at(until + timedelta(hours=1))
        for language in ("ca", "es", "en"):
            answer = follow(client, name, token, language)
            assert answer.status_code == 410, name
            assert "/contact" in answer.text and f'lang="{language}"' in answer.text


def test_a_link_that_lost_a_part_says_so(client, good_until):
    for name, (token, _until) in good_until.items():
        answer = follow(client, name, token[:-2])
        assert answer.status_code == 404, name
        assert "sencera" in answer.text or "falta un tros" in answer.text.lower(), name


def test_a_link_of_years_ago_is_over_whatever_the_activity_says(client, place, supper, at):
    later = timezone.now() + periods.LINK_AT_MOST + timedelta(days=1)
    Activity.everything.filter(pk=supper.pk).update(starts_at=later, ends_at=later + timedelta(hours=1))
    token = letters.token_of(place)
    at(later)
    assert follow(client, "registration", token).status_code == 410


def test_who_gave_their_place_back_is_forgotten_sooner(client, place, at):
    places.cancel(place)
    token = letters.token_of(place)
    at(timezone.now() + periods.PLACE_GIVEN_BACK - timedelta(hours=1))
    assert follow(client, "registration", token).status_code == 200
    at(timezone.now() + timedelta(hours=2))
    assert follow(client, "registration", token).status_code == 410


def test_a_link_whose_registration_is_gone_is_over(client, place):
    token, code = letters.token_of(place), passes.token_of(place)
    place.delete()
    assert follow(client, "registration", token).status_code == follow(client, "check_in", code).status_code == 410


def test_a_calendar_that_is_followed_goes_on_while_there_is_something_to_come(client, place, make_activity, at):
    token = letters.token_of(place)
    much_later = timezone.now() + timedelta(days=90)
    next_one = make_activity("Més endavant", sign_up="required", capacity=9, starts_at=much_later)
    places.confirm(places.sign_up(next_one, name="Aina", email="aina@exemple.cat"))
    at(timezone.now() + timedelta(days=60))
    answer = follow(client, "registration_ics", token)
    assert answer.status_code == 200 and "Més endavant" in answer.text and "Sopar" not in answer.text
    at(much_later + periods.LINK_TO_PLACE + timedelta(days=1))
    assert follow(client, "registration_ics", token).status_code == 410
