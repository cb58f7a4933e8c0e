"""Of an app that the site does not know (tests/brought): what it brings is found wherever such things are found.

Run with settings of their own by tests/house/test_brought.py.
"""

import re
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from energies.accounts.models import User
from energies.curation import drafts, review
from energies.curation.history import changes_of, record
from energies.curation.models import Change
from energies.curation.proposable import get
from energies.kernel import mail, personal, tick
from energies.pagecache import content_version
from tests.brought.models import Loan, Tool
from tests.curation.proposing import sent
from tests.personal.test_register import of_ours, told
from tests.site.test_leaks import surfaces

WORD = "Xilòfon"

pytestmark = pytest.mark.django_db


@pytest.fixture
def tool(territory):
    with record(made := Tool(name=f"{WORD} de fusta", summary="Es deixa una setmana.", barri_id="01")):
        made.save()
    return made


def test_the_menu_has_it_on_every_page_between_those_that_were_there(client, territory):
    menu = re.search(r'<ul class="menu__list">.*?</ul>', client.get("/barris/").text, re.S)[0]
    assert re.findall(r'href="(/(?:projectes|barris|xarxes|eines|trobades)/)"', menu) == [
        "/projectes/", "/barris/", "/xarxes/", "/eines/", "/trobades/",
    ]  # fmt: skip
    assert 'href="/eines/" aria-current="page"' in client.get("/eines/").text


def test_the_search_finds_it_under_a_heading_of_its_own_without_its_accent(client, tool):
    page = client.get("/cerca/", {"q": "xilofon"}).text
    assert tool.get_absolute_url() in page and "#i-rajola" in page and "Eines" in page
    with record(tool):
        tool.name = "Una altra cosa"
        tool.save()
    assert tool.get_absolute_url() not in client.get("/cerca/", {"q": "xilofon"}).text


def test_search_engines_find_it(client, tool):
    assert "/sitemap-tools.xml" in client.get("/sitemap.xml").text
    assert tool.get_absolute_url() in client.get("/sitemap-tools.xml").text
    assert "/eines/" in client.get("/sitemap-pages.xml").text


def test_the_leak_test_looks_at_its_pages_and_finds_nothing_once_it_is_hidden(client, tool, staff_user):
    def found():
        return {path for path in surfaces() if WORD.lower() in client.get(path).text.lower()}

    assert {"/eines/", "/en/eines/", "/barris/el-raval/"} <= found()
    tool.hide(by=staff_user, why="prova")
    assert found() == set()
    assert client.get(tool.get_absolute_url()).status_code == 404


def test_a_barri_has_its_section(client, tool):
    assert tool.get_absolute_url() in client.get("/barris/el-raval/").text


def test_tick_does_its_job(tool):
    Loan.objects.create(tool=tool, who="Aina", until=date(2026, 1, 1))
    assert dict(tick.jobs())["tools asked back"](timezone.now()) == 1


def test_writing_what_is_private_keeps_the_pages_and_writing_what_is_public_forgets_them(tool):
    loan, shown = Loan._meta.db_table, Tool._meta.db_table
    assert not content_version.may_change_pages(f'INSERT INTO "{loan}" ("who") VALUES (1)')
    assert content_version.may_change_pages(f'UPDATE "{shown}" SET "name" = 1')


def test_its_public_pages_read_nothing_private(client, tool):
    Loan.objects.create(tool=tool, who="Aina", until=date(2026, 1, 1))
    for path in ("/eines/", tool.get_absolute_url()):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        read = {table for one in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', one["sql"])}
        assert Tool._meta.db_table in read and not read & content_version.private_tables()


def test_whoever_reviews_may_change_it_at_the_desk_and_nobody_else_of_the_team(tool, colleague, let_in):
    reviewer = let_in(Client(), colleague("revisa@exemple.cat", "reviewer"))
    other = let_in(Client(), colleague("trobades@exemple.cat", "gatherings_editor"))
    path = f"/equip/brought/tool/{tool.pk}/change/"
    assert reviewer.get(path).status_code == 200 and other.get(path).status_code == 403
    assert '<a href="/gestio/prestecs/">' in reviewer.get("/gestio/").text
    assert '<a href="/gestio/prestecs/">' not in other.get("/gestio/trobades/").text
    assert reviewer.get("/gestio/prestecs/").status_code == 200 and other.get("/gestio/prestecs/").status_code == 403


def test_somebody_proposes_it_and_what_the_team_approves_is_public_with_its_history(client, territory, staff_user):
    author = User.objects.create_user("aina@exemple.cat", language="ca")
    data = {"name": ["Serra"], "lang": ["ca"], "summary": ["Talla."], "barri": ["01"], "understood": ["on"]}
    draft = drafts.start(get("tool"), author, "ca")
    draft.data, draft.label = data, "Serra"
    draft.save()
    waiting = sent(draft, data)
    assert not Tool.everything.exists()
    made = review.approve(waiting, by=staff_user, revision=waiting.revision)
    assert "Serra" in client.get("/eines/").text and made in get("tool").editable_by(author)
    (change,) = changes_of(made)
    assert (change.route, change.after["texts"]) == (Change.Route.SUBMISSION, [])


def test_its_letters_have_a_name_for_the_team():
    assert mail.kinds["tool_back"] == "a tool is asked back"


def test_the_register_asks_what_it_keeps_of_people():
    of_it = {field for model in apps.get_app_config("brought").get_models() for field in of_ours(model)}
    declared = told() | personal.harmless().keys()
    assert ("brought.Loan", "who") in of_it & declared and of_it <= declared
