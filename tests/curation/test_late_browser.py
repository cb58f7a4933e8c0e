"""Keeping a form while one writes: what answers late, the server or the browser's own store, undoes nothing."""

import pytest
from PIL import Image

from energies.curation.models import Submission
from tests.curation.proposing import PROJECT, fresh
from tests.curation.test_two_tabs_browser import draft, edit_of, tab

__all__ = ["draft", "tab"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The browser's store of files answers when the test says so.
SLOW_STORE = """
    const letGo = new Promise((go) => { window.letGo = go; });
    const { match } = Cache.prototype;
    Cache.prototype.match = async function (...what) {
      const found = await match.apply(this, what);
      await letGo;
      return found;
    };
"""
KEPT = "Object.entries(localStorage).filter(([name]) => name.startsWith('kept:')).map(([, text]) => text)"


def test_a_form_on_its_way_is_not_moved_by_what_kept_it_before(tab, territory, vocabulary):
    page, posts = tab("/participa/registra/"), []
    page.route(
        "**/participa/registra/",
        lambda route: posts.append(route) if route.request.method == "POST" else route.continue_(),
    )
    for name in ("name", "summary"):
        page.fill(f"#id_{name}", PROJECT[name][0])
    for name in ("entity_kind", "theme_1", "barri"):
        page.select_option(f"#id_{name}", PROJECT[name][0])
    page.check("#id_understood")
    while not posts:
        page.wait_for_timeout(100)
    page.click("button[name=send]", no_wait_after=True)
    while len(posts) < 2:
        page.wait_for_timeout(100)
    by_itself, sent = posts
    by_itself.continue_()
    page.wait_for_timeout(1000)
    assert page.url.endswith("/participa/registra/")
    sent.continue_()
    page.get_by_text("Enviat").first.wait_for()
    page.wait_for_load_state("networkidle")  # what lets go of it comes after the page is there
    assert Submission.objects.get().state == "pending"
    assert page.evaluate(KEPT) == [], "nothing is left of it that would be offered, or told of, as if it were unsent"


@pytest.fixture
def found(tab, draft):
    """Returns a function that opens a draft of which the browser kept this photo, or none, and the server the text."""

    def reopen(photo=None):
        page = tab(edit_of(draft))
        page.wait_for_load_state("networkidle")
        if photo:
            page.set_input_files("#id_picture", photo)
        page.fill("#id_summary", "El que ja té el servidor.")
        page.goto(page.url.replace(edit_of(draft), "/contacte/"))
        while fresh(draft).data.get("summary") != ["El que ja té el servidor."]:
            page.wait_for_timeout(100)
        page.add_init_script(SLOW_STORE)
        page.go_back(wait_until="networkidle")
        return page

    return reopen


def test_a_photo_kept_before_does_not_take_the_place_of_one_just_chosen(found, tmp_path):
    for name, color in (("abans.png", "teal"), ("ara.png", "red")):
        Image.new("RGB", (40, 30), color).save(tmp_path / name)
    page = found(tmp_path / "abans.png")
    page.set_input_files("#id_picture", tmp_path / "ara.png")
    page.evaluate("letGo()")
    page.wait_for_timeout(300)
    assert page.evaluate("document.querySelector('#id_picture').files[0].name") == "ara.png"


def test_what_was_typed_before_the_store_answered_stays_kept(found):
    page = found()
    page.locator("#id_schedule").press_sequentially("Dijous")
    page.evaluate("letGo()")
    page.wait_for_timeout(300)
    assert "Dijous" in "".join(page.evaluate(KEPT))
    assert not page.locator("[data-restore]").count(), "the server has what was there before"
