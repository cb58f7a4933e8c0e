"""In a browser: the letter's link, the answer, the team's yes, and the pages where it shows; by keyboard readers too."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.gatherings.conftest import RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_asked_answered_published_and_told_on_pages_that_anybody_can_read(
    live_server, open_page, team, link, returned, asked, scheme
):
    theirs, ours = (open_page(viewport={"width": 320, "height": 700}, color_scheme=scheme) for _each in range(2))
    cookie = {"name": "sessionid", "value": team.cookies["sessionid"].value, "url": live_server.url}
    ours.context.add_cookies([cookie])
    found = []

    def look(page, path):
        page.goto(live_server.url + path)
        found.extend((path, one["id"]) for one in Axe().run(page, options=RULES).response["violations"])
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path

    look(theirs, link)
    theirs.get_by_label("En marxa").check()
    theirs.get_by_label("Què en vols explicar?").fill("Ens hem trobat dos cops.")
    theirs.get_by_label("Què s’ha guanyat al Raval?").fill("Bancs a l’ombra.")
    theirs.get_by_role("button", name="Envia la resposta").click()
    assert "Gràcies" in theirs.locator("h1").inner_text()
    look(ours, f"/gestio/trobades/{returned.number}/seguiment/{asked.pk}/")
    look(ours, f"/gestio/trobades/{returned.number}/seguiment/")
    ours.get_by_role("button", name="Publica-la").click()
    ours.click("main form .btn:not(.btn--quiet)")
    assert "Publicada." in ours.locator("main").inner_text()
    for path in ("/trobades/espais-que-cuiden/", "/barris/el-raval/"):
        look(theirs, path)
        assert "Bancs a l’ombra." in theirs.locator("main").inner_text()
    look(theirs, "/trobades/que-han-deixat/")
    assert "en marxa: 1" in theirs.locator("table").first.inner_text()
    assert found == []
