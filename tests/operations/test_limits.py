"""Where limits are counted: in the database or a shared cache, exactly, whatever else fails."""

import re
import shutil
import subprocess
import time
from threading import Barrier, Thread

import pytest
import redis
from django.conf import settings as site_settings
from django.db import DatabaseError, connections, transaction
from django.utils import timezone
from limits.errors import StorageError

from bin.throwaway_postgres import free_port
from energies.accounts import second_factor_forms  # noqa: F401  its limit is read with the page of allauth
from energies.kernel import limits, personal
from energies.operations import counters
from energies.operations.counters import Counter, DatabaseStorage

pytestmark = pytest.mark.django_db
A_FEW = limits.Limit("prova", "client", 3, 60, limits.OutagePolicy.CLOSED)
OPEN = limits.Limit("prova", "client", 3, 60, limits.OutagePolicy.OPEN)


def times(limit, who, number):
    """Return how many of ``number`` times were let through."""
    return sum(limits.too_many(limit, who) is None for _time in range(number))


@pytest.fixture
def redis_server(tmp_path, settings):
    """A Redis of this test, shared as CACHE_URL would have it: its process, for stopping it."""
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("no Redis is installed")
    port = free_port()
    command = [program, "--port", str(port), "--save", "", "--dir", str(tmp_path), "--bind", "127.0.0.1"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    settings.LIMITS_URL = f"redis://127.0.0.1:{port}/0"
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            redis.Redis(port=port).ping()
            break
        except redis.ConnectionError:
            time.sleep(0.05)
    yield server
    server.kill()
    server.wait()


def test_so_many_and_no_more_each_by_themselves():
    assert times(A_FEW, "aina", 5) == 3
    assert times(A_FEW, "biel", 5) == 3
    error = limits.too_many(A_FEW, "aina")
    assert error.limit is A_FEW and 58 <= error.wait <= 60


def test_limits_of_one_act_are_counted_apart_by_what_they_are_per():
    by_activity, by_gathering = (
        limits.Limit("prova", per, 3, 60, limits.OutagePolicy.CLOSED)
        for per in ("e-mail and activity", "e-mail and Trobada")
    )
    assert times(by_activity, "aina@exemple.cat 7", 5) == 3
    assert times(by_gathering, "aina@exemple.cat 7", 5) == 3, "an activity may have the number of a Trobada"


def test_when_the_window_is_over_one_goes_on(monkeypatch):
    now = time.time()
    times(A_FEW, "aina", 5)
    monkeypatch.setattr(time, "time", lambda: now + 59)
    assert times(A_FEW, "aina", 1) == 0
    monkeypatch.setattr(time, "time", lambda: now + 61)
    assert times(A_FEW, "aina", 5) == 3


def test_whom_it_counts_cannot_be_read():
    limits.count(A_FEW, "aina@exemple.cat")
    name = Counter.objects.get().name
    assert "prova" in name and "aina" not in name


def test_tick_forgets_the_windows_that_are_over(monkeypatch):
    limits.count(A_FEW, "aina")
    assert not counters.over(timezone.now()).exists()
    personal.purge(timezone.now() + timezone.timedelta(seconds=61))
    assert not Counter.objects.exists()


def test_inside_a_transaction_it_refuses_so_that_no_rollback_forgets():
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        limits.count(A_FEW, "aina")


@pytest.mark.at_once
@pytest.mark.django_db(transaction=True)
def test_at_the_same_instant_exactly_so_many_are_let_through():
    gate, through = Barrier(24), []

    def come():
        gate.wait()
        through.append(limits.too_many(A_FEW, "aina") is None)
        connections.close_all()

    threads = [Thread(target=come) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(through), len(through)) == (3, 24)
    assert Counter.objects.get().hits == 24


def test_with_a_shared_cache_it_counts_there(redis_server):
    assert times(A_FEW, "aina", 5) == 3
    assert not Counter.objects.exists()
    assert 58 <= limits.too_many(A_FEW, "aina").wait <= 60


def test_when_the_cache_goes_away_the_database_counts_and_it_costs_little(redis_server, caplog):
    times(A_FEW, "aina", 2)
    redis_server.kill()
    redis_server.wait()
    began = time.monotonic()
    assert times(A_FEW, "aina", 5) == 3
    assert time.monotonic() - began < 1.5
    assert Counter.objects.get().hits == 5
    assert "cannot count prova" in caplog.text and "Traceback" not in caplog.text


def test_a_cache_that_hangs_is_not_waited_for(redis_server):
    redis_server.send_signal(19)  # SIGSTOP
    began = time.monotonic()
    assert times(A_FEW, "aina", 1) == 1
    assert time.monotonic() - began < 1.5
    redis_server.send_signal(18)


@pytest.fixture
def nothing_counts(monkeypatch):
    """A database that takes no writes, as a standby or a full disk."""

    def refuse(*_args, **_kwargs):
        raise StorageError(DatabaseError("cannot execute INSERT in a read-only transaction"))

    monkeypatch.setattr(DatabaseStorage, "incr", refuse)


def test_when_nothing_can_count_what_is_open_goes_on_and_what_is_closed_says_that_we_are_not_well(
    nothing_counts, client, caplog
):
    limits.count(OPEN, "aina")
    with pytest.raises(limits.NotCounted):
        limits.count(A_FEW, "aina")
    assert caplog.text.count("cannot count prova") == 2
    assert client.post("/contacte/", {"about": "other", "text": "Hola"}).status_code == 302
    answer = client.post("/el-meu-espai/entra/", {"email": "aina@exemple.cat"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Tornem de seguida" in answer.text


def test_each_limit_says_how_often_and_what_when_nothing_can_count_and_the_docs_show_all_of_them():
    rows = re.findall(
        r"^\| `([\w-]+)` \| ([\w -]+) \| (\d+) in (\d+) (min|h) \| (open|closed) \|", docs(), re.MULTILINE
    )
    seconds = {"min": 60, "h": 3600}
    told = {(act, per, int(most), int(much) * seconds[unit], away) for act, per, most, much, unit, away in rows}
    assert told == {(one.act, one.per, one.most, one.seconds, one.away) for one in limits.declared()}
    assert len(rows) == len(told) > 10


def docs():
    return (site_settings.BASE_DIR / "docs" / "developers.md").read_text()
