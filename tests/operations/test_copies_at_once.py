"""A copy is made while people go on writing: it holds an instant, not a bit of before and a bit of after."""

import threading

import pytest
from django.db import connection, transaction

from energies.accounts.models import User
from energies.operations.backups import taking
from energies.operations.backups.archive import ArchiveReader
from energies.site.models import ContactMessage

pytestmark = [pytest.mark.at_once, pytest.mark.django_db(transaction=True)]


def test_a_copy_holds_one_instant_and_keeps_nobody_waiting(tmp_path, monkeypatch):
    stop, written = threading.Event(), []

    def write():
        try:
            while not stop.is_set():
                number = len(written)
                with transaction.atomic():
                    User.objects.create_user(f"p{number}@exemple.cat")
                    ContactMessage.objects.create(about="other", text=f"missatge {number}", language="ca")
                written.append(number)
        finally:
            connection.close()

    read, held = taking.tables.read, threading.Event()

    def slowly(model, alias):
        # Between the people and the messages many more are written.
        if model is ContactMessage:
            seen = len(written)
            while len(written) < seen + 20:
                held.wait(0.01)
        yield from read(model, alias)

    monkeypatch.setattr(taking.tables, "read", slowly)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        path = tmp_path / "copia.zip"
        manifest = taking.take(path)
    finally:
        stop.set()
        writer.join()
    reader = ArchiveReader(path)
    people, messages = (sum(1 for _row in reader.rows(label)) for label in ("accounts.User", "site.ContactMessage"))
    assert people == messages == manifest["rows"]["accounts.User"]
    assert len(written) >= people + 20
