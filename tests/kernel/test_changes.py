"""What was written is followed once its transaction commits, and by whoever wrote it alone."""

import ast
from contextlib import nullcontext
from threading import Event

import pytest
from django.db import connection, transaction

from energies.kernel.changes import Marks
from energies.pagecache import content_version
from energies.search import index
from networks.graph import drawings
from networks.models import Network
from projects.models import Project
from tests.curation.test_at_once import at_once
from tests.sources import sources

pytestmark = pytest.mark.django_db(transaction=True)


class Undone(Exception):
    pass


@pytest.fixture
def followed():
    """The sets of keys that were followed, in order."""
    return []


@pytest.fixture
def marks(followed):
    return Marks("a test", followed.append)


def undone(act):
    """Do it in a transaction, or a savepoint, that is rolled back."""
    with pytest.raises(Undone), transaction.atomic():
        act()
        raise Undone


def test_all_that_a_transaction_marks_is_followed_once_it_commits(marks, followed):
    with transaction.atomic():
        marks.add(["a", "b"])
        marks.add(["b", "c"])
        assert marks.waiting() == {"a", "b", "c"} and followed == []
    assert followed == [{"a", "b", "c"}] and marks.waiting() == set()


def test_outside_a_transaction_it_is_followed_at_once(marks, followed):
    marks.add(["a"])
    assert followed == [{"a"}]


def test_what_is_rolled_back_is_followed_by_nobody(marks, followed):
    undone(lambda: marks.add(["a"]))
    assert marks.waiting() == set()
    with transaction.atomic():
        marks.add(["b"])
    assert followed == [{"b"}]


def test_a_savepoint_that_is_rolled_back_drops_its_own_marks_and_no_others(marks, followed):
    with transaction.atomic():
        marks.add(["before"])
        undone(lambda: marks.add(["inside"]))
        with transaction.atomic():
            marks.add(["kept"])
        marks.add(["after"])
        assert marks.waiting() == {"before", "kept", "after"}
    assert followed == [{"before", "kept", "after"}]


def test_a_savepoint_that_went_well_is_dropped_with_the_whole(marks, followed):
    def act():
        with transaction.atomic():
            marks.add(["inside"])

    undone(act)
    assert marks.waiting() == set() and followed == []


def test_what_is_worked_off_before_the_commit_is_not_done_again(marks, followed):
    with transaction.atomic():
        marks.add(["a"])
        marks.work_off()
        assert followed == [{"a"}]
    assert followed == [{"a"}]


def test_what_was_worked_off_in_a_savepoint_that_is_rolled_back_is_done_again(marks, followed):
    """What following wrote went with the savepoint; the row that was marked before it stays."""

    def act():
        marks.add(["inside"])
        marks.work_off()

    with transaction.atomic():
        marks.add(["before"])
        undone(act)
        assert marks.waiting() == {"before"}
    assert followed == [{"before", "inside"}, {"before"}]


def test_what_fails_while_it_is_followed_waits_on(marks, followed, monkeypatch):
    monkeypatch.setattr(marks, "_follow", lambda keys: 1 / 0)
    with transaction.atomic():
        marks.add(["a"])
        with pytest.raises(ZeroDivisionError):
            marks.work_off()
        assert marks.waiting() == {"a"}
        monkeypatch.setattr(marks, "_follow", followed.append)
    assert followed == [{"a"}]


def test_what_fails_after_the_commit_is_logged_and_takes_nothing_along(marks, followed, caplog):
    other = Marks("another test", lambda keys: 1 / 0)
    with transaction.atomic():
        other.add(["a"])
        marks.add(["b"])
    assert followed == [{"b"}] and "division by zero" in caplog.text


def test_many_acts_may_want_them_to_wait(marks, followed):
    with marks.postponed():
        marks.add(["a"])
        marks.work_off()
        with marks.postponed():
            marks.add(["b"])
        assert followed == []
    assert followed == [{"a", "b"}]


def test_what_following_marks_is_followed_too(followed):
    def follow(keys):
        followed.append(keys)
        if keys == {"a"}:
            marks.add(["b"])

    marks = Marks("a test that goes on", follow)
    with transaction.atomic():
        marks.add(["a"])
    assert followed == [{"a"}, {"b"}]


@pytest.mark.at_once
def test_two_connections_do_not_see_each_other_s_marks(marks, followed):
    """One has marked and not committed while the other commits: it follows its own."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a SQLite database in memory is one connection’s alone: set TEST_SQLITE_FILE")
    marked, committed = Event(), Event()

    def slow():
        with transaction.atomic():
            marks.add(["slow"])
            marked.set()
            assert committed.wait(20)
            return marks.waiting(), list(followed)

    def quick():
        assert marked.wait(20)
        # SQLite has one transaction that writes at a time: there the other acts without one.
        with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
            marks.add(["quick"])
            assert "slow" not in marks.waiting()
        committed.set()

    assert at_once(slow, quick) == [({"slow"}, [{"quick"}]), None]
    assert followed == [{"quick"}, {"slow"}]


@pytest.mark.at_once
def test_nobody_draws_what_another_has_not_committed(monkeypatch):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a SQLite database in memory is one connection’s alone: set TEST_SQLITE_FILE")
    marked, committed, drawn = Event(), Event(), []
    monkeypatch.setattr(type(drawings.draw), "enqueue", lambda _task, keys: drawn.append(keys))

    def slow():
        with transaction.atomic():
            drawings.mark(["project.1"])
            marked.set()
            assert committed.wait(20)

    def quick():
        assert marked.wait(20)
        drawings.mark(["project.2"])
        committed.set()

    assert at_once(slow, quick) == [None, None]
    assert drawn == [["project.2"], ["project.1"]]


class TestThoseWhoFollow:
    """The index, the drawings and the version of public pages: each by a mark of the transaction."""

    def all_marks(self):
        return {one.name: one.waiting() for one in (index.MARKS, drawings.MARKS, content_version.BUMPS)}

    def test_a_save_marks_for_each_of_them_and_a_rollback_for_none(self, make_project):
        project = make_project()
        network = Network.everything.create(name="Llavors", scope="city", summary="Horts que es passen llavors.")
        network.memberships.create(party=project.party)
        with transaction.atomic():
            undone(network.save)
            assert not any(self.all_marks().values())
            network.save()
            found = self.all_marks()
            assert ("network", str(network.pk)) in found["search"]
            assert {f"network.{network.pk}", f"project.{project.pk}"} <= found["drawings"]
            assert found["content version"]
        assert not any(self.all_marks().values())

    def test_what_sends_no_signal_marks_nothing_by_itself(self, make_project):
        """But for the version, which reads the statements; so who writes in bulk says it."""
        one = make_project()
        with transaction.atomic():
            Project.objects.filter(pk=one.pk).update(summary="Escrit per darrere.")
            assert self.all_marks() == {"search": set(), "drawings": set(), "content version": {"written"}}
            index.mark("project", [one.pk])
            assert index.pending() == {"project": {str(one.pk)}}


def test_what_waits_for_a_commit_takes_nothing_else_along_when_it_fails():
    """Else what comes after it (the version of public pages, a file to delete) would be lost."""
    alone = [f"{name}:{line}" for name, tree in sources() for line in fragile(tree)]
    assert alone == [], "Say robust=True."
    assert list(fragile(ast.parse("transaction.on_commit(act)"))) == [1]


def fragile(tree):
    """Yield the lines of ``on_commit`` without ``robust=True``."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="on_commit"), keywords=said):
                if not any(one.arg == "robust" and ast.unparse(one.value) == "True" for one in said):
                    yield node.lineno
