"""Searching and narrowing as a person meets them: suggestions, results in place, «use my position»."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import expect

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PATHS = ["/projectes/", "/projectes/?q=hort", "/projectes/?view=map", "/cerca/?q=hort"]
SUGGESTIONS = "**/suggeriments/**"
OPEN = "#q[aria-expanded=true]"

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server, make_project, make_entity):
    make_entity("Hort de l’Ateneu")
    make_project("Hort de mostra")
    make_project("Hort del Clot", barri="65")
    with transaction.atomic():  # found all at once
        for number in range(30):
            make_project(f"Projecte {number}", themes=("care",))
    return live_server.url


def type_until_open(page, words="hort"):
    page.locator("#q").press_sequentially(words)
    page.wait_for_selector(OPEN)


def active(page):
    """The text of the option that aria-activedescendant names, or None."""
    return page.evaluate(
        "document.getElementById(document.getElementById('q').getAttribute('aria-activedescendant'))"
        "?.firstChild.textContent.trim() ?? null"
    )


def focused(page):
    return page.evaluate("document.activeElement.id")


def told(page):
    return page.locator("[data-told]").text_content()


def test_the_combobox_is_walked_by_keyboard(site, page):
    page.goto(site + "/projectes/")
    type_until_open(page)
    options = page.locator("#suggest [role=option]")
    names = [name.strip() for name in options.evaluate_all("all => all.map(one => one.firstChild.textContent)")]
    assert len(names) > 2 and active(page) is None
    walked = []
    for _step in range(len(names) + 1):
        page.keyboard.press("ArrowDown")
        walked.append(active(page))
        assert page.locator("[role=option][aria-selected=true]").count() == 1
    assert walked == [*names, names[0]]
    page.keyboard.press("ArrowUp")
    assert active(page) == names[-1]
    page.keyboard.press("Home")
    assert active(page) is None and focused(page) == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/projectes/hort-" in url)


def test_groups_have_names_and_the_number_is_told(site, page):
    page.goto(site + "/cerca/")
    type_until_open(page)
    assert page.get_by_role("listbox", name="Suggeriments").get_by_role("group", name="Projectes").is_visible()
    count = page.get_by_role("option").count()
    assert page.locator("[data-suggest] > [role=status]").text_content() == f"{count} suggeriments"


def test_escape_closes_and_then_clears(site, page):
    page.goto(site + "/cerca/")
    type_until_open(page)
    page.keyboard.press("Escape")
    assert page.locator(OPEN).count() == 0 and page.locator("#q").input_value() == "hort"
    page.keyboard.press("Escape")
    assert page.locator("#q").input_value() == ""


def test_tab_closes_the_suggestions(site, page):
    page.goto(site + "/cerca/")
    type_until_open(page)
    page.keyboard.press("Tab")
    assert page.get_by_role("listbox").count() == 0 and focused(page) != "q"


def test_enter_without_a_chosen_suggestion_searches(site, page):
    page.goto(site + "/cerca/")
    type_until_open(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/cerca/?q=hort")


def test_a_click_on_a_suggestion_goes_there(site, page):
    page.goto(site + "/cerca/")
    type_until_open(page)
    page.get_by_role("option", name="Hort del Clot").click()
    page.wait_for_url("**/projectes/hort-del-clot/")


def test_one_request_is_in_flight_at_most_and_only_the_last_answer_shows(site, page):
    page.clock.install()
    page.goto(site + "/cerca/")
    waiting, most, asked = [], [], []

    def hold(route):
        waiting.append(route)
        most.append(len(waiting))
        asked.append(route.request.url.partition("q=")[2])

    def answer():
        route = waiting.pop()
        words = route.request.url.partition("q=")[2]
        route.fulfill(json={"groups": [{"label": "Projectes", "items": [{"name": words, "note": "", "url": "/"}]}]})

    page.route(SUGGESTIONS, hold)

    def pause_after(letters):
        page.locator("#q").press_sequentially(letters)
        page.clock.run_for(300)

    with page.expect_request(SUGGESTIONS):
        pause_after("ho")
    pause_after("r")
    pause_after("ts")
    assert asked == ["ho"]
    with page.expect_request(SUGGESTIONS):
        answer()
    assert page.get_by_role("option").count() == 0
    while not waiting:
        page.wait_for_timeout(10)
    answer()
    page.wait_for_selector(OPEN)
    assert page.get_by_role("option").all_inner_texts() == ["horts"]
    assert asked == ["ho", "horts"] and max(most) == 1


def test_suggestions_that_fail_leave_no_trace(site, page, page_errors):
    page.goto(site + "/cerca/")
    page.route(SUGGESTIONS, lambda route: route.fulfill(status=500, body="no"))
    with page.expect_response(SUGGESTIONS):
        page.locator("#q").fill("hort")
    assert page.locator(OPEN).count() == 0
    assert all("500" in error for error in page_errors)
    page_errors.clear()


def test_narrowing_happens_in_place_and_back_restores_it(site, page):
    page.goto(site + "/projectes/")
    page.evaluate("window.stayed = true")
    page.locator("#f-theme-food").press("Space")
    page.wait_for_url("**/projectes/?theme=food")
    assert focused(page) == "f-theme-food" and told(page) == "2 projectes"
    assert page.locator("article.card").count() == 2
    page.go_back()
    page.wait_for_selector("#results[data-count='32 projectes']")
    assert not page.locator("#f-theme-food").is_checked() and told(page) == "32 projectes"
    assert page.evaluate("window.stayed")


def test_words_narrow_in_place_and_go_with_their_chip(site, page):
    page.goto(site + "/projectes/")
    page.locator("#q").fill("clot")
    page.keyboard.press("Enter")
    page.wait_for_url("**/projectes/?q=clot")
    assert focused(page) == "q"
    page.locator("#results .chip").click()
    page.wait_for_url("**/projectes/")
    assert page.locator("#q").input_value() == ""
    page.go_back()
    page.wait_for_url("**/projectes/?q=clot")
    expect(page.locator("#q")).to_have_value("clot")


def test_the_pager_leads_to_the_heading_and_folds_stay_open(site, open_page):
    page = open_page(viewport={"width": 360, "height": 800})
    page.goto(site + "/projectes/")
    page.locator("#facets > summary").click()
    page.locator(".pager [rel=next]").click()
    page.wait_for_url("**/projectes/?page=2")
    assert page.evaluate("document.activeElement.matches('#results h2')")
    assert page.locator("#facets").evaluate("fold => fold.open")


def test_what_cannot_be_fetched_is_gone_to(site, page, page_errors):
    page.goto(site + "/projectes/")
    page.route(
        "**/projectes/**", lambda route: route.abort() if "x-fragment" in route.request.headers else route.continue_()
    )
    page.evaluate("window.stayed = true")
    page.locator("#f-theme-food").check(force=True, no_wait_after=True)
    page.wait_for_url("**/projectes/?theme=food")
    assert not page.evaluate("window.stayed")
    assert page.locator("article.card").count() == 2
    page_errors.clear()


def test_the_forms_work_without_javascript(site, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(site + "/projectes/")
    page.locator("#q").fill("clot")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=clot**")
    assert page.locator("article.card").count() == 1
    assert page.locator("[data-locate]").is_hidden() and page.locator("[data-apply]").is_visible()


def test_my_position_leaves_the_browser_with_three_decimals(site, open_page):
    page = open_page(permissions=["geolocation"], geolocation={"latitude": 41.3801239, "longitude": 2.1699987})
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto(site + "/projectes/")
    for _again in range(2):  # the second time with results that were replaced
        page.locator("#f-near").select_option("")
        page.locator("[data-locate]").click()
        page.wait_for_url(re.compile(r"near=41\.380(,|%2C)2\.170$"))
        assert focused(page) == "locate"
    assert not any("41.3801" in url or "2.16999" in url for url in sent)


def test_a_refused_position_is_told(site, open_page):
    page = open_page(permissions=[])
    page.goto(site + "/projectes/")
    page.evaluate("() => { navigator.geolocation.getCurrentPosition = (found, failed) => failed() }")
    button = page.locator("[data-locate]")
    button.click()
    message = page.locator("[data-near] [role=status]")
    assert message.inner_text() == button.get_attribute("data-failed")


@pytest.mark.parametrize("width", [360, 1280])
def test_lists_and_open_suggestions_pass_axe(site, open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    faults = []
    for path in PATHS:
        for suggesting in (False, True):
            page.goto(site + path)
            if suggesting:
                page.locator("#q").fill("")
                type_until_open(page)
                page.keyboard.press("ArrowDown")
            found = Axe().run(page, options=RULES).response["violations"]
            faults += [(path, suggesting, one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]
    assert faults == []


def test_nothing_scrolls_sideways_at_320_px(site, open_page):
    page = open_page(viewport={"width": 320, "height": 700})
    for path in PATHS:
        page.goto(site + path)
        page.locator("#q").fill("")
        type_until_open(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, path
