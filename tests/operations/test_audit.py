"""A known fault of a library fails the check; an index that is not reached does not, and is told."""

import importlib.util
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parent.parent.parent / "bin" / "audit"


@pytest.fixture
def audit():
    loader = SourceFileLoader("audit", str(FILE))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("audit", loader))
    loader.exec_module(module)
    return module


def test_a_known_fault_fails_and_is_named(audit, monkeypatch, capsys):
    sick = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
    well = {"name": "babel", "version": "2.0", "vulns": []}
    monkeypatch.setattr(audit, "report_on", lambda name: [well, sick])
    assert audit.main() == 1
    assert "pillow 1.0: PYSEC-1, mended in 1.1" in capsys.readouterr().out


def test_without_a_network_it_says_so_and_fails_nothing(audit, monkeypatch, capsys):
    monkeypatch.setattr(audit, "report_on", lambda name: [{"name": "babel", "skip_reason": "not found"}])
    assert audit.main() == 0
    assert "not reached" in capsys.readouterr().out
