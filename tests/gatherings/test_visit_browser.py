"""Several activities at once on a telephone: ticked in the programme, one form, one letter, one page; with and without scripts."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.utils import timezone

from energies.accounts.models import User
from gatherings import places
from gatherings.models import Registration
from tests.gatherings.conftest import PHONE, RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def three(make_gathering, make_activity, make_entity):
    """A Trobada with a debate and a workshop at the same hour and a supper that is full."""
    gathering = make_gathering(stage="published")
    start = timezone.now().replace(minute=0) + timedelta(days=30)
    fields = {"gathering": gathering, "sign_up": "required", "childcare": "on_request"}
    debate = make_activity("Debat", starts_at=start, **fields)
    workshop = make_activity("Taller", starts_at=start + timedelta(hours=1), capacity=8, **fields)
    supper = make_activity("Sopar", starts_at=start + timedelta(hours=4), capacity=2, **fields)
    debate.parties.add(make_entity("Hort Nostre").party)
    places.confirm(places.sign_up(supper, name="Plena", people=2))
    mail.outbox.clear()
    return gathering, debate, workshop, supper


def fits(page):
    """Nothing is wider than the telephone, and nobody is kept out."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], page.url


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_ticked_signed_up_confirmed_and_given_back(site, open_page, opened, page_errors, three, client, scripts):
    gathering, debate, _workshop, supper = three
    page = open_page(**PHONE, java_script_enabled=scripts)
    page.goto(site + gathering.get_absolute_url())
    for one in three[1:]:
        page.check(f"#t{one.pk}")
    assert page.context.cookies() == []
    page.click("#several button")
    shown = page.text_content("main")
    assert shown.count("Coincideix d’hora") == 2 and shown.count("Està plena") == 1
    page.click(f"#c{debate.pk} summary")
    page.check(f"#c{debate.pk} input[value=childcare]")
    page.fill(f"#id_a{debate.pk}-children", "2")
    page.fill("#id_name", "Aina")
    page.fill("#id_email", "aina@exemple.cat")
    page.check("#id_understood")
    fits(page) if scripts else None
    page.click("#form > p button")
    assert "Debat: Escriu les edats" in page.text_content(".errors") and not mail.outbox, "what is missing is named"
    assert page.input_value("#id_name") == "Aina"
    page_errors.clear()  # the browser notes every 422
    page.fill(f"#id_a{debate.pk}-children_ages", "3 i 6")
    page.check("#id_needs_agreed")
    page.click("#form > p button")
    assert "Mira el correu" in page.text_content("h1")
    (letter,) = mail.outbox
    page.goto(re.search(r"http\S+", letter.body)[0])
    page.click("button:has-text('Sí, hi vindré: confirma-les totes')")
    assert "T’hi esperem" in page.text_content("main") and len(mail.outbox) == 2
    fits(page) if scripts else None
    page.click(f"#r{Registration.objects.get(activity=supper, name='Aina').pk} button:has-text('Treu-me')")
    page.click("main form .btn:not(.btn--quiet)")
    assert "Ja no ets a la llista" in page.text_content("main")

    # Those who organise the debate answer, and it is read on the page of the place.
    person = User.objects.create_user("nosaltres@exemple.cat", language="ca")
    debate.parties.get().entry.editors.add(person)
    client.force_login(person)
    ours = opened(client, **PHONE, java_script_enabled=scripts)
    ours.goto(f"{site}/el-meu-espai/activitats/{debate.pk}/inscripcions/")
    ours.click("a:has-text('Respon el que demanen')")
    assert "Espai de criança (2: 3 i 6)" in ours.text_content("main")
    ours.select_option("select[name$=childcare]", "yes")
    ours.fill("input[name$=word]", "Hi haurà joguines.")
    fits(ours) if scripts else None
    ours.click("button:has-text('Envia la resposta')")
    assert "hem escrit a 1 adreça" in ours.text_content("main") and "Hi haurà joguines." in mail.outbox[-1].body
    page.click("a:has-text('Codi, persones') >> nth=0")
    assert "n’hi haurà" in page.text_content("#needs") and "Hi haurà joguines." in page.text_content("#needs")
    page.click("#needs summary")
    page.fill("#id_children", "3")
    page.click("#needs button")
    assert "qui ho organitza encara no ha respost" in page.text_content("#needs")
    fits(page) if scripts else None
