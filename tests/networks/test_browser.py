"""Networks as people meet them: founding, inviting, joining, leaving; telling of a relation and ending it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.test import Client

from energies.accounts.models import User
from energies.curation.models import Submission

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, territory, vocabulary, settings):
    settings.ORIGIN = live_server.url
    return live_server.url


@pytest.fixture
def people(site, open_page, make_entity):
    """{name of an entity: a page on a telephone of whoever keeps it up}."""
    pages = {}
    for name, email in (("Hort Nostre", "nosaltres@exemple.cat"), ("Ateneu Seu", "elles@exemple.cat")):
        person = User.objects.create_user(email, language="ca")
        make_entity(name).editors.add(person)
        client = Client()
        client.force_login(person)
        pages[name] = open_page(viewport={"width": 360, "height": 740})
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
        pages[name].context.add_cookies([cookie])
    return pages


def last_link():
    return re.findall(r"http://\S+", mail.outbox[-1].body)[0]


def shown(page, url):
    page.goto(url)
    return page.text_content("main")


def test_a_network_is_founded_and_somebody_is_invited_joins_and_leaves(site, people, staff_user, let_in):
    ours, theirs = people.values()
    ours.goto(f"{site}/xarxes/")
    ours.click("text=Fes visible la teva xarxa >> nth=0")
    ours.fill("#id_name", "Llavors i Compost")
    ours.fill("#id_summary", "Ens passem llavors.")
    ours.select_option("#id_scope", "city")
    ours.check("#id_understood")
    ours.click("button[name=send]")
    one = Submission.objects.get()
    let_in(Client(), staff_user).post(f"/gestio/{one.pk}/decideix/", {"act": "approve", "revision": 1})
    assert "Hort Nostre" in shown(ours, last_link())

    ours.goto(f"{site}/entitats/ateneu-seu/")
    ours.click("text=Convida’ls a la teva xarxa")
    assert "Hi convides Ateneu Seu" in ours.text_content("main")
    ours.click("button[name=send]")
    assert "Quan l’altra part digui que sí" in ours.text_content("main")
    assert "Ateneu Seu" not in shown(ours, f"{site}/xarxes/llavors-i-compost/")

    theirs.goto(last_link())
    assert "Hort Nostre us demana un sí" in theirs.text_content("main") or "Llavors" in theirs.text_content("main")
    theirs.click("button[value=accept]")
    theirs.click("text=Mira la pàgina")
    assert "Ateneu Seu" in theirs.text_content("main")

    theirs.goto(f"{site}/el-meu-espai/")
    theirs.click("text=Amb qui treballeu")
    theirs.click("button:has-text('Surt-ne')")
    theirs.click("main button:has-text('Surt-ne')")
    assert "S’ha acabat" in theirs.text_content("main")
    assert "Qui n’havia format part" in shown(theirs, f"{site}/xarxes/llavors-i-compost/")
    assert mail.outbox[-1].to == ["nosaltres@exemple.cat"]


def test_a_relation_is_asked_confirmed_shown_on_both_pages_and_ended(site, people):
    ours, theirs = people.values()
    ours.goto(f"{site}/entitats/ateneu-seu/")
    ours.click("text=Hi treballem plegats")
    ours.select_option("#id_verb", "lends_space")
    ours.fill("#id_words", "La sala petita, els dimarts.")
    ours.click("button[name=send]")
    assert "La sala petita" not in shown(ours, f"{site}/entitats/hort-nostre/")
    theirs.goto(f"{site}/el-meu-espai/")
    theirs.click("text=Us demanen un sí")
    assert "La sala petita, els dimarts." in theirs.text_content("main")
    theirs.click("button[value=accept]")
    assert "Cedeix espai a Ateneu Seu" in shown(ours, f"{site}/entitats/hort-nostre/")
    assert "Rep espai de Hort Nostre" in shown(theirs, f"{site}/entitats/ateneu-seu/")
    theirs.goto(f"{site}/el-meu-espai/xarxes/")
    theirs.click("button:has-text('Acaba-ho')")
    theirs.fill("#id_why", "Ja tenim local.")
    theirs.click("main button:has-text('Acaba-ho')")
    assert "Cedeix espai" not in shown(ours, f"{site}/entitats/hort-nostre/")
    assert "Ja tenim local." in mail.outbox[-1].body


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_networks_are_accessible_and_fit_a_small_telephone(site, open_page, make_project, scheme):
    from energies.vocabulary.models import Theme
    from networks.models import Network

    one, two = make_project("Un"), make_project("Dos")
    for name in ("Llavors i Compost", "Altra"):
        network = Network.objects.create(name=name, summary="Una frase.", scope="city", meets="Els dilluns")
        network.themes.add(Theme.objects.get(key="food"))
        network.memberships.create(party=one.party, role="coordinator")
        network.memberships.create(party=two.party, since="2020-01-01")
    one.party.relations_from.create(kind="shares", to_party=two.party, words="Eines")
    page = open_page(viewport={"width": 320, "height": 700}, color_scheme=scheme)
    found = []
    for path in (
        "/xarxes/",
        "/xarxes/?view=map",
        "/xarxes/?q=res",
        "/xarxes/altra/",
        "/projectes/un/",
        "/barris/el-raval/",
    ):
        page.goto(site + path)
        for details in page.locator("main details").all():
            details.evaluate("one => one.open = true")
        answer = Axe().run(page, options=RULES).response
        found += [(path, one["id"], one["nodes"][0]["html"][:160]) for one in answer["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            found.append((path, "wider than the screen"))
    assert found == []
    page.goto(f"{site}/xarxes/altra/")
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.node[href^=\"/projectes/\"]')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/projectes/" in url)
    page.wait_for_load_state("networkidle")


def test_the_directory_narrows_in_place_and_by_its_words(site, page, make_network):
    make_network("Llavors i Compost")
    make_network("Tancada", joining="closed")
    page.goto(f"{site}/xarxes/")
    page.evaluate("window.same = true")
    page.check("#f-joining-open")
    page.wait_for_url("**joining=open")
    assert page.text_content("#results h2") == page.text_content("[data-told]") == "1 xarxa"
    page.fill("#q", "llavors")
    page.press("#q", "Enter")
    page.wait_for_url("**q=llavors**")
    page.click("text=Mapa")
    page.wait_for_url("**view=map**")
    assert page.locator("a.node--core").count() == 1 and page.evaluate("window.same")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_where_one_asks_answers_and_ends_are_accessible(
    site, open_page, page_errors, ours, theirs, make_network, relate, scheme
):
    network = make_network(meets="Els dilluns")
    network.memberships.create(party=ours[0].party, role="coordinator")
    network.memberships.create(party=theirs[0].party)
    one = relate(words="La sala petita.")
    link = last_link()
    readers = {}
    for reader, (_entity, client) in {"ours": ours, "theirs": theirs}.items():
        readers[reader] = open_page(viewport={"width": 320, "height": 700}, color_scheme=scheme)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
        readers[reader].context.add_cookies([cookie])
    found = []

    def look(page, path):
        answer = Axe().run(page, options=RULES).response
        found.extend((path, fault["id"], fault["nodes"][0]["html"][:160]) for fault in answer["violations"])
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            found.append((path, "wider than the screen"))

    for path in (
        "/el-meu-espai/xarxes/",
        f"/el-meu-espai/xarxes/{network.pk}/membres/",
        f"/participa/registra/vincle/?other=entity.{theirs[0].pk}",
        f"/participa/registra/entra-hi/?member=entity.{theirs[0].pk}",
        "/participa/registra/xarxa/",
        one.get_absolute_url(),
    ):
        readers["ours"].goto(site + path)
        look(readers["ours"], path)
    readers["ours"].goto(f"{site}/participa/registra/vincle/?other=entity.{theirs[0].pk}")
    readers["ours"].select_option("#id_verb", "lends_space")
    readers["ours"].click("button[name=send]")
    look(readers["ours"], "asked again")
    assert "ja s’ha demanat" in readers["ours"].text_content("[role=alert]")
    page_errors.clear()  # the console tells of the 422
    for path in ("/el-meu-espai/", one.get_absolute_url(), link.removeprefix(site)):
        readers["theirs"].goto(site + path)
        look(readers["theirs"], path)
    readers["theirs"].goto(f"{site}/el-meu-espai/xarxes/")
    readers["theirs"].click("button:has-text('Surt-ne')")
    look(readers["theirs"], "leaving")
    assert found == []
