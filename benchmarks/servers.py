"""gunicorn, as bin/run starts it, before the site and before the bare project."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from databases import ROOT, Database, Engine
from load import HOST, get
from processes import children, on_core

from throwaway_postgres import free_port

# Two workers of four threads; one that is held back while the other warms up must not pass for dead.
OPTIONS = (
    "--workers",
    "2",
    "--threads",
    "4",
    "--preload",
    "--log-level",
    "warning",
    "--no-control-socket",
    "--timeout",
    "600",
)
WORKERS = 2


class Server(NamedTuple):
    name: str
    port: int
    roots: tuple[int, ...]  # gunicorn's master, and the postmaster if there is one

    @property
    def workers(self) -> list[int]:
        return children(self.roots[0])

    def warm_up(self, paths: list[str], times: int) -> None:
        """Asks each worker for each path so many times.

        Which worker takes a connection is chance: the others are stopped meanwhile.
        """
        for worker in self.workers:
            others = [pid for pid in self.workers if pid != worker]
            try:
                for pid in others:
                    os.kill(pid, signal.SIGSTOP)
                for path in paths * times:
                    get(self.port, path)
            finally:
                for pid in others:
                    os.kill(pid, signal.SIGCONT)


@contextmanager
def serve(name: str, application: str, database: Database, engine: Engine, core: int) -> Iterator[Server]:
    """Yields a server of the WSGI application on the core, ready; raises RuntimeError with its log when it is not."""
    port = free_port()
    log = Path(database.environment["VAR_DIR"]) / "server.log"
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"{HOST}:{port}", *OPTIONS]
    with on_core(core), log.open("wb") as out:
        # A session of its own: Ctrl-C in the terminal ends the harness, which ends the server.
        process = subprocess.Popen(
            command, cwd=ROOT, env=database.environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        server = Server(name, port, (process.pid, *engine.postmaster))
        _wait_until_ready(server, process, log)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_ready(server: Server, process: subprocess.Popen, log: Path, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if len(server.workers) == WORKERS and get(server.port, "/").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"{server.name} did not start: {log.read_text(errors='replace').strip()}")
