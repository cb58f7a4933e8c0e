"""Which pages are kept: those for everybody, made of what is public; never one that acts or has a secret address."""

import re
from contextlib import suppress
from datetime import timedelta
from itertools import islice

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from energies.accounts.models import User
from energies.curation import letters as curation_letters
from energies.curation.models import Submission
from energies.demo import gatherings, loader, networks, proposals
from energies.kernel import brings
from energies.operations import opt_out
from energies.pagecache import content_version
from energies.site.reference import load as load_pages
from energies.site.sitemaps import sections
from gatherings import letters, places
from gatherings.follow_up import asking
from gatherings.models import Activity, FollowUp, Gathering, Visit
from gatherings.registration import passes
from tests.files import closed

pytestmark = pytest.mark.django_db
OF_EACH = 5
WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|WITH)\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.PAGE_CACHE_SECONDS = 60
    caches["pages"].clear()


@pytest.fixture
def city(territory, vocabulary):
    load_pages()
    loader.load(picture_width=160)
    proposals.load(User.objects.create_superuser("equip@exemple.cat"))
    networks.load()
    gatherings.load()


@pytest.fixture
def supper(territory, vocabulary):
    """Something one signs up for."""
    soon = timezone.now() + timedelta(days=7)
    return Activity.everything.create(
        name="Sopar", summary="Sopar.", axis="activities", kind="meal", venue="Ateneu", barri_id="01",
        starts_at=soon, ends_at=soon + timedelta(hours=2), sign_up="required", capacity=10,
    )  # fmt: skip


def public_addresses():
    """Some of each kind of public page, and the lists."""
    yield from (reverse(name) for name in brings.each("pages"))
    for sitemap in sections().values():
        yield from (sitemap.location(one) for one in islice(sitemap.items(), OF_EACH))
    for activity in Activity.objects.filter(sign_up__in=["open", "required"])[:OF_EACH]:
        yield activity.get_absolute_url()
    yield from (reverse("agenda") + "?view=month", reverse("agenda") + "?when=past", reverse("search") + "?q=hort")


def test_what_an_app_calls_private_is_a_table_of_its_own_and_said_once(db):
    private = list(brings.models("private"))
    assert len(private) == len(set(private)) == len(content_version.private_tables())
    assert content_version.private_tables() <= set(connection.introspection.table_names())
    own = {app.label for app, _brought in brings.bringing()}
    for app, brought in brings.bringing():
        labels = {brings.model(app, name)._meta.app_label for name in brought.private}
        assert not labels & (own - {app.label}), f"{app.label} speaks for another app of ours"


def test_public_pages_are_kept_and_made_of_nothing_private(client, city):
    private = content_version.private_tables() - {"pagecache_contentversion"}
    kept = set()
    for path in public_addresses():
        # A page with a form leaves a cookie, and whoever sends one gets pages made anew.
        client.cookies.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        read = {table for one in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', one["sql"])}
        assert answer.status_code == 200 and not read & private, (path, read & private)
        if answer.get("Cache-Control") == "no-cache":
            kept.add(answer.resolver_match.url_name)
    assert {"home", "projects", "project", "entity", "network", "gathering", "activity", "agenda", "barri"} <= kept
    assert "contact" not in kept


def test_nobody_writes_by_reading_once_tick_has_run_that_day(client, city, monkeypatch, capsys):
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    call_command("tick")
    assert "search follows the day" in capsys.readouterr().out
    for path in {*public_addresses(), *without_arguments()}:
        with CaptureQueriesContext(connection) as queries:
            closed(client.get(path))
        client.cookies.clear()
        written = [one["sql"] for one in queries if WRITES.match(one["sql"])]
        assert written == [], path


def without_arguments():
    """Yield every address that needs none."""
    # demo_mail reads letters from files, and those of a test are in memory.
    for name in sorted({key for key in get_resolver().reverse_dict if isinstance(key, str)} - {"demo_mail"}):
        with suppress(NoReverseMatch):
            yield reverse(name)


def test_no_page_that_acts_is_kept(client, supper):
    """Every address without arguments, and the sign-up: whoever has a form of ours says that nobody keeps it."""
    paths = [reverse("sign_up", args=[supper.slug]), *without_arguments()]
    acting = set()
    for path in paths:
        answer = closed(client.get(path))
        client.cookies.clear()
        if answer.cookies or (not answer.streaming and b"csrfmiddlewaretoken" in answer.content):
            acting.add(path)
            assert "no-store" in answer["Cache-Control"], path
    assert {"/contacte/", "/el-meu-espai/entra/"} | set(paths[:1]) <= acting


def coming():
    """A Trobada that is not over."""
    day = timezone.localdate() + timedelta(days=7)
    return Gathering.objects.create(name="Propera", number=2, summary="Un dia.", starts_on=day, ends_on=day)


@pytest.fixture
def secrets(make_project, make_entity, supper, staff_user):
    """The addresses that whoever got a letter knows, by the name of the view."""
    aina = places.sign_up(supper, name="Aina", email="aina@exemple.cat")
    signed_up = letters.token_of(aina)
    asked = Submission.objects.create(kind="project", author=staff_user, label="Rec Viu", version=1)
    day = timezone.localdate() - timedelta(days=100)
    past = Gathering.objects.create(name="Trobada", number=1, summary="Un dia.", starts_on=day, ends_on=day)
    follow_up = FollowUp.objects.create(gathering=past, party=make_entity().party, months=3)
    visit = letters.visit_token_of(Visit.objects.create(gathering=coming(), email="aina@exemple.cat"))
    return {
        "follow_up": asking.token_of(follow_up),
        "registration": signed_up,
        "registration_ics": signed_up,
        "registration_act": signed_up,
        "visit": visit,
        "visit_ics": visit,
        "visit_act": visit,
        "check_in": passes.token_of(aina),
        "answer": curation_letters.answer_token(asked, "aina@exemple.cat"),
        "opt_out": opt_out.link("reminder", "aina@exemple.cat", "ca", aina.pk).rstrip("/").rpartition("/")[2],
    }


def test_no_secret_address_is_kept_by_anybody(client, secrets):
    resolver = get_resolver().reverse_dict
    named = {key for key in resolver if isinstance(key, str) and "token" in resolver.getlist(key)[0][0][0][1]}
    assert named == set(secrets)
    for name, token in secrets.items():
        answer = client.get(reverse(name, args=[token]))
        # Whoever scans a code at the door signs in first.
        assert answer.status_code == {"check_in": 302, "registration_act": 405, "visit_act": 405}.get(name, 200), name
        assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"], name
        assert "ETag" not in answer
