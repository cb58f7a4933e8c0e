"""The guide for the team quotes what the screens say, and is where the team can read it."""

import re

import pytest
from django.urls import Resolver404, resolve
from django.utils import translation

from energies.site.guide import GUIDE
from tests.steps.catalogue import is_shown, texts

TEXT = GUIDE.read_text("utf-8")
# What one word is for (CATALA.md, rule 6): these would be a second name for hiding, taking down, declining, calls, themes.
SECOND_NAMES = r"\b(ocult|arxiv|rebutj|rebuig|convocat|àmbits?\b)"


@pytest.mark.parametrize("label", sorted(set(re.findall(r"«([^»{]+)»", TEXT))))
def test_each_label_that_the_guide_quotes_is_on_some_screen(label):
    assert is_shown(label, "ca")


def test_a_label_that_is_nowhere_is_found_out():
    assert not is_shown("Obre la convocatòria", "ca") and not is_shown("Rebutja", "ca")


@pytest.mark.parametrize("path", sorted(set(re.findall(r"(?<![\w/])(/[a-z-]+/(?:[a-z-]+/)*)", TEXT))))
def test_each_address_that_the_guide_names_is_there(path):
    language = path[1:3] if path[1:4] in ("es/", "en/") else "ca"
    with translation.override(language):
        assert _is_there(path), path


def _is_there(path):
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


@pytest.mark.parametrize("where", ["the guide", "the screens"])
def test_each_act_has_one_word(where):
    said = (
        [TEXT]
        if where == "the guide"
        else [one for one in texts("ca") if "navegador" not in one and "servidor" not in one]
    )
    assert [one[:80] for one in said if re.search(SECOND_NAMES, one.lower())] == []


@pytest.mark.django_db
def test_the_team_reads_it_on_the_site_with_its_tables(team, client):
    page = team.get("/gestio/", follow=True)
    assert 'href="/gestio/guia/"' in page.text
    guide = team.get("/gestio/guia/")
    assert "<table>" in guide.text and "Revisar propostes</h2>" in guide.text
