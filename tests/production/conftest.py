"""One production for all the tests of this folder, whose logs are shown when one of them fails."""

import os
import shutil
import signal
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.production import documented, services
from tests.production.people import add_activity, of_the_team
from tests.production.road import Road

SHOWN = 6000  # characters of each log


@pytest.fixture(scope="session")
def whole_road():
    """A production from nothing. Where a program is missing, skips (fails under CI=true)."""
    if lacking := services.missing():
        leave_out = pytest.fail if os.environ.get("CI", "").lower() in {"1", "true", "yes"} else pytest.skip
        leave_out(f"not installed: {', '.join(lacking)} (Debian packages)")
    folder = Path(tempfile.mkdtemp(prefix="energies-road-"))
    # So that all of it is stopped when the tests are ended from outside.
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("ended from outside", returncode=143))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        road = Road(folder, stack)
        road.release()
        yield road


@pytest.fixture
def road(whole_road):
    """The production, with everything running, a mail server that takes all letters, and nobody near a limit."""
    whole_road.mail.behave_well()
    whole_road.serve()
    whole_road.forget_limits()
    return whole_road


@pytest.fixture(scope="session")
def team(whole_road):
    """Somebody of the team, in a browser."""
    make = documented.commands("first account")[-1].replace("nom@exemple.cat", "revisora@exemple.cat")
    whole_road.run(make)
    return of_the_team(whole_road, "revisora@exemple.cat")


@pytest.fixture(scope="session")
def activity(team):
    """The address of an activity with room for five hundred."""
    return add_activity(team, "Sopar al carrer")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    road = item.funcargs.get("whole_road")
    if road and report.failed:
        report.sections += [(f"log of {name}", text[-SHOWN:]) for name, text in road.logs.items() if text.strip()]
    return report
