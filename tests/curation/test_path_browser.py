"""The whole way of a project on a telephone: from an e-mail address to the public page and its first change."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.test import Client

from energies.curation.models import Submission
from projects.models import Project

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
NEEDED = {"theme_1": "environment", "barri": "54", "entity_kind": "informal"}

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, territory, vocabulary, settings):
    settings.ORIGIN = live_server.url
    return live_server.url


@pytest.fixture
def reviewer(staff_user, let_in):
    return let_in(Client(), staff_user)


def figures():
    return re.search(r"\b\d{6}\b", mail.outbox[-1].subject)[0]


def sign_in(page, email):
    page.fill("#id_email", email)
    page.click("main form .btn")
    page.fill("#id_code", figures())
    page.click("main form .btn")


def decide(reviewer, what, **data):
    one = Submission.objects.get(state="pending")
    answer = reviewer.post(f"/gestio/{one.pk}/decideix/", {"act": what, "revision": one.revision, **data})
    assert answer.status_code == 302
    return one


def last_link():
    return re.findall(r"http://\S+", mail.outbox[-1].body)[0]


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_an_address_to_a_public_page_and_a_change_approved_in_part(
    site, open_page, page_errors, reviewer, client, scripts
):
    page = open_page(**PHONE, java_script_enabled=scripts)
    page.goto(f"{site}/participa/registra/")
    sign_in(page, "nova@exemple.cat")

    # A first section, kept; the rest another day, on another device.
    page.fill("#id_name", "Rec Viu")
    page.click("section.form-section:has(#id_name) button[name=save]")
    assert "Desat" in page.text_content("main")
    page.goto("about:blank")
    page = open_page(viewport={"width": 1280, "height": 900}, java_script_enabled=scripts)
    page.goto(f"{site}/el-meu-espai/")
    sign_in(page, "nova@exemple.cat")
    page.click("text=Rec Viu")
    assert page.input_value("#id_name") == "Rec Viu"

    # Sent too soon: what is missing is said, and nothing typed is lost.
    page.fill("#id_summary", "Cuida el Rec.")
    page.click("button[name=send]")
    assert "Per enviar-ho, arregla això" in page.text_content("[role=alert]")
    assert page.input_value("#id_summary") == "Cuida el Rec."
    page_errors.clear()  # the console tells of the 422
    for name, value in NEEDED.items():
        page.select_option(f"#id_{name}", value)
    page.check("#id_understood")
    page.click("button[name=send]")
    assert "Enviat" in page.text_content("main")
    assert client.get("/projectes/rec-viu/").status_code == 404

    # The team asks for something; the answer comes by the link of the letter.
    decide(reviewer, "ask", text="Quin dia us trobeu?", field="schedule")
    page.goto(last_link())
    page.click("text=Continua escrivint")
    assert "Quin dia us trobeu?" in page.text_content("main")
    page.fill("#id_schedule", "Cada dissabte")
    page.click("button[name=send]")
    decide(reviewer, "approve")
    page.goto(last_link())
    assert page.url.endswith("/projectes/rec-viu/")
    assert "Cada dissabte" in page.text_content("main") and "Cuida el Rec." in page.text_content("main")

    # A change, of which the team takes a part.
    page.goto(f"{site}/el-meu-espai/")
    page.click("li:has-text('Rec Viu') button:has-text('Proposa un canvi') >> nth=0")
    page.fill("#id_summary", "Cuida el Rec i n’explica la història.")
    page.fill("#id_schedule", "Cada dia")
    page.check("#id_understood")
    page.click("button[name=send]")
    decide(reviewer, "approve", choosing="1", take="summary", text="L’horari és encara el d’abans.")
    page.goto(f"{site}/projectes/rec-viu/")
    shown = page.text_content("main")
    assert "n’explica la història" in shown and "Cada dissabte" in shown and "Cada dia" not in shown
    page.goto(site + Submission.objects.latest("pk").get_absolute_url())
    told = page.text_content("main")
    assert told.count("Va quedar fora") == 1 and "L’horari és encara el d’abans." in told


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_way_is_accessible_and_fits_a_small_telephone(
    site, open_page, page_errors, reviewer, scheme, client, propose_and_sign_in
):
    page, one = propose_and_sign_in(scheme)
    team_page = open_page(viewport={"width": 320, "height": 700}, color_scheme=scheme)
    team_page.context.add_cookies([{"name": "sessionid", "value": reviewer.cookies["sessionid"].value, "url": site}])
    stranger = open_page(viewport={"width": 320, "height": 700}, color_scheme=scheme)
    project = Project.objects.get()
    addresses = {
        stranger: ["/el-meu-espai/entra/"],
        page: [
            "/participa/registra/", "/participa/registra/entitat/", "/el-meu-espai/", one.get_absolute_url(),
            f"/el-meu-espai/propostes/{one.pk}/edita/", f"/el-meu-espai/propostes/{one.pk}/vista-previa/",
        ],
        team_page: [
            "/gestio/", f"/gestio/{one.pk}/", "/gestio/fitxes/", f"/gestio/fitxes/project/{project.pk}/",
            "/el-meu-espai/segon-factor/",
        ],
    }  # fmt: skip
    found = []
    for reader, paths in addresses.items():
        for path in paths:
            reader.goto(site + path)
            found += trouble(reader, path)
    page.goto(f"{site}/participa/registra/")
    page.click("button[name=send]")
    found += trouble(page, "the form with errors")
    page_errors.clear()
    assert found == []


def trouble(page, path):
    """Return what axe says of the page, and whether it is wider than the screen."""
    found = [
        (path, one["id"], one["nodes"][0]["html"][:160])
        for one in Axe().run(page, options=RULES).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found + ([(path, "wider than the screen", wide)] if wide > 320 else [])


@pytest.fixture
def propose_and_sign_in(site, open_page, propose, change, author, staff_user, let_in):
    """Returns a function that gives a page signed in as an author, and their change that waits for review."""
    from energies.curation import review

    def prepare(scheme):
        project = review.approve(propose(), by=staff_user, revision=1)
        one = change(project, summary=["Una altra frase."], **{"needs-0-text": ["Altres mans"]})
        page = open_page(viewport={"width": 320, "height": 700}, color_scheme=scheme)
        cookie = let_in(Client(), author).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        return page, one

    return prepare
