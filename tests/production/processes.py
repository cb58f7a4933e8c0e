"""A program of the run: its own session, its log in a file, ended by its own number."""

import os
import signal
import subprocess
import time
from pathlib import Path

HOST = "127.0.0.1"


class Program:
    """One program that goes on until it is stopped."""

    def __init__(self, name: str, command: list | str, *, folder: Path, cwd: Path, environment: dict[str, str]):
        """``command`` as subprocess takes it: a text is a line for the shell, which the program then takes the place of."""
        self.name, self.folder, self.cwd, self.environment = name, folder, cwd, environment
        self.command = f"exec {command}" if isinstance(command, str) else command
        self.process: subprocess.Popen | None = None

    @property
    def log(self) -> str:
        file = self.folder / f"{self.name}.log"
        return file.read_text(errors="replace") if file.exists() else ""

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        assert not self.is_running
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command, shell=isinstance(self.command, str), cwd=self.cwd, env=self.environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def stop(self, seconds: float = 15) -> None:
        """Ask it to end, as systemd does, and insist when it does not."""
        if not self.is_running:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it at once, as the kernel does with one that eats all memory."""
        self.process.kill()
        self.process.wait()

    @property
    def children(self) -> list[int]:
        """The numbers of the processes that it has started (Linux)."""
        return [
            int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ]

    def kill_child(self) -> int:
        """End one of them at once, and return its number."""
        pid = self.children[0]
        os.kill(pid, signal.SIGKILL)
        return pid


def wait_for(what, *, seconds: float = 20, saying: str = "it never came"):
    """Return the first true thing that ``what()`` returns; fails with words when none does in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError(f"Waited {seconds} s: {saying}.")
