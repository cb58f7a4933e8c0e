"""What the screens say in a language, as the catalogue has it."""

import re
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

MESSAGES = Path(__file__).resolve().parent.parent.parent / "bin" / "messages"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")


@cache
def texts(language):
    """Return every text of the catalogue of a language, singulars and plurals."""
    loader = SourceFileLoader("messages", str(MESSAGES))
    messages = module_from_spec(spec_from_loader("messages", loader))
    loader.exec_module(messages)
    strings = [message.string for message in messages.texts(messages.read_catalogue(language)).values()]
    return [text for one in strings for text in ((one,) if isinstance(one, str) else one)]


def is_shown(label, language):
    """Whether some screen says ``label``, its first letter large or small; what stands for a name or a day may be any."""
    wanted = _plain(label)
    return any(_plain(text) == wanted or _with_something(text, wanted) for text in texts(language))


def _plain(text):
    return text.strip().rstrip(".:…").lower()


def _with_something(text, wanted):
    """Whether ``wanted`` is ``text`` with its placeholders filled in, and more than those."""
    parts = PLACEHOLDER.split(_plain(text))
    if len(parts) == 1 or len("".join(parts)) < 8:
        return False
    return re.fullmatch(".+".join(map(re.escape, parts)), wanted) is not None
