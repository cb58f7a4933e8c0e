"""What every test may ask for: reference data, and a browser that refuses errors."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60  # seconds, for what is sure to come
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]


def pytest_configure(config):
    """The translated addresses are those of the .po files as they stand now; xdist's workers find them made."""
    if not hasattr(config, "workerinput"):
        subprocess.run([sys.executable, ROOT / "bin" / "messages", "compile"], check=True)
        forget_messages_read()


def forget_messages_read():
    """Makes Django, which is set up before, read the messages again: in a fresh clone there were none."""
    from django.conf import settings
    from django.test.signals import setting_changed

    setting_changed.send(sender=None, setting="LOCALE_PATHS", value=settings.LOCALE_PATHS, enter=False)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Marks the tests that depend on the database, before -m chooses."""
    from tests.depending import depend_on_database

    for item in depend_on_database([one for one in items if not one.get_closest_marker("browser")]):
        item.add_marker("database")


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory):
    """Files go to a folder of this run, static files need no collecting, and each page is made anew."""
    from django.conf import settings
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("var")
    (folder / "static").mkdir()
    storages = {name: dict(storage) for name, storage in settings.STORAGES.items()}
    for name in ("default", "public"):
        storages[name]["OPTIONS"] = {**storages[name].get("OPTIONS", {}), "location": str(folder / name)}
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=storages, STATIC_ROOT=str(folder / "static"), PAGE_CACHE_SECONDS=0):
        yield


@pytest.fixture(autouse=True)
def sent_again_is_meant(request, monkeypatch):
    """Tests are faster than people: what they send twice, one after the other, is done twice but where ``once`` says so."""
    if request.node.get_closest_marker("once") is None:
        monkeypatch.setattr("energies.operations.idempotency.SECONDS", 0)


@pytest.fixture(autouse=True)
def in_catalan():
    """Each test begins in the language of the site, whichever was spoken in the test before."""
    from django.conf import settings
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Who waits for a connection, or for another to have written, waits for as long as a busy machine needs."""
    from django.conf import settings

    options = settings.DATABASES["default"]["OPTIONS"]
    options.get("pool", options)["timeout"] = PATIENCE


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database with its reference data, which stands before each test."""
    from tests import baseline

    with django_db_blocker.unblock():
        baseline.load()


@pytest.fixture
def territory(db):
    """The ten districts and seventy-three barris: what every database of the tests holds (``baseline``)."""


@pytest.fixture
def vocabulary(db):
    """The themes, collectives and languages, likewise."""


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium, one for the whole run of a worker. Without one, skips (fails under CI=true)."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        leave_out = pytest.fail if os.environ.get("CI", "").lower() in {"1", "true", "yes"} else pytest.skip
        leave_out("no Chromium or Chrome is installed")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's synchronous calls run inside an event loop of its own, which Django takes for ours.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page_errors():
    """What pages complained of so far; a test that expects a complaint looks at it and clears it."""
    return []


@pytest.fixture
def open_page(chromium, page_errors):
    """Returns a function that opens a blank page: Chromium's context options in (viewport, color_scheme…), page out.

    When the test ends, fails if any of its pages had an error or a message of level error in the console.
    """
    contexts = []

    def open_one(**options):
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "ca-ES", **options}
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: page_errors.append(str(error)))
        page.on("console", lambda message: page_errors.append(message.text) if message.type == "error" else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert page_errors == []


@pytest.fixture
def page(open_page):
    """A page as on a desk: 1280 × 900, in Catalan."""
    return open_page()


@pytest.fixture
def make_entity(territory):
    """Returns a function that makes a visible entity; any field may be given."""
    from energies.territory.models import Barri
    from projects.models import Entity

    def make(name="Ateneu de mostra", *, barri="01", **fields):
        barri = barri and Barri.objects.get(code=barri)
        return Entity.everything.create(name=name, kind=fields.pop("kind", "association"), barri=barri, **fields)

    return make


@pytest.fixture
def make_project(territory, vocabulary):
    """Returns a function that makes a visible project in el Raval about food; any field may be given."""
    from energies.territory.models import Barri
    from energies.vocabulary.models import Theme
    from projects.models import Project

    def make(name="Hort de mostra", *, barri="01", themes=("food",), **fields):
        barri = barri and Barri.objects.get(code=barri)
        fields = {"summary": "Un hort entre veïns.", **fields}
        project = Project.everything.create(name=name, barri=barri, **fields)
        for position, key in enumerate(themes, 1):
            project.project_themes.create(theme=Theme.objects.get(key=key), position=position)
        return project

    return make


@pytest.fixture
def staff_user(db):
    """Somebody of the team, with every right."""
    from energies.accounts.models import User

    return User.objects.create_superuser("equip@exemple.cat", name="Equip")


@pytest.fixture
def colleague(db):
    """Returns a function that makes somebody of the team with these roles (keys of ``accounts.roles``), or with none."""
    from django.contrib.auth.models import Group

    from energies.accounts.models import User

    def make(email, *roles):
        person = User.objects.create_user(email, is_staff=True)
        person.groups.set([Group.objects.get(name=role) for role in roles])
        return person

    return make


@pytest.fixture(scope="session")
def let_in():
    """Returns a function that signs a client in as somebody who has shown a second factor if they are of the team."""
    from energies.accounts.private_allauth import TOTP, generate_totp_secret
    from energies.accounts.team import has_factor

    def sign_in(client, user):
        client.force_login(user)
        if user.is_staff:
            if not has_factor(user):
                TOTP.activate(user, generate_totp_secret())
            session = client.session
            session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()
        return client

    return sign_in


@pytest.fixture
def team(client, staff_user, let_in):
    """A client of somebody of the team."""
    return let_in(client, staff_user)
