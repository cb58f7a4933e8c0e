"""Pages kept for whoever asks next: nobody ever reads what is no longer so, nor what is somebody else's."""

from itertools import count

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from energies.accounts.models import User
from energies.curation import drafts, review
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.pagecache import content_version
from energies.site.models import ContactMessage
from projects.models import Project
from tests.curation.proposing import PROJECT, sent

pytestmark = pytest.mark.django_db(transaction=True)
HORT, LIST = "/projectes/hort-de-mostra/", "/projectes/"


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.PAGE_CACHE_SECONDS = 60
    caches["pages"].clear()


@pytest.fixture
def is_kept(client):
    """Returns a function: whether an address is answered, as a rule with one query, without making the page."""

    def ask(path=HORT, **headers):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path, headers=headers).status_code in (200, 304)
        return [one["sql"].split(" FROM ")[-1].startswith('"pagecache_contentversion"') for one in queries] == [True]

    return ask


@pytest.fixture
def hort(make_project, is_kept):
    """A project whose page has been asked for."""
    project = make_project()
    assert not is_kept()
    return project


def test_a_page_is_made_once_and_then_costs_one_query(client, hort, is_kept):
    assert is_kept()
    first = client.get(HORT)
    assert "Hort de mostra" in first.text
    assert (
        first["Content-Type"] == "text/html; charset=utf-8" and "default-src 'none'" in first["Content-Security-Policy"]
    )


def test_who_has_it_already_is_told_so(client, hort):
    tag = client.get(HORT)["ETag"]
    answer = client.get(HORT, headers={"if-none-match": tag})
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (304, b"", "no-cache")
    Project.objects.update(summary="Una altra cosa.")
    assert client.get(HORT, headers={"if-none-match": tag}).status_code == 200


def test_asking_for_the_head_alone_neither_keeps_nor_makes(client, make_project, is_kept):
    make_project()
    assert client.head(HORT)["ETag"] == client.get(HORT)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        assert client.head(HORT).content == b""
    assert len(queries) == 1


def test_what_is_hidden_is_gone_at_once_and_comes_back_at_once(client, hort, staff_user):
    assert "Hort de mostra" in client.get(LIST).text
    hort.hide(by=staff_user, why="prova")
    assert client.get(HORT).status_code == 404 and "Hort de mostra" not in client.get(LIST).text
    hort.show(by=staff_user)
    assert client.get(HORT).status_code == 200 and "Hort de mostra" in client.get(LIST).text


def test_what_is_approved_shows_at_once(client, hort, staff_user):
    assert "Rec Viu" not in client.get(LIST).text
    author = User.objects.create_user("autora@exemple.cat", name="Mercè")
    proposal = drafts.start(get("project"), author, "ca")
    proposal.save()
    sent(proposal, PROJECT)
    assert "Rec Viu" not in client.get(LIST).text
    review.approve(Submission.objects.get(pk=proposal.pk), by=staff_user, revision=1)
    assert "Rec Viu" in client.get(LIST).text


def by_hand(project, many=False):
    with connection.cursor() as cursor:
        run = cursor.executemany if many else cursor.execute
        run("UPDATE projects_project SET summary = %s", [["a mà"]] if many else ["a mà"])


@pytest.mark.parametrize(
    "write",
    [
        lambda one: one.save(),
        lambda one: Project.objects.update(summary="Canviat"),
        lambda one: Project.objects.bulk_update([one], ["summary"]),
        lambda one: one.needs.bulk_create([one.needs.model(project=one, kind="hands", text="Mans")]),
        lambda one: one.other_barris.set(["02"]),
        lambda one: one.project_themes.all().delete(),
        by_hand,
        lambda one: by_hand(one, many=True),
    ],
    ids=["save", "update", "bulk_update", "bulk_create", "many to many", "delete", "SQL by hand", "many by hand"],
)
def test_no_way_of_writing_goes_unnoticed(hort, is_kept, write):
    assert is_kept()
    write(hort)
    assert not is_kept()


def test_a_transaction_counts_once_and_only_when_it_commits(hort, is_kept):
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        Project.objects.update(summary="Una cosa.")
        Project.objects.update(summary="Una altra.")
        assert is_kept()
    assert sum('INSERT INTO "pagecache_contentversion"' in one["sql"] for one in queries) == 1
    assert not is_kept()


def test_what_is_rolled_back_changes_nothing(hort, is_kept):
    with transaction.atomic():
        hort.save()
        transaction.set_rollback(True)
    with transaction.atomic():
        with transaction.atomic():
            hort.save()
            transaction.set_rollback(True)
        ContactMessage.objects.create(about="other", text="Hola", language="ca")
    assert is_kept()


def test_what_follows_a_savepoint_that_was_rolled_back_counts(hort, is_kept):
    with transaction.atomic():
        with transaction.atomic():
            hort.save()
            transaction.set_rollback(True)
        hort.save()
    assert not is_kept()


def test_it_counts_also_when_something_else_fails_after_the_commit(hort, is_kept):
    def fail():
        raise RuntimeError("the mail server")

    with pytest.raises(RuntimeError), transaction.atomic():
        hort.save()
        transaction.on_commit(fail)
    assert not is_kept()


def test_what_is_private_leaves_the_pages_as_they_are(hort, is_kept, staff_user, let_in):
    from django.test import Client

    is_kept()
    ContactMessage.objects.create(about="other", text="Hola", language="ca")
    drafts.start(get("project"), staff_user, "ca").save()
    let_in(Client(), staff_user)
    assert is_kept()


