"""A Trobada after its last day, in a browser: its host tells what it left, the team publishes it, months later it goes on."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from energies.accounts.models import User
from gatherings.models import Gathering
from tests.gatherings.conftest import PHONE, RULES, in_days

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gathering(make_gathering, make_activity, make_entity):
    """A Trobada in el Raval that ended yesterday, of an entity that somebody keeps up, with a supper."""
    one = make_gathering(stage="under_way", starts_on=in_days(-1).date(), ends_on=in_days(-1).date())
    one.barris.add("01")
    entity = make_entity("Hort Nostre")
    entity.editors.add(User.objects.create_user("nosaltres@exemple.cat", language="ca"))
    one.parties.add(entity.party)
    make_activity(gathering=one, starts_at=in_days(-1)).parties.add(entity.party)
    return one


@pytest.fixture
def editor(gathering):
    person = Client()
    person.force_login(User.objects.get(email="nosaltres@exemple.cat"))
    return person


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_closed_told_published_and_asked_months_later(site, opened, open_page, team, gathering, editor, scripts):
    ours = opened(editor, **PHONE, java_script_enabled=scripts)
    desk = opened(team, viewport={"width": 1280, "height": 900}, java_script_enabled=scripts)
    board = f"{site}/gestio/trobades/{gathering.number}/"

    # The team says that it is over, and its hosts are asked.
    desk.goto(board)
    desk.get_by_role("link", name="Ja ha passat").click()
    desk.get_by_role("button", name="Ja ha passat").click()
    call_command("tick", verbosity=0)
    assert "Què ha deixat?" in mail.outbox[-1].subject and mail.outbox[-1].to == ["nosaltres@exemple.cat"]

    # They tell it from «My space», on a telephone.
    ours.goto(re.search(r"http://\S+/el-meu-espai/", mail.outbox[-1].body)[0])
    ours.locator("li", has_text="explica què ha deixat").get_by_role("button").click()
    ours.get_by_label("Què s’hi va dir i què s’hi va fer?").fill("Es va parlar de **claus**.")
    ours.get_by_label("Hort Nostre").first.check()
    ours.get_by_label("Quantes persones hi van venir?").fill("42")
    first = ours.locator("fieldset.rows", has_text="Què ha deixat, en una frase").first
    first.get_by_label("Què ha deixat, en una frase").fill("Compartir tres sales")
    first.get_by_label("Qui ho porta?").select_option(label="Hort Nostre")
    ours.get_by_role("button", name="Envia el canvi").click()
    assert "Enviat" in ours.text_content("main")

    # Read, approved, published.
    desk.goto(board)
    desk.click("#closing .links a")
    assert "Compartir tres sales" in desk.text_content("main") and "Sopar d’olla: 42" in desk.text_content("main")
    desk.click("button[value=approve]")
    desk.goto(board)
    desk.get_by_role("link", name="Publica què ha deixat").click()
    desk.get_by_role("button", name="Publica què ha deixat").click()
    visitor = open_page(**PHONE, java_script_enabled=scripts)
    visitor.goto(site + gathering.get_absolute_url())
    assert "Compartir tres sales" in visitor.text_content("#return") and "42" in visitor.text_content("#return dl")

    # Three months later whoever carries it answers by the link of a letter, and the barri reads it.
    day = timezone.localdate() - timedelta(days=100)
    Gathering.everything.update(starts_on=day, ends_on=day)
    call_command("tick", verbosity=0)
    ours.goto(re.search(r"http://\S+/seguiment/\S+", mail.outbox[-1].body)[0])
    ours.get_by_label("Fet", exact=True).check()
    ours.get_by_label("Què s’ha guanyat al Raval?").fill("Tres sales obertes.")
    ours.get_by_role("button", name="Envia la resposta").click()
    desk.goto(board + "seguiment/")
    desk.get_by_role("button", name="Publica-la").first.click()
    desk.click("main form .btn:not(.btn--quiet)")
    for path in (gathering.get_absolute_url(), "/barris/el-raval/"):
        visitor.goto(site + path)
        assert "Tres sales obertes." in visitor.text_content("main") and "Als 3 mesos" in visitor.text_content("main")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_form_and_board_are_accessible_and_fit_a_small_telephone(site, opened, team, gathering, editor, scheme):
    Gathering.everything.update(stage="closed")
    phone = {"viewport": {"width": 320, "height": 700}, "color_scheme": scheme}
    form = editor.post(f"/el-meu-espai/canvia/return/{gathering.pk}/").url
    found = []
    for page, path in (
        (opened(editor, **phone), form),
        (opened(team, **phone), f"/gestio/trobades/{gathering.number}/"),
    ):
        page.goto(site + path)
        found += [(path, one["id"]) for one in Axe().run(page, options=RULES).response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    assert found == []
