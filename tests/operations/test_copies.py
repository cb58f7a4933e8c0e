"""Everything in one file, and back: on the database it came from and on the other one."""

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS

from energies.accounts import erasing
from energies.accounts.models import Erasure, User
from energies.curation.models import Change
from energies.kernel.mail import NOBODY
from energies.operations.backups import restoring, tables, taking
from energies.operations.backups.archive import MANIFEST, ArchiveReader
from energies.operations.backups.tables import CannotCopy
from energies.site.models import ContactMessage
from projects.models import Project

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent

SAMPLES = {
    "BigAutoField": 2**62,
    "AutoField": 7,
    "BigIntegerField": -(2**62),
    "IntegerField": -5,
    "PositiveIntegerField": 5,
    "PositiveBigIntegerField": 2**60,
    "PositiveSmallIntegerField": 3,
    "SmallIntegerField": -3,
    "FloatField": 41.3809,
    "DecimalField": Decimal("2.500"),
    "BooleanField": True,
    "CharField": "l’Hospitalet · ñ 🌿",
    "SlugField": "el-raval",
    "TextField": "dues\nlínies\t«i» ' \" \\",
    "FileField": "a/b.jpg",
    "JSONField": {"llista": [1, None, "à"], "cap": {}},
    "BinaryField": b"\x00\xff\x80roaring",
    "DateTimeField": datetime(2026, 11, 27, 9, 1, 36, 123456, tzinfo=UTC),
    "DateField": date(1992, 7, 25),
    "TimeField": time(18, 30),
    "DurationField": timedelta(days=2, microseconds=5),
    "UUIDField": UUID("12345678123456781234567812345678"),
    "GenericIPAddressField": "2001:db8::1",
}


def everything():
    """Return {model: its rows} of all that is copied."""
    return {model._meta.label: list(tables.read(model, DEFAULT_DB_ALIAS)) for model in tables.copied_models()}


@pytest.fixture
def city(make_project, make_entity, staff_user):
    """A few entries with a picture, a change, and a person."""
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(file, "JPEG")
    project = make_project(image=ContentFile(file.getvalue(), "foto.jpg"), image_alt="Un hort", image_licence="cc-by")
    project.entities.add(make_entity())
    project.publish_image()
    project.hide(by=staff_user, why="prova")
    project.show(by=staff_user)
    call_command("search", "--rebuild", stdout=io.StringIO())
    return project


@pytest.fixture
def copy(city, tmp_path):
    """The path of a copy of the city."""
    path = tmp_path / "copia.zip"
    call_command("backup", str(path), stdout=io.StringIO())
    return path


def restore(path, *options):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("restore", str(path), *options, stdout=out, stderr=err)
    except CommandError as error:
        error.add_note(err.getvalue())  # what it complained of
        raise
    return out.getvalue(), err.getvalue()


def test_every_kind_of_column_comes_back_as_it_was():
    unknown = set()
    for model in tables.copied_models():
        for field in tables.columns(model):
            target = field.target_field if field.is_relation else field
            kind = target.get_internal_type()
            if kind not in SAMPLES:
                unknown.add(kind)
                continue
            written = json.loads(json.dumps(tables.plain(SAMPLES[kind])))
            there = tables.value_of(field, written)
            assert (bytes(there) if kind == "BinaryField" else there) == SAMPLES[kind], (
                f"{model._meta.label}.{field.name}"
            )
    assert not unknown


def test_what_was_there_is_there_again_rows_files_keys_and_search(city, copy, client):
    before, page = everything(), client.get(city.get_absolute_url()).text
    Project.everything.all().delete()
    User.objects.update(name="Un altre")
    for name in storages["public"].listdir("")[1]:
        storages["public"].delete(name)
    out, _err = restore(copy, "--replace")
    assert "All is there" in out
    after = everything()
    # One token is drawn anew: pages kept before are not those of now.
    before.pop("pagecache.ContentVersion"), after.pop("pagecache.ContentVersion")
    assert after == before
    assert client.get(city.get_absolute_url()).text == page
    city.refresh_from_db()
    assert all(storages["public"].exists(row["jpeg"]) for row in city.renditions)


