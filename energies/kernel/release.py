"""Which release of the program this is: its version and, where it can be known, the commit."""

import tomllib
from pathlib import Path

from energies.kernel import env

ROOT = Path(__file__).resolve().parent.parent.parent


def release(root: Path = ROOT) -> str:
    """Return what names this release, such as ``0.1.0+3f2a9c1b0d4e``.

    The variable ``RELEASE`` says it where there is no repository (an image); otherwise the version of pyproject.toml and
    the first twelve figures of the commit checked out in ``root``, or the version alone.
    """
    if said := env.text("RELEASE"):
        return said
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    commit = _commit(root / ".git")
    return f"{version}+{commit[:12]}" if commit else version


def _commit(git: Path) -> str:
    """Return the commit checked out, read from git's own files (gitrepository-layout(5)); "" when it cannot be told."""
    try:
        if git.is_file():  # a linked work tree: «gitdir: PATH»
            git = (git.parent / git.read_text("utf-8").removeprefix("gitdir:").strip()).resolve()
        head = (git / "HEAD").read_text("utf-8").strip()
        if not head.startswith("ref:"):
            return head
        name = head.removeprefix("ref:").strip()
        common = git / "commondir"
        shared = (git / common.read_text("utf-8").strip()).resolve() if common.exists() else git
        if (shared / name).exists():
            return (shared / name).read_text("utf-8").strip()
        packed = (shared / "packed-refs").read_text("utf-8").splitlines()
        return next((line.split()[0] for line in packed if line.endswith(f" {name}")), "")
    except OSError:
        return ""
