"""Two tabs of one person that both keep the same draft by themselves, on a telephone, with and without JavaScript."""

import pytest
from django.test import Client

from energies.curation import drafts
from energies.curation.models import Submission
from energies.curation.proposable import get
from tests.curation.proposing import PROJECT, fresh
from tests.curation.test_path_browser import PHONE, trouble

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(territory, vocabulary, author):
    one = drafts.start(get("project"), author, "ca")
    one.data, one.label = PROJECT, "Rec Viu"
    one.save()
    return one


@pytest.fixture
def tab(live_server, settings, open_page, author, let_in):
    """Returns a function that opens a path in a tab of the author."""
    settings.ORIGIN = live_server.url

    def open_tab(path, **options):
        page = open_page(**PHONE | {"viewport": {"width": 320, "height": 740}} | options)
        cookie = let_in(Client(), author).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return open_tab


def edit_of(one):
    return f"/el-meu-espai/propostes/{one.pk}/edita/"


def keeps(page):
    return page.expect_response(lambda answer: answer.request.method == "POST")


def test_with_javascript_both_go_on_by_themselves_and_are_told(tab, draft, page_errors):
    one, other = tab(edit_of(draft)), tab(edit_of(draft))
    with keeps(one):
        one.fill("#id_summary", "El que dic aquí.")
    with keeps(other):
        other.fill("#id_schedule", "Cada dijous")
    told = other.locator("[data-elsewhere]")
    assert told.is_visible() and "Què feu, en una frase" in told.inner_text()
    now = fresh(draft)
    assert (now.data["summary"], now.data["schedule"]) == (["El que dic aquí."], ["Cada dijous"])
    # Both in one field: the second stands beside.
    with keeps(other):
        other.fill("#id_summary", "El que dic allà.")
    other.click("[data-elsewhere] a")
    assert other.input_value("#id_summary") == "El que dic aquí."
    assert "El que dic allà." in other.inner_text("main")
    assert trouble(other, "side by side") == []
    other.click("button[name=send]")
    assert "Fins que no triïs, no s’envia" in other.inner_text("main")
    page_errors.clear()  # the console tells of the 409
    other.click("button[name=take]")
    assert other.input_value("#id_summary") == "El que dic allà."
    other.click("button[name=send]")
    assert "Enviat" in other.inner_text("main")
    assert fresh(draft).values["summary"] == "El que dic allà."


def test_that_something_changed_elsewhere_is_said_in_sight(tab, draft):
    one, other = (tab(edit_of(draft), viewport={"width": 360, "height": 740}) for _tab in range(2))
    with keeps(one):
        one.fill("#id_summary", "El que dic aquí.")
    for field in ("#id_name", "#id_schedule"):
        with keeps(other):
            other.fill(field, "Cada dijous")
        told = other.locator("[data-elsewhere]")
        told.wait_for(state="visible")
        box, typed = told.bounding_box(), other.locator(field).bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 741
        assert typed["y"] >= 0 and typed["y"] + typed["height"] <= box["y"], "it stands over nothing one writes in"


def test_without_javascript_its_buttons_do_the_same(tab, draft, page_errors):
    one, other = (tab(edit_of(draft), java_script_enabled=False) for _tab in range(2))
    for page, text in ((one, "El que dic aquí."), (other, "El que dic allà.")):
        page.fill("#id_summary", text)
        page.click("section.form-section:has(#id_summary) button[name=save]")
    assert other.input_value("#id_summary") == "El que dic aquí." and "El que dic allà." in other.inner_text("main")
    other.fill("#id_summary", "El que dic aquí i allà.")
    other.click("button[name=drop]")
    one.fill("#id_schedule", "Cada dijous")
    one.click("button[name=send]")
    assert "No s’ha enviat: repassa-ho abans" in one.inner_text("main")
    page_errors.clear()
    assert one.input_value("#id_summary") == "El que dic aquí i allà."
    one.click("button[name=send]")
    now = fresh(draft)
    assert (now.state, now.values["schedule"]) == ("pending", "Cada dijous")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_going_back_after_sending_and_sending_again_makes_no_second_proposal(
    tab, author, territory, vocabulary, scripts
):
    page = tab("/participa/registra/", java_script_enabled=scripts)
    for name in ("name", "summary"):
        page.fill(f"#id_{name}", PROJECT[name][0])
    for name in ("entity_kind", "theme_1", "barri"):
        page.select_option(f"#id_{name}", PROJECT[name][0])
    page.check("#id_understood")
    page.click("button[name=send]")
    assert "Enviat" in page.text_content("main")
    page.go_back()
    page.click("button[name=send]")
    page.wait_for_load_state()
    assert Submission.objects.filter(state="pending").count() == 1


def test_the_preview_leads_back_to_the_button(tab, draft):
    page = tab("/participa/registra/")
    page.fill("#id_name", "Rec Viu")
    page.fill("#id_summary", "Cuida el Rec.")
    for name in ("entity_kind", "theme_1", "barri"):
        page.select_option(f"#id_{name}", PROJECT[name][0])
    page.click("button[value=look]")
    assert "Així quedarà." in page.inner_text("main") and "Cuida el Rec." in page.inner_text("main")
    assert trouble(page, "the preview") == []
    page.click("text=Torna al formulari")
    assert page.input_value("#id_name") == "Rec Viu"
    assert page.locator("button[value=look]").evaluate("one => one.getBoundingClientRect().top < innerHeight")
