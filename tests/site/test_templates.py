"""Templates are written so that a person can read and change them, and each includes what its app may know."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# A drawing, what stands in a tag of Django's, and a piece of a text: no space may stand between its parts.
AS_IT_MUST_BE = {"components/sprite.html", "django/forms/widgets/attrs.html", "curation/_piece.html"}
WIDEST = 160
# Texts to be translated are not counted: they stay as they are said.
TEXT = re.compile(r'{% (?:blocktranslate|plural)[^%]*%}.*?(?={% )|{% translate "[^"]*"|_\("[^"]*"\)', re.DOTALL)
VALUE = r'"(?:{%.*?%}|{{.*?}}|[^"])*"'
START = re.compile(rf"<[a-z][\w-]*(?:\s|{{%.*?%}}|{{{{.*?}}}}|{VALUE}|[^<>\"{{])*>", re.DOTALL)
CLOSE = re.compile(r"</[a-z][\w-]*\s+>")
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
WHOLE = re.compile(r"\s*(?:[a-z][\w-]*(?:[=\s>]|$)|{%|{{|/?>)")
# What every app may use.
OF_ALL = {"components", "forms", "errors", "mail", "django"}
OF_ACCOUNTS = {"account", "accounts", "mfa", "allauth", "admin"}


def templates():
    """Yield (name, text) of every template that makes HTML."""
    for file in sorted((ROOT / "templates").rglob("*.html")):
        yield file.relative_to(ROOT / "templates").as_posix(), file.read_text("utf-8")


def faults(text):
    """Yield (line, what) of each tag that is broken where no attribute ends, and of each line that is too wide."""
    found = [(one.start(), "a tag of Django’s in two lines") for one in TAG.finditer(text) if "\n" in one[0]]
    found += [(one.start(), "a closing tag with a space") for one in CLOSE.finditer(text)]
    for one in START.finditer(text):
        if "\n" in one[0]:
            found += [(one.start(), what) for what in broken(one[0], text[: one.start()].rpartition("\n")[2])]
    yield from ((text.count("\n", 0, at) + 1, what) for at, what in found)
    for number, line in enumerate(text.split("\n"), 1):
        if len(TEXT.sub("", line)) > WIDEST:
            yield number, "a line that is too wide"


def broken(tag, before):
    """Yield what is wrong with a tag of several lines: it begins its line, and each line of it begins an attribute."""
    if before.strip():
        yield "a tag of several lines that does not begin its line"
    if any("\n" in value for value in re.findall(VALUE, tag, re.DOTALL)):
        yield "a value in two lines"
    if not all(WHOLE.match(line) for line in tag.split("\n")[1:]):
        yield "a line that begins in the midst of an attribute"


def test_no_tag_is_broken_within_an_attribute_and_no_line_is_too_wide():
    wrong = {name: list(faults(text)) for name, text in templates() if name not in AS_IT_MUST_BE}
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('<p>Hola <a\n  href="/">inici</a></p>', 1),
        ('<a href="/{% if x %}a{% endif %}\n  b">inici</a>', 2),
        ('<a href="/" class=\n  "x">inici</a>', 1),
        ("<b>Hola</b\n>", 1),
        ("{% if x\n  and y %}{% endif %}", 1),
        ("<p>" + "paraula " * 21 + "</p>", 1),
        ('<a\n  href="/"\n  {% if x %}rel="nofollow"{% endif %}>inici</a>', 0),
        ('<p>{% translate "' + "paraula " * 30 + '" %}</p>', 0),
    ],
)
def test_what_is_badly_broken_is_found(text, count):
    assert len(list(faults(text))) == count


def layers():
    """Return {folder of templates: how high its app stands}, by the contract of imports."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    apps = [re.findall(r"[\w.]+", one) for one in reversed(contract)]
    return {app.rpartition(".")[2]: height for height, level in enumerate(apps) for app in level}


def test_no_template_takes_a_piece_of_an_app_that_its_own_may_not_know():
    """Pieces of all apps stand below them; the page of components, which shows every one, above."""
    heights = layers()
    assert heights["gatherings"] > heights["projects"] > heights["curation"] > heights["accounts"] > 0

    def height(name):
        folder = name.partition("/")[0]
        return heights.get("accounts" if folder in OF_ACCOUNTS else folder, 0 if folder in OF_ALL else len(heights))

    wrong = [
        (name, used)
        for name, text in templates()
        for used in re.findall(r'{% (?:include|extends) "([^"#]+)', text)
        if "/" in used and height(used) > height(name)
    ]
    assert wrong == []
