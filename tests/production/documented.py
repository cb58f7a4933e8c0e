"""The commands of docs/developers.md, as they stand there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = r"<!-- the road: {} -->\n```sh\n(.*?)```"


def commands(part: str) -> list[str]:
    """Return the lines of one block («release», «services», «first account»), as they are typed into a shell.

    Raises LookupError when the docs have no such block.
    """
    found = re.search(BLOCK.format(re.escape(part)), (ROOT / "docs/developers.md").read_text(), re.DOTALL)
    if not found:
        raise LookupError(f"docs/developers.md has no block «the road: {part}».")
    return [line for line in found[1].splitlines() if line.strip()]


def command_with(word: str) -> str:
    """Return the one line among the services and the first account that has this word."""
    (line,) = [line for part in ("services", "first account") for line in commands(part) if word in line.split()]
    return line
