"""Adding a kind takes an app and its name in INSTALLED_APPS: nothing else is touched."""

import os
import subprocess
import sys

from tests.packages import ROOT

OF_THIS_RUN = ("PYTEST", "DATABASE_URL", "TEST_SQLITE_FILE")


def test_an_app_that_nobody_knows_is_found_wherever_its_things_belong(tmp_path):
    """In a program of its own, with a database of its own: which apps there are is decided when Django starts."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(OF_THIS_RUN)}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-migrations", "tests/brought/checks.py"],
        cwd=ROOT,
        env=outside | {"DJANGO_SETTINGS_MODULE": "tests.brought.settings", "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
