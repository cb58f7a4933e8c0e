"""The pattern that stands in for a photo: always the same for an entry, visibly varied, light."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template import engines

from energies.kernel.panot import VARIANTS, panot
from energies.kernel.templatetags import drawings

# How many tiles and the first of them: a change here would change the face of every entry already published.
PATTERN_OF_SEVEN = (20, '<use href="#m-activitats" x="-5" y="-10"/>')


def render(source, **context):
    return engines["django"].from_string(source).render(context)


def test_an_entry_always_wears_the_same_pattern():
    assert panot(41) == panot(41)
    assert panot(41 + VARIANTS) == panot(41)


def test_a_seed_draws_what_it_drew_yesterday():
    assert panot(7).count("<use") == PATTERN_OF_SEVEN[0]
    assert PATTERN_OF_SEVEN[1] in panot(7)


def test_neighbouring_seeds_are_drawn_differently():
    assert len({panot(seed) for seed in range(60)}) >= 40


def test_patterns_differ_in_their_motifs_and_not_only_in_where_they_start():
    motifs = {frozenset(re.findall(r"#m-([a-z]+)", panot(seed))) for seed in range(60)}
    assert len(motifs) >= 8


@pytest.mark.parametrize("seed", [0, 1, 299, 599, 2**63])
def test_every_drawing_is_well_formed_hidden_from_screen_readers_and_light(seed):
    drawing = panot(seed)
    root = ElementTree.fromstring(drawing)
    assert root.get("aria-hidden") == "true"
    assert len(root) > 0
    assert len(drawing) <= 1300


def test_no_drawing_is_heavy_or_empty():
    sizes = [len(panot(seed)) for seed in range(VARIANTS)]
    assert max(sizes) <= 1300
    assert min(panot(seed).count("<use") for seed in range(VARIANTS)) >= 4


def test_every_motif_a_pattern_uses_is_in_the_sprite():
    sprite = Path(settings.BASE_DIR, "templates/components/sprite.html").read_text()
    for seed in range(VARIANTS):
        for name in set(re.findall(r'href="#([^"]+)"', panot(seed))):
            assert f'id="{name}"' in sprite


def test_tags_draw_icons_tiles_patterns_and_the_logo():
    assert 'href="#i-lloc"' in render('{% icon "lloc" %}')
    assert 'href="#m-debat"' in render('{% tile "debat" %}')
    assert render("{% panot seed %}", seed=5) == panot(5)
    assert render("{% logo %}") == drawings.logo()
    assert drawings.logo().count("<path") == 7


def test_an_icon_name_cannot_bring_markup():
    assert "<b>" not in render("{% icon name %}", name='"><b>')
