"""Each link of each letter answers to its reader, in its language, at the moment at which the letter is sent."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.core.cache import cache
from django.test import Client

from energies.curation.proposable import kinds
from energies.kernel import mail
from tests.letters.scenes import CHANGED, NEW
from tests.letters.scenes_gatherings import SCENES

pytestmark = pytest.mark.django_db

LANGUAGES = ("ca", "es", "en")
# These say all there is to say: figures, what happened, where the program broke.
WITHOUT_LINKS = {"code", "new_codes", "factor_taken", "failures"}
# These go to the team, in the language that it works in.
OF_THE_TEAM = {"message", "watch", "failures"}
# Whose pages have one address for all languages, and are in that of whoever opens them.
DESK = "/equip/"
LINK = re.compile(r"https?://[^\s<>\"]+")


def test_every_letter_has_its_scenes_and_every_kind_of_proposal_is_in_them():
    assert {letter for letter, _state, _play in SCENES} == set(mail.kinds)
    # What a letter's link answers is of nobody to whom a letter could go.
    assert {kind for some in (NEW, CHANGED) for kind in some} == {one.kind for one in kinds()} - {"follow_up"}


@pytest.mark.parametrize(
    ("letter", "state", "play", "language"),
    [(*scene, LANGUAGES[number % 3]) for number, scene in enumerate(SCENES)],
    ids=[f"{letter}: {state}" for letter, state, _play in SCENES],
)
def test_each_link_answers(
    letter, state, play, language, world, kinds_sent, reader, django_capture_on_commit_callbacks
):
    cache.clear()
    there = world(language)
    outbox.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        play(there, state)
    sent = [one for one in outbox.outbox if kinds_sent[one.extra_headers["Message-ID"]] == letter]
    assert sent, "the letter was not sent"
    for one in sent:
        links = LINK.findall(one.body)
        (html,) = [body for body, kind in one.alternatives if kind == "text/html"]
        assert set(re.findall(r'href="([^"]+)"', html)) >= {link.replace("&", "&amp;") for link in links}
        assert bool(links) != (letter in WITHOUT_LINKS)
        for link in links:
            answers(link, reader(one.to[0]), None if letter in OF_THE_TEAM else language)


def answers(link, client, language):
    """Fail unless a link leads its reader to a page in their language, perhaps after signing in."""
    assert link.startswith(f"{settings.ORIGIN}/"), link
    path = urlsplit(link).path
    at_first = Client().get(path)
    if at_first.status_code == 302:
        # «El meu espai» and the like: a stranger signs in, and comes back.
        assert "next=" in at_first["Location"], (link, at_first["Location"])
    else:
        assert at_first.status_code == 200, (link, at_first.status_code)
    page = client.get(path)
    assert page.status_code == 200, (link, page.status_code)
    assert language is None or path.startswith(DESK) or f'<html lang="{language}"' in page.text, (link, language)
