"""The reference data of data/*.csv, read once. Sources, licence and columns: data/README.md."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"


class DistrictFacts(NamedTuple):
    code: str
    name: str
    slug: str


class BarriFacts(NamedTuple):
    code: str
    name: str
    slug: str
    district_code: str
    latitude: float
    longitude: float
    area_ha: float
    neighbours: tuple[str, ...]
    hex_q: int
    hex_r: int
    short_label: str


class Alias(NamedTuple):
    level: str
    alias: str
    code: str


@cache
def districts() -> tuple:
    """Return the 10 districts in the order of their codes."""
    return tuple(DistrictFacts(**row) for row in _rows("districts.csv"))


@cache
def barris() -> tuple:
    """Return the 73 barris in the order of their codes, which is also that of their districts."""
    return tuple(_barri(row) for row in _rows("barris.csv"))


@cache
def aliases(level) -> tuple:
    """Return the aliases of one level, "barri" or "district"."""
    return tuple(Alias(**row) for row in _rows("aliases.csv") if row["level"] == level)


def _barri(row) -> BarriFacts:
    return BarriFacts(
        code=row["code"],
        name=row["name"],
        slug=row["slug"],
        district_code=row["district_code"],
        latitude=float(row["lat"]),
        longitude=float(row["lon"]),
        area_ha=float(row["area_ha"]),
        neighbours=tuple(row["neighbours"].split()),
        hex_q=int(row["hex_q"]),
        hex_r=int(row["hex_r"]),
        short_label=row["short_label"],
    )


def _rows(filename) -> Iterator[dict[str, str]]:
    with (DATA / filename).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
