"""What every page costs, and that nothing in it needs a looser Content Security Policy."""

import gzip
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|<script\b(?![^>]*\ssrc=)""", re.IGNORECASE
)


def size(pattern):
    return sum(file.stat().st_size for file in (ROOT / "static").glob(pattern))


def sent(pattern):
    """What a browser is sent: each file compressed, as WhiteNoise keeps it."""
    return sum(len(gzip.compress(file.read_bytes())) for file in (ROOT / "static").glob(pattern))


def templates():
    return {file.relative_to(ROOT): file.read_text() for file in (ROOT / "templates").rglob("*.html")}


def test_our_css_weighs_no_more_than_30_kilobytes():
    assert 0 < size("css/site.css") <= 30_000


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
    sprite = (ROOT / "templates/_sprite.html").read_text()
    named = {icon for text in templates().values() for icon in re.findall(r'{% icon "([^"]+)"', text)}
    assert {icon for icon in named if f'id="i-{icon}"' not in sprite} == set()


def test_the_stylesheet_asks_nobody_else_for_anything():
    for file in (ROOT / "static/css").glob("*.css"):
        assert not re.search(r"@import|url\(", file.read_text())
