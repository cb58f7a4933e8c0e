"""The databases of one run, the site's and the bare project's, filled and as a rested server has them."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import psycopg
from processes import on_core, parent_of

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "bin"))
from throwaway_postgres import find_programs, throwaway_postgres  # noqa: E402

# The caller's shell must not change what is measured.
SETTINGS_VARIABLES = (
    "SITE_URL", "DATABASE_URL", "DATABASE_POOL", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "TRUSTED_PROXIES", "CACHE_URL",
    "EMAIL_URL", "LOG_LEVEL", "PRIVATE_MEDIA_DIR", "PUBLIC_MEDIA_DIR",
)  # fmt: skip

FACTS = """
import json
from projects.models import Project
bulk = Project.objects.filter(source="bench").order_by("pk").values_list("slug", flat=True)
print(json.dumps([Project.objects.count(), list(bulk)]))
"""


class Database(NamedTuple):
    """One database, and the environment of whatever uses it."""

    name: str
    environment: dict[str, str]

    def manage(self, *arguments: str, **options) -> subprocess.CompletedProcess:
        """Runs a management command of its project; raises RuntimeError when it fails."""
        command = [sys.executable, "-m", "django", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, **options)
        if done.returncode:
            raise RuntimeError(f"{self.name}: the command {arguments[0]} failed.")
        return done


class Engine(NamedTuple):
    """What all the databases of a run live in."""

    version: str
    url: str = ""  # of PostgreSQL's own database
    postmaster: tuple[int, ...] = ()  # its process; none with SQLite, which works inside the server's

    def create(self, name: str, settings: str, folder: Path) -> Database:
        """Makes an empty database for the project with these settings; its files go into a folder of its own."""
        (folder / name).mkdir()
        kept = {key: value for key, value in os.environ.items() if key not in SETTINGS_VARIABLES}
        paths = {"VAR_DIR": str(folder / name), "PYTHONPATH": str(ROOT / "benchmarks")}
        # What is measured is making a page: a page kept costs next to nothing (benchmarks/agenda says how much).
        environment = kept | paths | {"DJANGO_SETTINGS_MODULE": settings, "PAGE_CACHE_SECONDS": "0"}
        if self.url:
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            environment["DATABASE_URL"] = self._url_of(name)
        return Database(name, environment)

    def rest(self, databases: list[Database]) -> None:
        """Does now what PostgreSQL would do by itself some time after a large load, so that no round pays for it.

        SQLite does nothing by itself, and so nothing is done there.
        """
        for database in databases if self.url else ():
            with psycopg.connect(self._url_of(database.name), autocommit=True) as connection:
                connection.execute("VACUUM (ANALYZE)")
                connection.execute("ALTER SYSTEM SET autovacuum = off")
                connection.execute("SELECT pg_reload_conf()")
                connection.execute("CHECKPOINT")

    def _url_of(self, name: str) -> str:
        return f"{self.url.rpartition('/')[0]}/{name}"


def start_engine(kind: str, core: int, stack: ExitStack) -> Engine:
    """The engine of that kind, "sqlite" or "postgres": the latter a server on the core, until the stack closes.

    Raises RuntimeError when PostgreSQL is not installed or does not start.
    """
    if kind == "sqlite":
        return Engine(f"SQLite {sqlite3.sqlite_version}")
    programs = find_programs()
    if not programs:
        raise RuntimeError("PostgreSQL is not installed (Debian package postgresql).")
    with on_core(core):
        url = stack.enter_context(throwaway_postgres(programs))
    with psycopg.connect(url) as connection:
        version = connection.info.parameter_status("server_version")
        # Every backend is the postmaster's child.
        return Engine(f"PostgreSQL {version}", url, (parent_of(connection.info.backend_pid),))


def fill_site(database: Database, projects: int) -> tuple[int, list[str]]:
    """Makes the demo with so many bulk projects; returns how many projects show, and the slugs of the bulk."""
    database.manage("migrate", "--verbosity", "0")
    database.manage("demo", "--projects", str(projects))
    database.manage("collectstatic", "--noinput", "--verbosity", "0")
    answer = database.manage("shell", "--no-imports", "--command", FACTS, stdout=subprocess.PIPE, text=True)
    count, slugs = json.loads(answer.stdout)
    return count, slugs


def fill_bare(database: Database, rows: int) -> list[str]:
    """Makes the bare project's tables with so many rows; returns their slugs."""
    database.manage("migrate", "--run-syncdb", "--verbosity", "0")
    database.manage("fill", str(rows))
    return [f"item-{number}" for number in range(1, rows + 1)]
