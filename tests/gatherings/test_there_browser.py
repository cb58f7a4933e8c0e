"""At the door with a telephone: a code is scanned, a name is found, heads are counted, a sheet is keyed in."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from gatherings import letters, places
from gatherings.models import Activity, Registration
from gatherings.registration import passes
from tests.gatherings.conftest import PHONE, RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEAST = 44  # pixels of a target at the door


def small_targets(page):
    """Return the buttons and inputs of the page's content that a finger may miss."""
    shown = page.locator("main :is(button, input:not([type=hidden]), a.btn)")
    boxes = [(one.inner_text() or one.get_attribute("name"), one.bounding_box()) for one in shown.all()]
    return [words for words, box in boxes if box and box["height"] < LEAST]


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_scanned_at_the_door_told_the_second_time_and_found_by_name(
    site, open_page, opened, supper, host, comes, scripts
):
    núria, _biel = comes("Núria Sàbat", people=3), comes("Biel")
    visitor = open_page(**PHONE, java_script_enabled=scripts)
    visitor.goto(f"{site}/inscripcio/{letters.token_of(núria)}/")
    box = visitor.locator(".qr svg").bounding_box()
    assert box["width"] >= 200 and box["x"] + box["width"] <= 360
    code = visitor.locator(".qr desc").text_content()
    assert code == f"{site}/hi-es/{passes.token_of(núria)}/"

    # Who shows it scans it themselves: it counts nobody, and asks who they are.
    visitor.goto(code)
    assert "/entra/" in visitor.url and Registration.objects.get(pk=núria.pk).attended is None

    door = opened(host, **PHONE, java_script_enabled=scripts)
    door.goto(code)
    assert "Núria Sàbat" in door.text_content("h1") and small_targets(door) == []
    door.fill("input[name=attended]", "2")
    door.click("button:has-text('Hi són')")
    assert "Ja s’havia comptat" in door.text_content("main") and Registration.objects.get(pk=núria.pk).attended == 2
    door.goto(code)
    door.click("button:has-text('Desfés')")
    assert Registration.objects.get(pk=núria.pk).attended is None

    # The next one has no code: they are looked up by name, without accents.
    door.click("main a:has-text('Llista per a la porta')")
    assert small_targets(door) == [] and "Hi són 0 de 4" in door.text_content("main")
    door.fill("#q", "nuria")
    door.click("button:has-text('Cerca')")
    assert "Biel" not in door.text_content("main .check-in")
    door.click("button:has-text('Hi són')")
    assert door.url.endswith(f"#r{núria.pk}") and "Hi són 3 de 4" in door.text_content("main")
    assert door.input_value("#q") == "nuria"
    door.click("button:has-text('Una persona més')")
    assert Activity.everything.get().walk_ins == 1 and door.text_content("#others .time") == "1"


def test_a_sheet_is_keyed_in_and_a_slip_mended_without_losing_the_rest(site, opened, supper, host, over, page_errors):
    over(supper)
    desk = opened(host)
    desk.goto(f"{site}/el-meu-espai/activitats/{supper.pk}/inscripcions/")
    desk.click("main a:has-text('Entra un full')")
    desk.fill("#id_form-0-name", "Aina")
    desk.check("#id_form-0-agreed")
    desk.fill("#id_form-1-name", "Biel")
    desk.click("main form button:has-text('Apunta’ls') >> nth=0")
    assert "Fila 2" in desk.text_content(".errors") and desk.input_value("#id_form-0-name") == "Aina"
    desk.check("#id_form-1-agreed")
    desk.click("main form button:has-text('Apunta’ls') >> nth=0")
    assert "2 files apuntades" in desk.text_content("main")
    assert set(Registration.objects.values_list("name", "state", "attended")) == {
        ("Aina", "walk_in", 1),
        ("Biel", "walk_in", 1),
    }
    page_errors.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_the_door_are_accessible_and_fit_a_small_telephone(
    site, open_page, opened, supper, host, comes, scheme, page_errors
):
    aina, biel = comes("Maria Antònia Sagrera Vilaplana i família", people=3), comes("Biel")
    places.came(biel, 1)
    pages = {
        "visitor": open_page(viewport={"width": 320, "height": 700}, color_scheme=scheme),
        "host": opened(host, viewport={"width": 320, "height": 700}, color_scheme=scheme),
    }
    there = f"/el-meu-espai/activitats/{supper.pk}/inscripcions/"
    paths = [there, *(f"{there}{name}/" for name in ("porta", "full", "full-buit", "entra", "recompte"))]
    paths += [f"/hi-es/{passes.token_of(one)}/" for one in (aina, biel)]
    found = []
    for who, path in [("visitor", f"/inscripcio/{letters.token_of(aina)}/"), *(("host", path) for path in paths)]:
        page = pages[who]
        assert page.goto(site + path).status == 200, path
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        response = Axe().run(page, options=RULES).response
        found += [(path, one["id"], one["nodes"][0]["html"]) for one in response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    assert found == [] and page_errors == []
