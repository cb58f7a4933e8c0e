"""The packages of the product: those beside manage.py."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = tuple(sorted(path.parent.name for path in ROOT.glob("*/__init__.py")))
