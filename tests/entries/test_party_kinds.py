"""No code asks which of the kinds a party is, nor names them together: a fourth one touches its own app alone."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from energies.entries import party_kinds

KINDS = {kind._meta.model_name: kind for kind in party_kinds.kinds()}
# Singular or plural: the kind it names.
NAMES = {name: name for name in KINDS} | {"projects": "project", "entities": "entity", "networks": "network"}
CLASSES = {kind.__name__: kind for kind in KINDS.values()}


def sources():
    """Return the files of our apps, without migrations."""
    ours = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).is_relative_to(settings.BASE_DIR)]
    ours = [path for path in ours if ".venv" not in path.parts]
    files = {file for path in ours for file in path.rglob("*.py") if "migrations" not in file.parts}
    return sorted(files)


def names_them_together(node, home):
    """Whether a literal of the app in ``home`` is a list of kinds of others too, such as ("project", "network")."""
    items = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
    if not isinstance(node, (ast.Tuple, ast.List, ast.Set, ast.Dict)) or any(
        isinstance(one, ast.Constant) and not isinstance(one.value, str) for one in items
    ):
        return False
    said = [one.value for one in items if isinstance(one, ast.Constant)]
    theirs = [NAMES[one] for one in said if one in NAMES]
    of_others = any(KINDS[one]._meta.app_config.path != str(home) for one in theirs)
    return of_others and len(set(theirs)) > 1 and 2 * len(theirs) > len(items)


def asks_the_class(node, home):
    """Whether it asks if something is of a kind of another app than the one whose folder is ``home``."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"):
        return False
    asked = {one.id for one in ast.walk(node.args[1]) if isinstance(one, ast.Name)} & CLASSES.keys()
    return any(CLASSES[name]._meta.app_config.path != str(home) for name in asked)


def is_name_of_model(node):
    return isinstance(node, ast.Attribute) and node.attr == "model_name"


def asks_the_name(node):
    """Whether it compares ``_meta.model_name`` with a kind, or makes the name of a field of it."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        told = {one.value for one in sides if isinstance(one, ast.Constant) and isinstance(one.value, str)}
        return any(is_name_of_model(one) for one in sides) and bool(told & NAMES.keys())
    return isinstance(node, ast.Dict) and any(is_name_of_model(one) for one in node.keys)


def dispatches(source, home):
    """Return the lines of a file's text that ask of what kind a party is, or name the kinds together."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if names_them_together(node, home) or asks_the_class(node, home) or asks_the_name(node)
    ]


def home_of(file):
    """Return the folder of the app that a file is of."""
    return next(path for path in file.parents if str(path) in {app.path for app in apps.get_app_configs()})


def test_no_code_asks_of_what_kind_a_party_is():
    found = {str(file): dispatches(file.read_text("utf-8"), home_of(file)) for file in sources()}
    assert len(found) > 200 and {file: lines for file, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "source",
    [
        'KINDS = ("project", "entity", "network")',
        'MODELS = {"project": Project, "network": Network}',
        '["entities", "projects"]',
        "isinstance(one, Entity)",
        "isinstance(one, Project | Relation)",
        'one._meta.model_name == "project"',
        "create(**{one._meta.model_name: one})",
    ],
)
def test_whatever_would_is_found(source):
    assert dispatches(source, Path("/elsewhere")) == [1]


def test_an_app_may_ask_of_its_own_kind_and_name_one():
    network = KINDS["network"]
    assert dispatches("isinstance(one, Network)", Path(network._meta.app_config.path)) == []
    assert dispatches('["gathering", "parties", "network"]', Path("/elsewhere")) == []
