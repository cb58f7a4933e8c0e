"""An answer that comes late changes nothing for whoever has gone on: each is held back until they have."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SUGGESTIONS = "**/suggeriments/**"
SUGGESTED = {"groups": [{"label": "Projectes", "items": [{"name": "Un altre", "note": "", "url": "/barris/"}]}]}
LIST = ".suggest"  # also while it is closed


@pytest.fixture
def site(live_server, make_project):
    make_project("Hort de mostra")
    make_project("Hort del Clot", barri="65")
    make_project("Cuines obertes", themes=("care",))
    return live_server.url


@pytest.fixture
def two_pages(site, make_project):
    for number in range(22):
        make_project(f"Projecte {number}", themes=())


class Held:
    """Requests of a page to a pattern, which wait until the test lets them go; ``only`` tells which of them wait."""

    def __init__(self, page, pattern, only=lambda request: True):
        self.page, self.routes = page, []
        page.route(pattern, lambda route: self.routes.append(route) if only(route.request) else route.continue_())

    def come(self, count=1):
        """Wait until so many have been asked for."""
        for _tenth in range(100):
            if len(self.routes) >= count:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{len(self.routes)} of {count} were asked for.")

    def answer(self, **answer):
        """Let the first one have an answer, the site's or the one given, and the page time to act on it."""
        route = self.routes.pop(0)
        route.fulfill(**answer) if answer else route.continue_()
        self.page.wait_for_timeout(300)


@pytest.fixture
def hold(page):
    return lambda pattern, **only: Held(page, pattern, **only)


def of_results(request):
    return "x-fragment" in request.headers


def asked_for(page, held, words="hor"):
    """Type words, and wait until their suggestions have been asked for."""
    page.locator("#q").press_sequentially(words)
    held.come()


def send(page):
    page.keyboard.press("Enter")
    page.wait_for_url("**/projectes/?q=hor")


GONE_ON = {
    "sent": send,
    "closed": lambda page: page.keyboard.press("Escape"),
    "left for another field": lambda page: page.keyboard.press("Tab"),
    "gone back": lambda page: (page.go_back(), page.wait_for_url("**/projectes/")),
    "left the page, which is kept for coming back": lambda page: page.evaluate("dispatchEvent(new Event('pagehide'))"),
}


@pytest.mark.parametrize("gone_on", GONE_ON.values(), ids=GONE_ON)
def test_suggestions_that_come_late_do_not_open(site, page, hold, gone_on):
    page.goto(site + "/projectes/")
    if gone_on is GONE_ON["gone back"]:
        page.locator("#f-theme-food").press("Space")
        page.wait_for_url("**theme=food")
    held = hold(SUGGESTIONS)
    asked_for(page, held)
    gone_on(page)
    page.evaluate("document.getElementById('q').value = 'hor'")  # whatever stands there
    held.answer(json=SUGGESTED)
    assert page.locator(LIST).is_hidden() and page.locator("#q").get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("gone_on", [GONE_ON["sent"], GONE_ON["closed"]], ids=["sent", "closed"])
def test_what_was_typed_and_not_asked_for_yet_is_not_asked_for(site, page, hold, gone_on):
    page.goto(site + "/projectes/")
    held = hold(SUGGESTIONS)
    page.clock.install()
    page.locator("#q").press_sequentially("hor")
    gone_on(page)
    page.clock.run_for(1000)
    page.wait_for_timeout(100)
    assert held.routes == [] and page.locator(LIST).is_hidden()


def test_one_that_is_no_longer_wanted_is_given_up_and_the_next_words_ask_at_once(site, page, hold):
    page.goto(site + "/projectes/")
    held = hold(SUGGESTIONS)
    with page.expect_event("requestfailed"):
        asked_for(page, held)
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
    page.locator("#q").press_sequentially("ts")
    held.come(2)
    held.answer(json=SUGGESTED)
    held.answer(json=SUGGESTED)
    assert page.locator(LIST).is_visible()


def test_a_suggestion_that_one_is_pressing_stays_where_it_is(site, page, hold):
    page.goto(site + "/projectes/")
    held = hold(SUGGESTIONS)
    asked_for(page, held)
    held.answer()
    page.locator("#q").press_sequentially("t")
    held.come()
    page.get_by_role("option", name="Hort del Clot").hover()
    page.mouse.down()
    held.answer(json=SUGGESTED)
    page.mouse.up()
    page.wait_for_url("**/projectes/hort-del-clot/")


def test_a_page_of_a_list_that_comes_late_leaves_what_one_is_typing(site, two_pages, page, hold):
    page.goto(site + "/projectes/")
    held = hold("**/projectes/?**", only=of_results)
    page.locator(".pager [rel=next]").click()
    held.come()
    page.locator("#q").fill("clot")
    held.answer()
    page.wait_for_url("**page=2")
    assert page.locator("#q").input_value() == "clot"
    assert page.evaluate("document.activeElement.id") == "q", "the heading does not take the focus from it"


def test_a_list_that_comes_after_another_was_asked_for_is_not_shown(site, page, hold):
    page.goto(site + "/projectes/")
    held = hold("**/projectes/?**", only=of_results)
    page.locator("#f-theme-food").press("Space")
    held.come()
    page.locator("#f-theme-care").press("Space")
    held.come(2)
    first = held.routes.pop(0)
    held.answer()
    page.wait_for_url(lambda url: url.count("theme=") == 2)
    first.fulfill(body="<section id='results'>Massa tard</section>")
    page.wait_for_timeout(200)
    assert "Massa tard" not in page.text_content("main")


@pytest.mark.parametrize("answer", [{}, {"status": 500, "body": "no"}], ids=["as asked", "failed"])
def test_a_list_that_comes_while_one_goes_to_another_page_leads_nowhere_else(site, page, hold, page_errors, answer):
    page.goto(site + "/projectes/")
    narrowed, left = hold("**/projectes/?**", only=of_results), hold("**/barris/")
    page.locator("#f-theme-food").press("Space")
    narrowed.come()
    page.locator("header a[href='/barris/']").first.click(no_wait_after=True)
    left.come()
    narrowed.answer(**answer)
    left.answer()
    page.wait_for_url("**/barris/")
    page_errors.clear()  # the console tells of the 500


def locating(page):
    """Have the browser find out where one is only when ``window.found`` or ``window.failed`` is called."""
    page.evaluate(
        "navigator.geolocation.getCurrentPosition = (ok, no) => Object.assign(window, {found: ok, failed: no})"
    )
    page.locator("[data-locate]").click()


@pytest.mark.parametrize("late", ["found({coords: {latitude: 41.38, longitude: 2.17}})", "failed()"])
def test_a_position_that_comes_after_a_barri_was_chosen_changes_nothing(site, page, late):
    page.goto(site + "/projectes/")
    locating(page)
    page.locator("#f-near").select_option("el-clot")
    page.wait_for_url("**near=el-clot")
    page.evaluate(late)
    page.wait_for_timeout(200)
    assert page.url.endswith("near=el-clot") and page.locator("#f-near").input_value() == "el-clot"
    assert page.locator("[data-near] [role=status]").inner_text() == ""


def test_a_position_that_comes_after_something_else_was_narrowed_still_counts(site, page):
    page.goto(site + "/projectes/")
    locating(page)
    page.locator("#f-theme-food").press("Space")
    page.wait_for_url("**theme=food**")
    page.evaluate("found({coords: {latitude: 41.38, longitude: 2.17}})")
    page.wait_for_url(re.compile(r"near=41\.380(,|%2C)2\.170"))