def test_a_key_that_was_given_out_is_never_given_out_again(city, make_project, tmp_path):
    gone = make_project(name="Passatger")
    pk = gone.pk
    gone.delete()
    path = tmp_path / "copia.zip"
    taking.take(path)
    restore(path, "--replace")
    assert make_project(name="El següent").pk > pk


def test_the_copy_is_for_its_owner_alone_and_is_never_half_there(copy, city, tmp_path, monkeypatch):
    assert copy.stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr(tables, "plain", lambda value: (_ for _ in ()).throw(CannotCopy("unreadable")))
    with pytest.raises(CommandError, match="unreadable"):
        call_command("backup", str(tmp_path / "altra.zip"), stdout=io.StringIO())
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["copia.zip"]


def test_a_database_in_use_is_not_overwritten_by_mistake(copy):
    before = everything()
    with pytest.raises(CommandError, match="--replace"):
        restore(copy)
    assert everything() == before


def test_what_was_done_where_nobody_has_an_account_is_not_overwritten_either(copy):
    assert Change.objects.update(by=None)  # an import, before there are accounts
    User.objects.all().delete()
    test_a_database_in_use_is_not_overwritten_by_mistake(copy)


def test_a_copy_of_that_name_is_not_overwritten(copy):
    with pytest.raises(CommandError, match="exists"):
        call_command("backup", str(copy))


