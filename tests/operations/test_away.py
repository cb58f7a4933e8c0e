"""A server of the site whose PostgreSQL goes away and comes back: words within three seconds, and on by itself."""

import os
import re
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection, transaction

from bin.throwaway_postgres import Cluster, find_programs, free_port
from energies.kernel.outages import is_away

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 3.0  # seconds


@pytest.fixture(scope="module")
def database():
    """A Cluster of these tests' own, stopped and started as its owner would."""
    programs = find_programs()
    if not programs:
        leave_out = pytest.fail if os.environ.get("CI", "").lower() in {"1", "true", "yes"} else pytest.skip
        leave_out("PostgreSQL is not installed")
    cluster = Cluster(programs)
    cluster.start()
    yield cluster
    cluster.delete()


class Site:
    """gunicorn, as documented, before the database."""

    def __init__(self, url, folder):
        self.origin = f"http://127.0.0.1:{free_port()}"
        self.log = folder / "log"
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
        self.environment = kept | {
            "DATABASE_URL": url,
            "VAR_DIR": str(folder),
            "SECRET_KEY": secrets.token_hex(),
            "PAGE_CACHE_SECONDS": "60",
        }

    def manage(self, *arguments):
        subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True, capture_output=True
        )

    @contextmanager
    def serving(self):
        command = [sys.executable, "-m", "gunicorn", "energies.wsgi", "--bind", self.origin.removeprefix("http://")]
        with self.log.open("wb") as log:
            server = subprocess.Popen(
                [*command, "--threads", "4", "--no-control-socket"],
                cwd=ROOT,
                env=self.environment,
                stderr=log,
                stdout=log,
            )
            try:
                deadline = time.monotonic() + 30
                while self.ask("/salut/viu/")[0] != 200:
                    assert time.monotonic() < deadline, self.log.read_text()
                    time.sleep(0.2)
                yield self
            finally:
                server.terminate()
                server.wait()

    def ask(self, path, data=None, method=None, **headers):
        """Return status (0 when nobody listens), headers, text and how many seconds it took."""
        body = urllib.parse.urlencode(data).encode() if data else None
        request = urllib.request.Request(self.origin + path, body, headers, method=method)
        began = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read().decode(), time.monotonic() - began
        except urllib.error.HTTPError as answer:
            return answer.status, answer.headers, answer.read().decode(), time.monotonic() - began
        except urllib.error.URLError:
            return 0, {}, "", time.monotonic() - began

    def write(self, text):
        """Send a letter to the team as a browser does, and return the answer."""
        _status, headers, page, _took = self.ask("/contacte/")
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)
        if not token:
            return self.ask("/contacte/")
        cookie = headers["Set-Cookie"].split(";")[0]
        data = {"about": "other", "text": text, "csrfmiddlewaretoken": token[1]}
        return self.ask("/contacte/", data, Cookie=cookie)


@pytest.fixture(scope="module")
def site(database, tmp_path_factory):
    site = Site(database.url, tmp_path_factory.mktemp("away"))
    site.manage("migrate", "--verbosity", "0")
    site.manage("load_territory")
    site.manage("collectstatic", "--noinput", "--verbosity", "0")
    with site.serving():
        yield site


def crowd(site):
    """Return what forty who ask at once are answered."""
    with ThreadPoolExecutor(40) as people:
        return list(people.map(lambda number: site.ask(f"/projectes/?page={number}"), range(40)))


def comes_back(site, path="/", seconds=30):
    deadline = time.monotonic() + seconds
    while (status := site.ask(path)[0]) != 200 and time.monotonic() < deadline:
        time.sleep(0.2)
    return status == 200


