"""The code of all our apps, for tests that read it."""

import ast
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent


def sources():
    """Return [(path from the root, syntax tree)] of every module of our apps, but for migrations."""
    folders = {Path(config.path) for config in apps.get_app_configs()} | {ROOT / "energies"}
    ours = {one for one in folders if one.is_relative_to(ROOT) and ".venv" not in one.parts}
    paths = {path for folder in ours for path in folder.rglob("*.py") if "migrations" not in path.parts}
    assert len(paths) > 300
    return [(str(path.relative_to(ROOT)), ast.parse(path.read_text())) for path in sorted(paths)]
