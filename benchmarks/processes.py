"""What processes have cost so far, read from Linux's /proc, and on which core they run."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

PROC = Path("/proc")
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def cpu_seconds(roots: Iterable[int]) -> float:
    """User and system seconds of these processes and all below them since they began, in steps of 0.01 a process.

    A process's own time (fields 14 and 15 of its stat, proc(5)) stops being readable when it ends; its parent
    then finds it, with that of its own ended children, in cutime and cstime (16 and 17). So the sum over the living
    of all four counts each process once, whether it lives or not: a PostgreSQL backend, or a parallel worker,
    that came and went between two readings is in the postmaster's. That holds while nobody ends *during* a
    reading, which is why readings are taken when no request is under way.
    """
    return sum(sum(_stat(pid)[11:15]) for root in roots for pid in tree(root)) / TICKS_A_SECOND


def tree(root: int) -> list[int]:
    """The process and all that descend from it."""
    found = [root]
    for pid in found:
        found += children(pid)
    return found


def children(parent: int) -> list[int]:
    return [pid for pid in map(int, filter(str.isdigit, os.listdir(PROC))) if parent_of(pid) == parent]


def parent_of(pid: int) -> int:
    """The parent's number; 0 for a process that is gone."""
    return _stat(pid)[1]


def _stat(pid: int) -> list[int]:
    """The fields after the name, which may hold blanks and brackets; zeros for a process that is gone."""
    try:
        _name, fields = (PROC / str(pid) / "stat").read_text().rsplit(")", 1)
    except (FileNotFoundError, ProcessLookupError):
        return [0] * 15
    return [0, *map(int, fields.split()[1:15])]


def pss_mb(pids: Iterable[int]) -> float:
    """Memory of these processes in megabytes (10⁶ bytes): a page shared by n counts one n-th in each."""
    return sum(_pss_kib(pid) for pid in pids) * 1024 / 1e6


def _pss_kib(pid: int) -> int:
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Whatever starts inside stays on that core for good, with all that it starts; this process comes back."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
