"""The picture of who imports whom, in docs/developers.md, is drawn from the code."""

import re
import tomllib
from collections import defaultdict

import grimp
import pytest
from django.conf import settings

from tests.packages import OURS, ROOT

DOCS = ROOT / "docs" / "developers.md"
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]


def package_of(module):
    """Return the package that a module is counted to: those of ``energies`` one by one."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "energies" else parts[0]


@pytest.fixture(scope="module")
def arrows():
    """{package: the packages that it imports}."""
    graph = grimp.build_graph(*CONTRACT["root_packages"], cache_dir=None)
    arrows = defaultdict(set)
    for module in graph.modules:
        to = {package_of(one) for one in graph.find_modules_directly_imported_by(module)}
        arrows[package_of(module)] |= to - {package_of(module)}
    return arrows


def layers():
    """Return the packages of the contract that are there, the highest first."""
    names = [name.strip() for layer in CONTRACT["contracts"][0]["layers"] for name in layer.split("|")]
    return [name for name in names if not name.startswith("(")]


def drawn(arrows):
    """Return the picture: a row for each package, a dot under each number of a package that it imports."""
    packages = layers()
    head = " " * 24 + " ".join(f"{number:>2}" for number in range(1, len(packages) + 1))
    rows = [
        f"{number:>2} {name:<21}" + " ".join(" ●" if to in arrows[name] else " ·" for to in packages)
        for number, name in enumerate(packages, 1)
    ]
    return "\n".join(row.rstrip() for row in [head, *rows])


def test_the_picture_of_imports_is_that_of_the_code(arrows):
    there = re.search(r"<!-- imports -->\n```\n(.*?)\n```", DOCS.read_text(), re.S)
    picture = drawn(arrows)
    assert there and there[1] == picture, f"docs/developers.md should have this picture:\n{picture}"


def test_every_package_has_its_place_in_the_contract():
    packages = {f"energies.{path.parent.name}" for path in (ROOT / "energies").glob("*/__init__.py")}
    packages |= {app for app in settings.INSTALLED_APPS if (ROOT / app.replace(".", "/")).is_dir()}
    assert packages == set(layers()) and set(OURS) == set(CONTRACT["root_packages"])
