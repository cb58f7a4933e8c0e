"""What every page costs, and that nothing in it needs a looser Content Security Policy."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.site import stylesheets

ROOT = Path(settings.BASE_DIR)
INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|<script\b(?![^>]*\ssrc=)""", re.IGNORECASE
)
LAYERS = re.compile(r"^@layer ([\w, ]+);", re.MULTILINE)
SHEETS_TAG = re.compile(r"{% sheets ([^%]+)%}")


def size(pattern):
    return sum(file.stat().st_size for file in (ROOT / "static").glob(pattern))


def sent(pattern):
    """What a browser is sent: each file compressed, as WhiteNoise keeps it."""
    return sum(len(gzip.compress(file.read_bytes())) for file in (ROOT / "static").glob(pattern))


def templates():
    return {file.relative_to(ROOT): file.read_text() for file in (ROOT / "templates").rglob("*.html")}


def test_what_every_page_has_leaves_room_for_the_sheets_of_its_area():
    """What a page links in all is held against its budget where every page is walked: ``tests/fuzz``."""
    assert 0 < size("css/site.css") <= 14_000


def test_the_layers_have_one_order_and_every_rule_stands_in_one():
    order = LAYERS.search((ROOT / "static/css/site.css").read_text())
    blocks = {
        before
        for file in stylesheets.SHEETS.glob("*.css")
        for before in stylesheets.outermost(file.read_text().replace(order[0], ""))
        if file.stem != "admin"
    }
    assert blocks == {f"@layer {name}" for name in order[1].split(", ")}


def test_each_sheet_is_linked_by_some_page_and_each_that_is_linked_is_there():
    tags = " ".join(tag for text in templates().values() for tag in SHEETS_TAG.findall(text))
    files = {file.stem for file in stylesheets.SHEETS.glob("*.css")}
    assert set(re.findall(r'"(\w+)"', tags)) == files - set(stylesheets.EVERYWHERE)


@pytest.mark.parametrize(
    ("html", "asked"),
    [
        ('<ol class="agenda"><li>Avui</li></ol>', {("agenda", ".agenda > li")}),
        ('<ol class="agenda"></ol>', set()),
        ('<i class="in-sight"></i>', {("form", ".in-sight"), ("form", ":root:has(.in-sight > :not([hidden]))")}),
        ('<td class="sheet">', {("paper", ".sheet"), ("paper", ".sheet :is(td, th)")}),
    ],
)
def test_what_a_page_asks_for_and_does_not_link_is_found(html, asked):
    page, link = (
        '<link rel="stylesheet" href="/static/css/site.css">' + html,
        '<link rel="stylesheet" href="/css/{}.css">',
    )
    assert asked <= set(stylesheets.not_linked(page)) and bool(asked) == bool(stylesheets.not_linked(page))
    assert not stylesheets.not_linked(page + "".join(link.format(sheet) for sheet, _selector in asked))


def test_what_the_desk_adds_to_the_looks_of_django_is_little():
    assert 0 < size("css/admin.css") <= 4_000


def test_all_our_javascript_weighs_no_more_than_10_kilobytes():
    assert 0 < sent("js/*.js") <= 10_000


def test_no_template_has_inline_styles_or_scripts():
    assert [str(name) for name, text in templates().items() if INLINE.search(text)] == []


def test_the_search_for_inline_code_finds_it():
    attributes = ('<p style="color:red">', "<a onclick='x()'>", '<a href="javascript:x">')
    for bad in (*attributes, "<style>", "<script>x()</script>"):
        assert INLINE.search(bad)
    assert not INLINE.search('<script type="module" src="/static/js/site.js"></script>')


def test_every_icon_a_template_names_is_in_the_sprite():
    sprite = (ROOT / "templates/components/sprite.html").read_text()
    named = {icon for text in templates().values() for icon in re.findall(r'{% icon "([^"]+)"', text)}
    assert {icon for icon in named if f'id="i-{icon}"' not in sprite} == set()


def test_the_stylesheet_asks_nobody_else_for_anything():
    for file in (ROOT / "static/css").glob("*.css"):
        assert not re.search(r"@import|url\(", file.read_text())