def broken_copies(copy, folder):
    """Yield (what is wrong, path) of copies that are not whole or not ours."""
    whole = copy.read_bytes()
    for name, content in {
        "empty": b"",
        "text": b"no es cap copia",
        "cut": whole[: len(whole) // 2],
        "last bytes missing": whole[:-10],
    }.items():
        path = folder / name
        path.write_bytes(content)
        yield name, path
    for name in ("another format", "a row changed", "a member missing", "a member too many"):
        path = folder / name
        with zipfile.ZipFile(copy) as old, zipfile.ZipFile(path, "w") as new:
            for item in old.namelist():
                content = old.read(item)
                if name == "another format" and item == MANIFEST:
                    content = content.replace(b"energies-comunitaries/1", b"altra-cosa/1")
                if name == "a row changed" and item == "data/accounts.User.jsonl":
                    content = content.replace(b"equip@", b"dolen@")
                if name != "a member missing" or item != "data/projects.Project.jsonl":
                    new.writestr(item, content)
            if name == "a member too many":
                new.writestr("data/altra.Cosa.jsonl", "[]\n")
        yield name, path


def test_a_damaged_or_foreign_file_is_refused_and_nothing_changes(copy, tmp_path):
    before, tried = everything(), []
    folder = tmp_path / "broken"
    folder.mkdir()
    for name, path in broken_copies(copy, folder):
        with pytest.raises(CommandError):
            restore(path, "--replace")
        with pytest.raises(CommandError):
            restore(path, "--check")
        tried.append(name)
    assert len(tried) == 8
    assert everything() == before


def test_one_flipped_bit_anywhere_is_found(copy, tmp_path):
    whole = bytearray(copy.read_bytes())
    path = tmp_path / "flipped.zip"
    with zipfile.ZipFile(copy) as archive:
        # Bytes of the content of members; what stands around them (dates, attributes) tells nothing.
        places = [
            item.header_offset + 60 + len(item.filename) for item in archive.infolist() if item.compress_size > 40
        ]
    assert len(places) > 10
    for place in places:
        flipped = bytearray(whole)
        flipped[place] ^= 0x10
        path.write_bytes(flipped)
        with pytest.raises(CannotCopy):
            ArchiveReader(path).verify()


def test_a_copy_of_another_release_is_refused_with_what_to_do(copy, tmp_path):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(path, "w") as new:
        for item in old.namelist():
            content = old.read(item)
            if item == MANIFEST:
                manifest = json.loads(content)
                manifest["migrations"].append("projects.0999_to_come")
                content = json.dumps(manifest)
            new.writestr(item, content)
    with pytest.raises(CommandError, match=r"projects\.0999_to_come.*install that release"):
        restore(path, "--replace")


def test_a_row_that_does_not_fit_is_named_and_nothing_changes(copy, tmp_path):
    before, path = everything(), tmp_path / "misfit.zip"
    reader = ArchiveReader(copy)
    label = "projects.Project"
    state = [field.attname for field in tables.columns(Project)].index("state")
    rows = [[*row[:state], None, *row[state + 1 :]] for row in reader.rows(label)]
    writer_lines = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    from energies.operations.backups.archive import ArchiveWriter

    writer = ArchiveWriter(path)
    for name in reader.members(""):
        content = writer_lines if name == f"data/{label}.jsonl" else reader.zip.read(name)
        writer.add(name, iter([content]))
    writer.close({key: value for key, value in reader.manifest.items() if key not in ("format", "sha256")})
    with pytest.raises(CommandError, match=rf"{label}, the row with the key {rows[0][0]}, does not fit"):
        restore(path, "--replace")
    assert everything() == before


def test_what_is_missing_is_said_before_anything_else(copy, tmp_path, monkeypatch):
    with pytest.raises(CommandError, match="There is no file"):
        restore(tmp_path / "none.zip")
    monkeypatch.setattr(restoring, "applied", lambda alias: [])
    with pytest.raises(CommandError, match="run migrate first"):
        restore(copy)


def test_another_secret_key_is_told(copy, settings):
    settings.SECRET_KEY = "una-altra-clau-" * 5
    _out, err = restore(copy, "--replace")
    assert "another SECRET_KEY" in err


def test_rows_written_since_can_survive_an_older_copy(copy, staff_user, city, monkeypatch):
    monkeypatch.setattr(restoring, "_surviving", ["curation.Change"])
    done = []
    monkeypatch.setattr(restoring, "_afterwards", [lambda made_at: done.append(Change.objects.count())])
    city.hide(by=staff_user, why="després de la còpia")
    restore(copy, "--replace")
    assert Change.objects.filter(why="després de la còpia").exists()
    assert done == [Change.objects.count()]


def test_a_row_that_the_copy_does_not_have_is_told(copy, monkeypatch):
    plain = restoring.media.put_back

    def and_somebody_writes(*args):
        ContactMessage.objects.create(about="other", text="Hola", email="aina@exemple.cat", language="ca")
        return plain(*args)

    monkeypatch.setattr(restoring.media, "put_back", and_somebody_writes)
    with pytest.raises(CommandError, match="1 things are not as it says") as told:
        restore(copy, "--replace")
    assert "site.ContactMessage: 1 rows, 0 in the copy" in told.value.__notes__[0]


def test_nobody_who_was_erased_since_comes_back_with_an_older_copy(city, tmp_path, staff_user):
    gone, stays = (User.objects.create_user(f"{name}@exemple.cat", name=name) for name in ("marxa", "queda"))
    ContactMessage.objects.create(about="other", text="Hola", email=gone.email, language="ca")
    path = tmp_path / "copia.zip"
    call_command("backup", str(path), stdout=io.StringIO())
    erasing.erase(erasing.person_of("marxa@exemple.cat"), by=staff_user)
    newcomer = User.objects.create_user("nova@exemple.cat")
    erasing.erase(erasing.person_of("nova@exemple.cat"), by=newcomer)
    out, _err = restore(path, "--replace")
    assert "All is there" in out
    assert set(User.objects.values_list("email", flat=True)) == {
        staff_user.email,
        stays.email,
        f"erased-{gone.pk}@{NOBODY}",
    }
    assert not ContactMessage.objects.exists() and Erasure.objects.count() == 2
    assert set(Erasure.objects.values_list("by", "person")) == {(staff_user.pk, gone.pk), (None, None)}
    assert User.objects.create_user("marxa@exemple.cat").is_active, "who comes back is here by their own will"


def test_a_sqlite_database_moves_here_with_one_command(tmp_path):
    """The drill of moving from SQLite to PostgreSQL, when the suite runs there."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TEST_SQLITE_FILE")
    }
    environment |= {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "energies.settings"}

    def manage(*words):
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    for words in (["migrate", "-v0"], ["load_territory"], ["load_vocabulary"], ["load_pages"], ["demo"]):
        manage(*words)
    call_command("flush", interactive=False, verbosity=0)
    out, _err = restore(tmp_path / "energies.sqlite3")
    assert "All is there" in out
    assert Project.objects.count() == 60
    assert Project.objects.create(name="Un de nou", summary="Prova", citywide=True).pk > 60
