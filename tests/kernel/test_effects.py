"""Files obey the transaction that writes or withdraws them: the outermost, and each savepoint."""

import errno

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.db import connection, transaction

from energies.kernel import effects

pytestmark = pytest.mark.django_db(transaction=True)


class Undone(Exception):
    pass


@pytest.fixture
def store():
    store = InMemoryStorage()
    store.save("there", ContentFile(b"x"))
    return store


def names(store):
    return set(store.listdir("")[1])


def test_what_is_published_stays_when_it_is_committed(store):
    with transaction.atomic():
        assert effects.publish(store, "new", ContentFile(b"y")) == "new"
        assert names(store) == {"there", "new"}
    assert names(store) == {"there", "new"}


def test_what_is_published_goes_at_once_when_it_is_undone(store):
    with pytest.raises(Undone), transaction.atomic():
        effects.publish(store, "new", ContentFile(b"y"))
        raise Undone
    assert names(store) == {"there"}


def test_a_part_that_is_undone_takes_what_it_did_and_no_more(store):
    with transaction.atomic():
        effects.publish(store, "before", ContentFile(b"y"))
        with pytest.raises(Undone), transaction.atomic():
            effects.publish(store, "inside", ContentFile(b"y"))
            effects.withdraw(store, ["there"])
            raise Undone
        assert names(store) == {"there", "before"}
    assert names(store) == {"there", "before"}


def test_a_part_that_went_well_is_undone_with_the_whole(store):
    with transaction.atomic():
        with transaction.atomic():
            effects.publish(store, "new", ContentFile(b"y"))
            effects.withdraw(store, ["there"])
        transaction.set_rollback(True)
    assert names(store) == {"there"}


def test_what_is_withdrawn_goes_with_the_commit_and_not_before(store):
    with transaction.atomic():
        effects.withdraw(store, ["there"])
        assert names(store) == {"there"}
    assert names(store) == set()


def test_what_somebody_else_shows_by_then_stays(store):
    effects.withdraw(store, ["there"], unless=lambda: True)
    assert names(store) == {"there"}


def test_what_fails_after_the_commit_takes_no_file_along(store):
    """Neither back what was published, nor what was withdrawn: it is committed."""

    def fail():
        raise Undone

    with pytest.raises(Undone), transaction.atomic():
        transaction.on_commit(fail)
        effects.publish(store, "new", ContentFile(b"y"))
        effects.withdraw(store, ["there"])
    assert names(store) == {"new"}


@pytest.mark.at_once
def test_a_connection_that_is_lost_undoes_it_too(store):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a SQLite database in memory goes with its connection: set TEST_SQLITE_FILE")
    with pytest.raises(Undone), transaction.atomic():
        effects.publish(store, "new", ContentFile(b"y"))
        connection.connection.close()
        raise Undone
    connection.close()
    assert names(store) == {"there"}


def test_outside_a_transaction_nothing_is_published(store):
    with pytest.raises(transaction.TransactionManagementError):
        effects.publish(store, "new", ContentFile(b"y"))
    assert names(store) == {"there"}


def test_a_full_disk_is_said_and_leaves_no_half_of_a_file(store, monkeypatch, caplog):
    def full(name, content):
        InMemoryStorage._save(store, name, ContentFile(b"half"))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store, "_save", full)
    with pytest.raises(effects.CannotKeep), transaction.atomic():
        effects.publish(store, "new", ContentFile(b"y"))
    assert names(store) == {"there"} and "No space left" in caplog.text


def test_what_cannot_be_deleted_keeps_nobody_from_going_on(store, monkeypatch, caplog):
    monkeypatch.setattr(store, "delete", lambda name: 1 / 0)
    with transaction.atomic():
        effects.withdraw(store, ["there"])
    assert "cannot be deleted" in caplog.text
