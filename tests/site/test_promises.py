"""What the site promises is said in one place, by its setting, and nothing keeps no promise by hand."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from energies.curation.proposable import kinds
from energies.kernel import working_days
from energies.site.placeholders import PLACEHOLDERS, fill

ROOT = Path(settings.BASE_DIR)
# Days to answer, in figures or in words: «cinc dies laborables», «5 working days», «en menys de cinc dies». The twenty
# that the law gives for complaints of accessibility are not ours to set.
NUMBER = r"(?:\d+|una?|un|dos|dues|tres|quatre|cinc|sis|set|deu|uno|cuatro|cinco|seis|siete|diez|one|two|three|four|five|six|seven|ten)"
BY_HAND = re.compile(
    rf"\b{NUMBER} (?:dies|días|days) (?:laborables|hàbils|hábiles)|\b{NUMBER} working days?"
    rf"|(?:menys de|menos de|less than|under|within) {NUMBER} (?:dies|días|days)\b",
    re.IGNORECASE,
)


def texts():
    """Yield (where, text) of all that people read: catalogues, templates, letters, pages and the guides of the team."""
    for code, _name in settings.LANGUAGES:
        with (ROOT / f"locale/{code}/LC_MESSAGES/django.po").open("rb") as file:
            catalogue = read_po(file)
        for message in catalogue:
            said = message.string if isinstance(message.string, tuple | list) else [message.string]
            yield from ((f"{code}: {message.id}", one) for one in said)
    for pattern in ("templates/**/*.html", "templates/**/*.txt", "energies/site/pages/*.md", "docs/equip.md"):
        for file in ROOT.glob(pattern):
            yield str(file.relative_to(ROOT)), file.read_text("utf-8")


def test_nobody_writes_the_days_of_an_answer_by_hand():
    found = [(where, said[0]) for where, text in texts() for said in BY_HAND.finditer(text)]
    assert not found


def test_the_pattern_would_find_them():
    for words in (
        "et responem en menys de cinc dies laborables", "in less than five working days", "en 5 días laborables", "within 3 days",
    ):  # fmt: skip
        assert BY_HAND.search(words)


@pytest.mark.parametrize("days", [1, 5, 11])
@pytest.mark.parametrize(
    "path", ["/", "/contacte/", "/contacte/gracies/", "/participa/", "/es/participa/", "/en/participate/"]
)
def test_every_page_that_promises_says_what_the_setting_says(db, settings, path, days):
    call_command("load_pages", verbosity=0)
    settings.ANSWER_DAYS = days
    page = Client().get(path)
    with translation.override(path[1:3] if path[:4] in ("/es/", "/en/") else "ca"):
        assert working_days.within() in page.text
    assert "{answer_days}" not in page.text


def test_the_forms_say_it_too(settings):
    settings.ANSWER_DAYS = 9
    assert [one.kind for one in kinds() if "9 dies laborables" in str(one.lead)]
    assert not [one.kind for one in kinds() if "5 dies laborables" in str(one.lead)]


def test_a_page_with_other_braces_stays_as_it_was_written():
    assert fill("{answer_days} i {una altra}").endswith(" i {una altra}") and set(PLACEHOLDERS) == {"answer_days"}
