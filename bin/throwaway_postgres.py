"""A PostgreSQL server for one run of the tests: its own folder, its own port, gone at the end."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OLDEST = 15
USER = "postgres"

# Letters beyond ASCII are compared as in production, where Debian makes clusters with the locale of the machine: in "C"
# upper() leaves them alone and an order is that of the bytes. The last is in every Debian.
LOCALES = ("ca_ES.utf8", "C.utf8")

# The data is worth nothing: speed over safety.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


def find_programs() -> Path | None:
    """The folder with the newest initdb and postgres, version 15 or later; None when there is none.

    Debian keeps them out of the PATH, one folder per version; a wrapper in the PATH is the second choice.
    """
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name.zfill(4), reverse=True)
    in_path = [Path(folder) for folder in os.get_exec_path()]
    return next((folder for folder in debian + in_path if major_version(folder) >= OLDEST), None)


def major_version(folder: Path) -> int:
    """The version that the folder's postgres says it is; 0 when it lacks a program or does not run."""
    if not (folder / "initdb").exists() or not (folder / "postgres").exists():
        return 0
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
        return int(answer.split()[2].split(".")[0])
    except (OSError, subprocess.CalledProcessError, IndexError, ValueError):
        return 0


def find_locale() -> str:
    """The first of LOCALES that the machine has; raises RuntimeError without any."""
    try:
        known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout.split()
    except (OSError, subprocess.CalledProcessError) as error:
        raise RuntimeError("The program locale does not run: PostgreSQL cannot be given a UTF-8 locale.") from error
    for name in LOCALES:
        if name in known:
            return name
    raise RuntimeError(f"None of the locales {', '.join(LOCALES)} is on this machine.")


def account() -> pwd.struct_passwd | None:
    """Whom the server runs as: PostgreSQL refuses root. None means whoever runs this."""
    if os.geteuid() != 0:
        return None
    for name in (USER, "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL refuses to run as root, and there is no account 'postgres' or 'nobody' for it.")


class Cluster:
    """A server in a folder of its own, made with the programs of find_programs(); it may be stopped and started again."""

    def __init__(self, programs: Path, settings: tuple[str, ...] = SETTINGS):
        """Makes the folder and its data. Raises RuntimeError when PostgreSQL cannot."""
        who = account()
        self.programs, self.settings, self.port = programs, settings, free_port()
        self.run_as = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if who else {}
        # A root's TMPDIR may be closed to others; /tmp is not.
        self.folder = Path(tempfile.mkdtemp(prefix="energies-postgres-", dir="/tmp" if who else None))
        self.server: subprocess.Popen | None = None
        try:
            if who:
                os.chown(self.folder, who.pw_uid, who.pw_gid)
            initialise(programs, self.folder, self.run_as)
        except BaseException:
            self.delete()
            raise

    @property
    def url(self) -> str:
        """The DATABASE_URL of its superuser."""
        return f"postgres://{USER}@127.0.0.1:{self.port}/postgres"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace").strip()

    def start(self) -> None:
        """Returns once it takes connections; raises RuntimeError when it does not."""
        self.server = start(self.programs, self.folder, self.port, self.run_as, self.settings)
        wait_until_ready(self.server, self.folder, self.port)

    def stop(self) -> None:
        if self.server:
            stop(self.server)
        self.server = None

    def delete(self) -> None:
        """Stops it and deletes its folder."""
        self.stop()
        delete(self.folder)


@contextmanager
def throwaway_postgres(programs: Path) -> Iterator[str]:
    """Starts a server with the programs of find_programs(), and yields its DATABASE_URL.

    Stops and deletes it at the end, whatever happens inside. Raises RuntimeError when it does not start.
    """
    cluster = Cluster(programs)
    try:
        cluster.start()
        yield cluster.url
    finally:
        cluster.delete()


def initialise(programs: Path, folder: Path, run_as: dict) -> None:
    options = ["--username", USER, "--auth=trust", "--encoding=UTF8", f"--locale={find_locale()}", "--no-sync"]
    done = subprocess.run(
        [programs / "initdb", "--pgdata", folder / "data", *options],
        cwd=folder, env=plain_environment(folder), capture_output=True, text=True, **run_as,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"PostgreSQL could not make its database: {done.stderr.strip()}")


def start(programs: Path, folder: Path, port: int, run_as: dict, settings: tuple[str, ...]) -> subprocess.Popen:
    chosen = [part for setting in settings for part in ("-c", setting)]
    listen = ["-h", "127.0.0.1", "-p", str(port), "-k", folder]
    command = [programs / "postgres", "-D", folder / "data", *listen, *chosen]
    with (folder / "log").open("ab") as log:
        # A session of its own: Ctrl-C in the terminal reaches the tests first, which then stop the server.
        return subprocess.Popen(
            command, cwd=folder, env=plain_environment(folder), stdout=log, stderr=log, start_new_session=True, **run_as
        )


def plain_environment(folder: Path) -> dict[str, str]:
    """Without the caller's PG* variables and HOME, which another account may not enter."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LC_ALL": "C", "TZ": "UTC"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(server: subprocess.Popen, folder: Path, port: int, seconds: float = 30) -> None:
    """Returns once the server takes connections; raises RuntimeError with its log when it dies or is too slow."""
    import psycopg

    deadline = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user=USER, dbname="postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text(errors='replace').strip()}")


def stop(server: subprocess.Popen) -> None:
    """Asks for a stop that does not wait for open connections, and insists after ten seconds."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def delete(folder: Path, tries: int = 20) -> None:
    """Deletes the folder, again while a dying child of an interrupted initdb still writes into it."""
    for _ in range(tries):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)
