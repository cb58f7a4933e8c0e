"""Carry the pages that come with the directory into the database, where staff edit them."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from energies.curation import reference as reasons
from energies.curation.history import record
from energies.curation.models import Change
from energies.site.models import Page

FOLDER = Path(__file__).resolve().parent / "pages"


@transaction.atomic
def load(progress=None):
    """Add the pages that are missing, and the first reasons to decline; what is there stays as staff left it.

    Returns how many pages were added. ``progress(done, total)``, if given, is called after each page. ValueError for a file that is not as ``read``
    wants it, FileNotFoundError for a page without one of its languages.
    """
    reasons.load()
    keys = sorted({file.name.split(".")[0] for file in FOLDER.glob("*.md")})
    there = set(Page.objects.values_list("key", flat=True))
    for done, key in enumerate(keys, 1):
        if key not in there:
            page = Page(key=key, **texts_of(key))
            with record(page, route=Change.Route.SYSTEM, why="Came with the directory."):
                page.save()
        if progress:
            progress(done, len(keys))
    return len(set(keys) - there)


def texts_of(key):
    """Return {"title_ca": …, "summary_ca": …, "body_ca": …, "title_es": …} of the page ``key``, from its files."""
    texts = {}
    for lang, _name in settings.LANGUAGES:
        title, summary, body = read(FOLDER / f"{key}.{lang}.md")
        texts |= {f"title_{lang}": title, f"summary_{lang}": summary, f"body_{lang}": body}
    return texts


def read(file):
    """Return (title, summary, body) of a file: ``# Title``, ``> summary`` and Markdown, with blank lines between.

    ValueError when one of the three is missing.
    """
    title, _gap, rest = file.read_text(encoding="utf-8").partition("\n")
    summary, _gap, body = rest.lstrip().partition("\n")
    if not title.startswith("# ") or not summary.startswith("> ") or not body.strip():
        raise ValueError(f"{file.name} must have «# Title», «> summary» and a text.")
    return title[2:].strip(), summary[2:].strip(), body.strip()