def test_who_sends_a_cookie_is_neither_served_what_is_kept_nor_keeps(client, make_project, is_kept):
    project = make_project()
    client.cookies["anything"] = "1"
    assert not is_kept() and not is_kept() and "ETag" not in client.get(HORT)
    client.cookies.clear()
    assert not is_kept() and is_kept()
    assert not is_kept(authorization="Bearer x")
    assert project.name in client.get(HORT).text


def gives_a_cookie(get_response):
    """A middleware by which everybody gets a cookie of their own."""
    given = count(1)

    def answer(request):
        response = get_response(request)
        response.set_cookie("whose", next(given))
        return response

    return answer


def test_a_page_that_sets_a_cookie_is_kept_for_nobody(make_project, settings):
    make_project()
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.gives_a_cookie"]
    for _visitor in range(2):
        answer = Client().get(HORT)
        assert answer.cookies["whose"].value and not answer.has_header("ETag")
    assert not caches["pages"]._cache


def test_languages_queries_and_parts_of_pages_are_kept_apart(client, hort, is_kept, settings):
    for path in (LIST, "/es/proyectos/", "/en/projects/", f"{LIST}?theme=food", f"{LIST}?theme=sport"):
        assert not is_kept(path) and is_kept(path)
    assert '<html lang="es"' in client.get("/es/proyectos/").text and '<html lang="ca"' in client.get(LIST).text
    assert not is_kept(LIST, x_fragment="1")
    assert "<html" not in client.get(LIST, headers={"x-fragment": "1"}).text and "<html" in client.get(LIST).text
    assert not is_kept(f"{LIST}?q={'x' * 500}") and not is_kept(f"{LIST}?q={'x' * 500}")


def test_what_the_browser_prefers_changes_no_page(client, hort, is_kept):
    assert is_kept(HORT, accept_language="en")
    caches["pages"].clear()
    assert '<html lang="ca"' in client.get("/", headers={"accept-language": "en"}).text


def test_hosts_are_kept_apart_and_an_unknown_one_is_refused(client, hort, is_kept, settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    assert is_kept() and not is_kept(HORT, host="localhost")
    assert 'href="http://localhost/' in client.get(HORT, headers={"host": "localhost"}).text
    answer = client.get(HORT, headers={"host": "un-altre.exemple"})
    assert answer.status_code == 400 and "<h1" in answer.text


def test_what_is_committed_while_a_page_is_made_is_not_lost(client, make_project, monkeypatch):
    make_project()

    def slow(request, *arguments, **options):
        response = real(request, *arguments, **options)
        Project.objects.update(summary="Escrit mentrestant.")
        return response

    with monkeypatch.context() as patch:
        import projects.views

        real = projects.views.render
        patch.setattr(projects.views, "render", slow)
        assert "Escrit mentrestant" not in client.get(HORT).text
    assert "Escrit mentrestant" in client.get(HORT).text


def test_another_day_is_another_page(hort, is_kept, monkeypatch):
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *_arguments: tomorrow)
    assert not is_kept()


def test_what_is_not_there_or_not_a_page_is_not_kept(client, hort):
    for path in ("/projectes/no-hi-es/", "/sitemap.xml", "/robots.txt"):
        assert "no-cache" not in client.get(path).get("Cache-Control", "")


def test_without_the_shared_cache_pages_are_made_anew(client, hort, settings, caplog):
    nobody_listens = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    settings.CACHES = settings.CACHES | {"pages": nobody_listens}
    assert "Hort de mostra" in client.get(HORT).text
    assert "cannot be read" in caplog.text and "cannot be written" in caplog.text
    assert {record.exc_info[0].__name__ for record in caplog.records if record.exc_info} == {"ConnectionError"}


def test_nothing_is_kept_when_it_is_switched_off(hort, is_kept, settings):
    settings.PAGE_CACHE_SECONDS = 0
    assert not is_kept() and not is_kept()


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ('SELECT 1', False),
        ('(SELECT 1) UNION (SELECT 2)', False),
        ('SAVEPOINT "s1"', False),
        ('UPDATE "projects_project" SET name = 1', True),
        ('update projects_project set name = 1', True),
        ('UPDATE "public"."django_session" SET x = 1', True),
        ('INSERT OR IGNORE INTO "django_session" VALUES (1)', False),
        ('DELETE FROM "django_session"', False),
        ('DELETE FROM "projects_need"', True),
        ('WITH x AS (DELETE FROM "projects_need") SELECT 1', True),
        ('TRUNCATE "projects_need"', True),
        ('', True),
    ],
)  # fmt: skip
def test_what_is_not_known_to_be_harmless_counts(sql, told):
    assert content_version.may_change_pages(sql) is told


@pytest.mark.at_once
def test_another_process_is_noticed_too(client, hort, is_kept):
    """Another connection, as another process has: the version stands in the database."""
    from threading import Thread

    from django.db import connections

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a SQLite database in memory is one connection’s alone: set TEST_SQLITE_FILE")

    def write():
        Project.objects.update(summary="D’una altra banda.")
        connections.close_all()

    assert is_kept()
    other = Thread(target=write)
    other.start()
    other.join()
    assert "D’una altra banda." in client.get(HORT).text
