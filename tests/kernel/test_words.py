"""One word, one meaning: what docs/glossary.md says holds in the names of the code."""

import ast
import re
from collections import defaultdict
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.urls import get_resolver

ROOT = Path(settings.BASE_DIR)
GLOSSARY = (ROOT / "docs/glossary.md").read_text()
OURS = sorted(
    {config.name.partition(".")[0] for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT)}
)
OURS = [name for name in OURS if (ROOT / name / "__init__.py").exists()]
# Words that had several meanings, or that nobody would guess. They are welcome in docstrings, on pages and in names of tests.
RETIRED = {
    *(
        "said",
        "told",
        "turn",
        "turned",
        "kept",
        "there",
        "those",
        "alike",
        "sure",
        "homes",
        "alone",
        "held",
        "taken",
        "away",
    ),
    *(
        "act",
        "keep",
        "one",
        "ones",
        "left",
        "closing",
        "space",
        "door",
        "described",
        "letting_go",
        "careful",
        "borrowed",
    ),
}
# Short names that are right in their module and say nothing elsewhere: fine as methods (``Project.objects.about(…)``).
ALONE = {"of", "about", "between", "at_the_desk"}
ONE_EACH = {"Command", "Migration", "Meta"}  # Django asks for these names


def modules():
    """Yield (path, tree) of every module of ours but migrations."""
    for package in OURS:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text())


def test_no_two_classes_have_one_name():
    found = defaultdict(list)
    for path, tree in modules():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name not in ONE_EACH:
                found[node.name].append(f"{path}:{node.lineno}")
    assert not {name: places for name, places in found.items() if len(places) > 1}


def test_no_module_template_or_address_has_a_retired_name():
    names = [str(path) for path, _tree in modules() if {path.stem, path.parent.name} & RETIRED]
    names += [str(path) for path in (ROOT / "templates").rglob("*.html") if path.stem.strip("_") in RETIRED]
    names += [name for name in get_resolver().reverse_dict if isinstance(name, str) and name in RETIRED]
    assert not names


def test_no_class_or_function_has_a_retired_name():
    found = []
    for path, tree in modules():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and node.name.lower() in RETIRED:
                found.append(f"{path}:{node.lineno} class {node.name}")
        for owner in [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]:
            names = RETIRED | (ALONE if owner is tree else set())
            found += [
                f"{path}:{node.lineno} def {node.name}"
                for node in owner.body
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name in names
            ]
    assert not found


def test_the_glossary_names_every_model():
    named = set(re.findall(r"`(?:[a-z_]+\.)*([A-Z]\w+)[^`]*`", GLOSSARY))
    models = [model for model in apps.get_models() if model.__module__.partition(".")[0] in OURS]
    assert len(models) > 50
    assert not sorted(model._meta.label for model in models if model.__name__ not in named)


def test_the_glossary_names_nothing_that_is_not_there():
    known = set()
    for path, tree in modules():
        known |= {*path.with_suffix("").parts}
        for node in ast.walk(tree):
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
                known.add(node.name)
            if isinstance(node, ast.Assign):
                known |= {target.id for target in node.targets if isinstance(target, ast.Name)}
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                known.add(node.value)  # states
    names = re.findall(r"`([\w.]+)`", GLOSSARY.partition("## Retired")[0])
    assert len(names) > 150
    assert not sorted({name for name in names if not set(name.split(".")) <= known})
