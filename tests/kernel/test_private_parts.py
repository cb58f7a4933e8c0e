"""Private parts of libraries, which an update may move: each is taken in one place, which says why."""

import ast
import re

import pytest

from tests.sources import ROOT, sources

# {module: what it takes from whom}; its text says why there is no public way.
TAKEN = {
    "energies/accounts/private_allauth.py": {
        "allauth.account.internal.flows.login",
        "allauth.mfa.recovery_codes.internal.auth",
        "allauth.mfa.totp.internal.auth",
    },
    "energies/vocabulary/models.py": {"taggit.managers._TaggableManager", "_to_tag_model_instances"},
    # The one list of what waits for a commit, which has no underscore and stands in no documentation.
    "energies/kernel/effects.py": {"run_on_commit"},
}
# Documented by Django (models: _meta, _state, _base_manager, _default_manager) and by Python (named tuples).
PUBLIC = {"_meta", "_state", "_base_manager", "_default_manager", "_asdict", "_replace", "_fields"}
OURS = ("energies", "projects", "networks", "gatherings", "exchange", "knowledge", "coproduction", "tests")
# Private methods of libraries that one would be tempted to replace.
OVERRIDDEN = {"_to_tag_model_instances", "_post_clean", "_save_m2m", "_get_validation_exclusions"}
UNDOCUMENTED = {"run_on_commit", "savepoint_ids"}
PRIVATE = re.compile(r"_[a-z]\w*|_[A-Z]\w*")


def taken(tree, own):
    """Return what a module takes that is private of a library; ``own`` are the names with an underscore that are ours."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names) if module.partition(".")[0] not in OURS:
                found |= {f"{module}.{one.name}" for one in names if PRIVATE.fullmatch(one.name)}
                found |= {module} if _is_private(module) else set()
            case ast.Import(names=names):
                found |= {one.name for one in names if _is_private(one.name)}
            case ast.Attribute(attr=name) if name in UNDOCUMENTED or (_is_hidden(name) and name not in PUBLIC | own):
                found.add(name)
            case ast.FunctionDef(name=name) if name in OVERRIDDEN:
                found.add(name)
    return found


def _is_private(module):
    return any(part == "internal" or PRIVATE.fullmatch(part) for part in module.split("."))


def _is_hidden(name):
    return PRIVATE.fullmatch(name) is not None


def own_names(trees):
    """Return all names with an underscore that our code defines: functions, classes, and what is assigned."""
    names = set()
    for tree in trees:
        for node in ast.walk(tree):
            match node:
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                    names.add(name)
                case ast.Attribute(value=ast.Name(id="self" | "cls" | "other" | "row"), attr=name, ctx=ast.Store()):
                    names.add(name)
                case ast.Name(id=name, ctx=ast.Store()) | ast.alias(asname=str(name)):
                    names.add(name)
    return {name for name in names if _is_hidden(name)}


def test_each_private_part_of_a_library_is_taken_where_it_is_said_why():
    code = sources()
    own = own_names(tree for _name, tree in code)
    found = {name: parts for name, tree in code if (parts := taken(tree, own))}
    assert found == TAKEN, "Take a public part, or say in one place why there is none."


def test_tests_take_the_machinery_of_allauth_from_there_too():
    wrong = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if re.search(r"^\s*(?:from|import) allauth[\w.]*\.internal", path.read_text(), re.MULTILINE)
    ]
    assert wrong == []


def test_each_place_says_why():
    for name in TAKEN:
        assert "documented" in (text := (ROOT / name).read_text()) or "no public" in text, name


@pytest.mark.parametrize(
    "line",
    ["from allauth.mfa.internal.x import y", "import allauth.mfa.internal", "from taggit.managers import _TaggableManager",
     "connection.run_on_commit.clear()", "row._prefetched_objects_cache = {}", "query._mutable = False"],
)  # fmt: skip
def test_each_way_of_taking_one_is_seen(line):
    assert taken(ast.parse(line), own=set()), line


@pytest.mark.parametrize(
    "line", ["row._meta.label", "from projects.lists import _select", "self._mine()", "a._replace(b=1)"]
)
def test_what_is_ours_or_documented_is_not(line):
    assert not taken(ast.parse(line), own={"_mine"}), line