def test_without_its_database_it_says_so_in_words_and_goes_on_by_itself_when_it_is_back(site, database):
    _status, _headers, home, _took = site.ask("/")
    # A machine that is busy with other things is slow with a page of its own, too.
    longest = LONGEST + max(took for *_rest, took in crowd(site))
    style = re.search(r'/static/css/site[^"]*\.css', home)[0]
    assert site.write("Abans")[0] == 200
    _status, headers, page, _took = site.ask("/contacte/")
    token, cookie = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1], headers["Set-Cookie"].split(";")[0]
    letter = {"about": "other", "text": "Mentrestant", "csrfmiddlewaretoken": token}
    session = {"Cookie": f"{cookie}; sessionid={'x' * 32}"}
    database.stop()
    said_before = len(site.log.read_text().splitlines())
    asked = {
        "/": {},
        "/es/": {},
        "/en/": {},
        "/en/projects/": session,
        "/el-meu-espai/": session,
        "/equip/": session,
        "/contacte/": session | {"data": letter},
        "/agenda/agenda.ics": {},
    }
    words = {"/es": "Volvemos enseguida", "/en": "We will be back in a moment"}
    slowest = 0
    for path, how in asked.items():
        time.sleep(1.1)  # so that each finds out by itself
        status, headers, text, took = site.ask(path, **how)
        assert (status, headers["Retry-After"]) == (503, "30"), (path, status)
        assert words.get(path[:3], "Tornem de seguida") in text and "no-store" in headers["Cache-Control"]
        assert headers["Content-Security-Policy"] and headers["Cross-Origin-Resource-Policy"]
        slowest = max(slowest, took)
    together = crowd(site)
    assert {status for status, *_rest in together} == {503}
    assert max(slowest, *(took for *_rest, took in together)) < longest
    status, _headers, text, took = site.ask(style)
    assert status == 200 and text and took < longest
    said = site.log.read_text().splitlines()[said_before:]
    assert len(said) <= len(asked) + len(together) and not any(line.startswith(("Traceback", " ")) for line in said), (
        said
    )
    database.start()
    assert comes_back(site)
    assert site.write("Després")[0] == 200
    import psycopg

    with psycopg.connect(database.url) as asked:
        kept = [text for (text,) in asked.execute("SELECT text FROM site_contactmessage ORDER BY id")]
    assert kept == ["Abans", "Després"]


def test_a_restart_between_two_requests_is_noticed_by_nobody(site, database):
    assert comes_back(site)
    database.stop()
    database.start()
    assert [site.ask(path)[0] for path in ("/projectes/", "/barris/", "/")] == [200] * 3


def test_after_a_long_time_away_it_is_back_as_soon(site, database):
    database.stop()
    for _time in range(4):
        assert site.ask("/")[0] == 503
    time.sleep(6)
    database.start()
    # Whoever waits twice as long before each try would be away for as long again.
    assert comes_back(site, seconds=5)


def test_the_server_has_nothing_to_complain_of_when_asked_for_the_head_alone(site):
    before = site.log.read_text()
    for path in ("/", "/contacte/", "/no-hi-es/", "/robots.txt", "/salut/"):
        site.ask(path, method="HEAD")
    assert "body" not in site.log.read_text().removeprefix(before)


@pytest.mark.django_db(transaction=True)
def test_what_the_database_answers_is_not_that_it_is_away():
    with pytest.raises((OperationalError, ProgrammingError)) as wrong, connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column FROM no_such_table")
    assert not is_away(wrong.value)
    assert not is_away(None) and not is_away(ValueError("x"))
    assert not is_away(OperationalError("by hand")) and not is_away(InterfaceError("by hand"))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="what PostgreSQL alone answers")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("state", "away"),
    [
        ("40P01", False),
        ("40001", False),
        ("57014", False),
        ("53100", False),
        ("57P01", True),
        ("08006", True),
        ("53300", True),
    ],
)
def test_deadlocks_and_time_outs_are_not_away_and_a_server_that_shuts_down_is(state, away):
    with pytest.raises(OperationalError) as said, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$")
    assert is_away(said.value) is away
