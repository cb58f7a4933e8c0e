"""Every kind of page as a person meets it: two widths, two schemes, keyboard, no sideways scroll."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction

from energies.site.models import Page
from energies.site.reference import load as load_pages

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# In the other colours nothing else can differ.
OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
PATHS = [
    "/",
    "/projectes/",
    "/projectes/?barri=el-raval&theme=food",
    "/projectes/?barri=vallbona",
    "/projectes/?barri=res",
    "/projectes/hort-de-mostra/",
    "/en/projects/hort-de-mostra/",
    "/entitats/",
    "/entitats/ateneu-de-mostra/",
    "/projectes/?theme=food&barri=el-raval",
    "/projectes/?theme=care&barri=vallbona",
    "/projectes/?q=progecte&view=map",
    "/cerca/?q=projecte",
    "/cerca/?q=zzzz",
    "/com-funciona-l-ordre/",
    "/barris/",
    "/barris/el-raval/",
    "/barris/vallbona/",
    "/districtes/eixample/",
    "/contacte/?about=mistake&page=/projectes/",
    "/accessibilitat/",
    "/estil/",
]

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server, make_project, make_entity):
    load_pages()
    project = make_project(
        description="Un paràgraf.\n\n## Un apartat\n\n- una cosa\n- una altra",
        schedule="Dissabtes",
        since=2015,
        step_free="yes",
    )
    project.texts.create(lang="en", name="Sample garden", summary="A garden.")
    project.entities.add(make_entity())
    project.needs.create(kind="hands", text="Mans")
    project.offers.create(kind="space", text="Sala")
    project.confirm()
    with transaction.atomic():  # found all at once
        for number in range(30):
            make_project(f"Projecte {number}", themes=("care",))
    assert Page.objects.count() == 7
    return live_server.url


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_passes_axe_in_light_and_in_dark(site, open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    faults = []
    for path in PATHS:
        page.goto(site + path)
        for scheme, rules in (("light", RULES), ("dark", OF_COLOURS)):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page, options=rules).response["violations"]
            faults += [(path, scheme, one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]
        page.emulate_media(color_scheme="light")
    assert faults == []


def test_nothing_scrolls_sideways_at_320_px(site, open_page):
    page = open_page(viewport={"width": 320, "height": 700})
    for path in PATHS:
        page.goto(site + path)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, path


def test_the_first_tab_skips_to_the_content(site, page):
    page.goto(site + "/projectes/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_map_is_walked_by_keyboard_in_the_order_of_districts(site, page):
    page.goto(site + "/barris/")
    page.locator("a.hex").first.focus()
    names = []
    for _step in range(5):
        names.append(page.evaluate("document.activeElement.querySelector('title').textContent"))
        page.keyboard.press("Tab")
    assert [name.split(":")[0] for name in names] == [
        "el Raval",
        "el Barri Gòtic",
        "la Barceloneta",
        "Sant Pere, Santa Caterina i la Ribera",
        "el Fort Pienc",
    ]
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/barris/"))
    assert page.locator("h1").count() == 1


def test_everything_works_without_javascript(site, open_page):
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.goto(site + "/")
    page.locator("details.menu > summary").click()
    page.get_by_role("link", name="Projectes", exact=True).first.click()
    page.locator("details.facets > summary").click()
    page.locator("#f-theme-care").check()
    page.get_by_role("button", name="Aplica els filtres").click()
    page.wait_for_url("**theme=care**")
    assert page.locator("article.card").count() == 24


def test_a_letter_with_mistakes_puts_the_focus_on_the_summary(site, page, page_errors):
    page.goto(site + "/contacte/")
    page.get_by_role("button", name="Envia").click()
    assert page.locator("[role=alert]").evaluate("node => node === document.activeElement")
    page_errors.clear()
