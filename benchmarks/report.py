"""The figures as a table on the terminal, and as a section of REPORT.md."""

import os
import platform
import re
import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

from cases import Case
from load import Cost

FILE = Path(__file__).resolve().parent / "REPORT.md"
HEAD = """# What the site costs

Figures made by `benchmarks/run … --write`, one section for each database and size; `README.md` says what they mean
and how to make them again. A section is replaced as a whole.
"""
TITLES = ("case", "CPU ms", "rounds", "bar", "its CPU ms", "ratio", "target", "", "KB sent", "KB of page")
LEFT = {0, 3, 7}  # columns of words; the others hold figures
MEMORY_TARGET = 150  # MB, two workers


class Result(NamedTuple):
    """What the rounds said of a case and of its bar beside it."""

    case: Case
    costs: list[Cost]
    bar_costs: list[Cost]
    page_bytes: int  # unpacked
    target: float | None

    @property
    def cpu_ms(self) -> float:
        return median(cost.cpu_ms for cost in self.costs)

    @property
    def bar_ms(self) -> float:
        return median(cost.cpu_ms for cost in self.bar_costs)

    @property
    def ratio(self) -> float:
        return self.cpu_ms / self.bar_ms

    def row(self) -> list[str]:
        """The cells under TITLES."""
        rounds = [cost.cpu_ms for cost in self.costs]
        return [
            self.case.name,
            f"{self.cpu_ms:.1f}",
            f"{min(rounds):.1f}–{max(rounds):.1f}",
            self.case.bar,
            f"{self.bar_ms:.1f}",
            f"{self.ratio:.2f}×",
            f"≤ {self.target:g}×" if self.target else "",
            verdict(self.ratio, self.target),
            f"{median(cost.sent for cost in self.costs) / 1000:.1f}",
            f"{self.page_bytes / 1000:.1f}",
        ]


def verdict(figure: float, target: float | None) -> str:
    if target is None:
        return ""
    return "ok" if figure <= target else "missed"


def memory_line(name: str, workers_mb: float, target: float | None) -> str:
    aim = f" (target ≤ {target} MB: {verdict(workers_mb, target)})" if target else ""
    return f"Memory of the two workers of {name}: {workers_mb:.0f} MB PSS{aim}"


def terminal_table(titles: tuple, rows: list[list[str]], left: set[int]) -> str:
    """The rows under their titles, columns aligned: those of words (``left``) to the left, figures to the right."""
    rows = [list(titles), *rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(titles))]
    return "\n".join(
        "  ".join(
            f"{cell:{'<' if column in left else '>'}{width}}"
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def markdown_table(titles: tuple, rows: list[list[str]], left: set[int]) -> str:
    rule = [":--" if column in left else "--:" for column in range(len(titles))]
    return "\n".join(f"| {' | '.join(row)} |" for row in [list(titles), rule, *rows])


def surroundings(database: str) -> list[str]:
    """When, on what machine, with which versions: a sentence each."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("Django", "gunicorn", "psycopg"))
    return [
        f"Date: {date.today()}, commit {_commit()}",
        f"Machine: {_processor()}, {os.cpu_count()} cores, {_memory()}",
        f"Versions: Linux {platform.release()}, Python {platform.python_version()}, {libraries}, {database}",
    ]


def _commit() -> str:
    """The commit, and whether the folder differs from it; what somebody downloaded without git has none."""

    def git(*arguments):
        return subprocess.run(["git", *arguments], cwd=FILE.parent, capture_output=True, text=True).stdout.strip()

    changes = " with changes" if git("status", "--porcelain", "--untracked-files=no") else ""
    return f"{git('rev-parse', '--short', 'HEAD') or 'unknown'}{changes}"


def _processor() -> str:
    match = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return match[1] if match else platform.machine()


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB of memory"


def replace_section(name: str, text: str, file: Path = FILE) -> None:
    """Puts ``text`` under the heading ``## name`` in place of what stood there, or at the end."""
    old = file.read_text("utf-8") if file.exists() else HEAD
    head, *sections = re.split(r"^(?=## )", old, flags=re.MULTILINE)
    by_name = {section.splitlines()[0].removeprefix("## "): section.strip() for section in sections}
    by_name[name] = f"## {name}\n\n{text.strip()}"
    file.write_text("\n\n".join([head.strip(), *by_name.values()]) + "\n", "utf-8")
