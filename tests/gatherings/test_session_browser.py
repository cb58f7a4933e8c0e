"""However a session is lost while somebody writes: what they wrote gets there, on every long form, with JavaScript or without."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.urls import reverse
from PIL import Image

from energies.accounts.models import User
from energies.curation import drafts
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.site.models import ContactMessage
from gatherings.models import Registration, SignUpMessage
from tests.gatherings.conftest import PHONE, in_days

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
WATCHED = "networkidle"  # what keeps a form comes after the page is there
MINE, OTHER = "nosaltres@exemple.cat", "una.altra@exemple.cat"
PATIENCE = 60  # seconds
TEXT = "Fem planters per a tot el barri, a poc a poc."


def fill_proposal(page):
    page.fill("#id_name", "Taller de planters")
    page.fill("#id_summary", TEXT)


def fill_sign_up(page):
    page.fill("#id_name", TEXT[:30])
    if page.locator("#id_email").count():
        page.fill("#id_email", "aina@exemple.cat")
    page.fill("#id_people", "1")
    for box in ("#id_understood", "#id_agreed"):
        if page.locator(box).count():
            page.check(box)


def fill_contact(page):
    page.check("input[name=about][value=other]")
    page.fill("#id_text", TEXT)


# {form: (fill it in, the button that sends it, the field to look at, whether it has got there)}
CLOSED = {
    "proposal": (
        fill_proposal, "button[name=send]", "#id_summary",
        lambda: Submission.objects.filter(kind="project", data__summary=[TEXT]).exists(),
    ),
    "return": (
        lambda page: page.fill("textarea >> nth=0", TEXT), "button[value=draft]", "textarea >> nth=0",
        lambda: TEXT in str(Submission.objects.filter(kind="return").values_list("data", flat=True)),
    ),
    "message": (
        lambda page: page.fill("#id_text", TEXT), "#form .btn", "#id_text",
        lambda: SignUpMessage.objects.filter(text=TEXT).exists(),
    ),
    "list": (
        fill_sign_up, "#form .btn", "#id_name", lambda: Registration.objects.filter(name=TEXT[:30]).exists(),
    ),
}  # fmt: skip
OPEN = {
    "contact": (fill_contact, "form .btn", "#id_text", lambda: ContactMessage.objects.filter(text=TEXT).exists()),
    "sign-up": (
        fill_sign_up, "#form .btn", "#id_name", lambda: Registration.objects.filter(name=TEXT[:30]).exists(),
    ),
    "follow-up": (
        lambda page: page.fill("textarea >> nth=0", TEXT), "#form .btn", "textarea >> nth=0",
        lambda: TEXT in str(Submission.objects.values_list("values", flat=True)),
    ),
}  # fmt: skip


@pytest.fixture
def paths(supper, comes, make_gathering, host, staff_user):
    """{form: its address}, for whoever organises the supper and hosts a Trobada that is over."""
    comes("Joan", email="joan@exemple.cat")
    person = User.objects.get(email=MINE)
    past = make_gathering(stage="closed", starts_on=in_days(-20).date())
    past.parties.add(supper.parties.get())
    change = drafts.open_change(get("return"), person, past, "ca")
    list_of = f"/el-meu-espai/activitats/{supper.pk}/inscripcions/"
    return {
        "proposal": "/participa/registra/",
        "return": f"/el-meu-espai/propostes/{change.pk}/edita/",
        "message": reverse("sign_up_message", args=[supper.pk]),
        "list": list_of,
        "contact": "/contacte/",
        "sign-up": f"{supper.get_absolute_url()}apunta-t-hi/",
    }


def sign_in(page, email):
    page.fill("#id_email", email)
    page.click("main form .btn")
    page.fill("#id_code", re.search(r"\b\d{6}\b", mail.outbox[-1].subject)[0])
    page.click("main form .btn")


def sign_out(site, page):
    page.goto(f"{site}/el-meu-espai/")
    page.click("form[action*=surt] button")


def lose(how, site, page):
    """Lose the session of a page's browser, in one of the ways there are."""
    if how == "expired":
        Session.objects.all().delete()
    elif how == "no cookies":
        page.context.clear_cookies()
    else:
        tab = page.context.new_page()
        sign_out(site, tab)
        if how in ("in again", "another person"):
            tab.goto(f"{site}/el-meu-espai/")
            sign_in(tab, MINE if how == "in again" else OTHER)
        tab.wait_for_load_state()  # it stays open: closing what has just been sent to may never end


@pytest.fixture
def page_errors():
    """Without what the console tells of each request that was refused or had no connection: here they are meant."""

    class Others(list):
        def append(self, text):
            if not text.startswith("Failed to load resource:"):
                super().append(text)

    return Others()


@SCRIPTS
@pytest.mark.parametrize("how", ["expired", "no cookies", "signed out", "in again", "another person"])
@pytest.mark.parametrize("form", CLOSED)
def test_a_form_of_somebodys_own(site, opened, host, paths, form, how, scripts):
    fill, button, field, is_there = CLOSED[form]
    page = opened(host, **PHONE, java_script_enabled=scripts)
    page.goto(site + paths[form])
    fill(page)
    if form == "message":
        page.click(button)  # seen before it is sent
    lose(how, site, page)
    page.click("main form .btn" if form == "message" else button)
    if how == "in again" and scripts and is_there():
        # The page noticed by itself that its writer was back, and kept it before the button was pressed.
        return
    if how in ("in again", "another person"):
        whose = MINE if how == "in again" else "una altra persona"
        assert whose in page.text_content("main")
        assert TEXT[:30] in page.text_content("main")
        if how == "another person":
            assert not is_there()
            return comes_back(site, page, paths[form], field, scripts)
    else:
        assert "Cal tornar a entrar" in page.text_content("h1")
        sign_in(page, MINE)
        assert "Això és el que havies escrit" in page.text_content("h1")
        assert TEXT[:30] in page.text_content("main")
    page.click("main form:not(#drop) .btn")
    assert is_there()
    if scripts and form != "return":
        page.goto(site + paths[form])
        assert not offered(page).count()


def comes_back(site, page, path, field, scripts):
    """Whoever signed in meanwhile sees nothing of it; whoever wrote it finds it again, if their browser kept it."""
    page.goto(site + path)
    assert not offered(page).count()
    if not scripts or "missatge" in path:
        return
    page.evaluate("document.cookie = 'sending=; max-age=0; path=/'")
    page.context.clear_cookies()
    page.goto(f"{site}/el-meu-espai/")
    sign_in(page, MINE)
    page.goto(site + path)
    page.click("[data-restore]")
    assert TEXT[:30] in page.input_value(field)


@SCRIPTS
@pytest.mark.parametrize("how", ["no cookies", "in"])
@pytest.mark.parametrize("form", OPEN)
def test_a_form_for_everybody(site, open_page, asked, link, paths, form, how, scripts):
    fill, button, _field, is_there = OPEN[form]
    page = open_page(**PHONE, java_script_enabled=scripts)
    page.goto(site + ({"follow-up": link} | paths)[form])
    fill(page)
    if how == "in":
        tab = page.context.new_page()
        tab.goto(f"{site}/el-meu-espai/")
        sign_in(tab, MINE)
        tab.wait_for_load_state()  # it stays open: closing what has just been sent to may never end
    else:
        page.context.clear_cookies()
    page.click(f"main {button}")
    assert TEXT[:30] in page.text_content("main")
    page.click("main form .btn")
    assert is_there()


# What the browser keeps.


@pytest.fixture
def proposing(site, opened, host, territory):
    page = opened(host, **PHONE)
    page.goto(f"{site}/participa/registra/")
    return page


def until(page, true):
    """Wait, while the browser goes on, until ``true()`` is so; return it."""
    deadline = time.monotonic() + PATIENCE
    while not (answer := true()) and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert answer
    return answer


def offered(page):
    return page.locator("[data-restore]")


def test_a_page_left_at_once_is_on_the_server_or_offered_back(site, proposing):
    fill_proposal(proposing)
    proposing.goto(f"{site}/contacte/")
    # It is sent as the page is left, and nobody there hears the answer.
    kept = until(proposing, lambda: Submission.objects.filter(data__summary=[TEXT]).first())
    proposing.goto(f"{site}/el-meu-espai/propostes/{kept.pk}/edita/")
    assert proposing.input_value("#id_summary") == TEXT and not offered(proposing).count()


def test_without_a_connection_it_is_said_where_one_is_writing_and_mends_itself(site, proposing):
    proposing.context.set_offline(True)
    fill_proposal(proposing)
    told = proposing.locator("[data-unkept]")
    told.wait_for(state="visible")
    assert "Encara no s’ha desat" in told.inner_text() and "ho guarda aquest navegador" in told.inner_text()
    box, height = told.bounding_box(), PHONE["viewport"]["height"]
    assert box["y"] >= 0 and box["y"] + box["height"] <= height + 1, "it is in sight"
    assert proposing.text_content("[data-kept]").strip() == ""
    proposing.context.set_offline(False)
    told.wait_for(state="hidden")
    assert "Desat" in proposing.text_content("[data-kept]")
    assert Submission.objects.filter(data__summary=[TEXT]).exists()


@pytest.mark.parametrize("who", [MINE, OTHER])
def test_signing_in_again_in_another_tab_keeps_it_by_itself_for_whoever_wrote_it_alone(site, proposing, who):
    lose("signed out", site, proposing)
    fill_proposal(proposing)
    told = proposing.locator("[data-unkept]")
    told.wait_for(state="visible")
    assert "se t’ha tancat la sessió" in told.inner_text()
    with proposing.context.expect_page() as opening:
        told.get_by_role("link").click()
    tab = opening.value
    sign_in(tab, who)
    tab.wait_for_load_state()  # it stays open: closing what has just been sent to may never end
    proposing.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    if who == MINE:
        told.wait_for(state="hidden")
        assert Submission.objects.get(data__summary=[TEXT]).author.email == MINE
    else:
        proposing.get_by_text("ha entrat una altra persona").wait_for()
        assert not Submission.objects.exists()


def test_text_and_photo_of_a_refused_form_are_put_back(site, proposing, tmp_path):
    photo = tmp_path / "foto.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    Session.objects.all().delete()
    fill_proposal(proposing)
    proposing.check("input[type=checkbox] >> nth=0")
    proposing.set_input_files("#id_picture", photo)
    proposing.click("button[name=send]")
    assert "Cal tornar a entrar" in proposing.text_content("h1")
    sign_in(proposing, MINE)
    proposing.goto(f"{site}/participa/registra/")
    proposing.get_by_text("Aquí tens text sense enviar").wait_for()
    # What is typed before one decides leaves the offer as it was.
    proposing.fill("#id_name", "Una altra cosa")
    proposing.evaluate("document.querySelector('[data-draft]').toggleAttribute('data-draft')")
    proposing.reload()
    proposing.click("[data-discard]")
    proposing.click("[data-restore]")
    assert proposing.input_value("#id_summary") == TEXT and proposing.input_value("#id_name") == "Taller de planters"
    assert proposing.is_checked("input[type=checkbox] >> nth=0")


def test_a_photo_sent_when_the_session_had_gone_arrives_with_the_rest(site, proposing, tmp_path):
    photo = tmp_path / "foto.png"
    Image.new("RGB", (400, 300), "teal").save(photo)
    fill_proposal(proposing)
    proposing.set_input_files("#id_picture", photo)
    Session.objects.all().delete()
    proposing.click("button[value=draft]")
    sign_in(proposing, MINE)
    chosen = "one => new Promise((done) => setInterval(() => one.files.length && done(one.files.length), 50))"
    assert proposing.locator("main input[type=file]").evaluate(chosen) == 1
    proposing.click("main form:not(#drop) .btn")
    proposing.wait_for_selector("img.proposed")
    assert drafts.picture_of(Submission.objects.get(data__summary=[TEXT]))


def test_what_is_thrown_away_is_gone(site, opened, host, paths):
    page = opened(host, **PHONE)
    page.goto(site + paths["message"], wait_until=WATCHED)
    page.fill("#id_text", TEXT)
    page.reload()
    page.click("[data-discard]")
    page.reload()
    assert not offered(page).count()


def test_signing_out_leaves_nothing_in_the_browser(site, opened, host, paths):
    page = opened(host, **PHONE)
    page.goto(site + paths["message"], wait_until=WATCHED)
    page.fill("#id_text", TEXT)
    assert page.evaluate("Object.keys(localStorage).length") == 1
    sign_out(site, page)
    page.goto(f"{site}/contacte/")
    until(page, lambda: page.evaluate("Object.keys(localStorage).length === 0"))


def test_what_another_wrote_there_outlives_somebody_s_signing_in_and_out(site, opened, host, paths):
    page = opened(host, **PHONE)
    page.goto(site + paths["message"], wait_until=WATCHED)
    page.fill("#id_text", TEXT)
    Session.objects.all().delete()
    page.goto(f"{site}/el-meu-espai/")
    sign_in(page, OTHER)
    page.goto(f"{site}/el-meu-espai/")
    assert not page.is_visible("[data-unsent]"), "nothing of theirs is kept"
    page.click("form[action*=surt] button")
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/el-meu-espai/")
    sign_in(page, MINE)
    page.goto(site + paths["message"], wait_until=WATCHED)
    page.click("[data-restore]")
    assert page.input_value("#id_text") == TEXT


def test_signing_out_says_before_that_it_erases_what_was_not_sent(site, opened, host, paths):
    page = opened(host, **PHONE)
    page.goto(f"{site}/el-meu-espai/")
    page.wait_for_load_state("networkidle")
    tab = page.context.new_page()
    tab.goto(site + paths["message"], wait_until=WATCHED)
    tab.fill("#id_text", TEXT)
    page.click("form[action*=surt] button")
    assert "potser no s’han enviat" in page.inner_text("[data-unsent]")
    page.click("form[action*=surt] button")
    page.wait_for_url(f"{site}/")
    until(page, lambda: page.evaluate("Object.keys(localStorage).length === 0"))
    # As it is opened, too.
    tab.goto(f"{site}/el-meu-espai/")
    sign_in(tab, MINE)
    tab.goto(site + paths["message"], wait_until=WATCHED)
    tab.fill("#id_text", TEXT)
    tab.goto(f"{site}/el-meu-espai/")
    tab.locator("[data-unsent]").wait_for(state="visible")


KEPT = "[...Object.keys(localStorage), ...(await (await caches.open('kept:')).keys()).map((one) => one.url)]"


def test_a_photo_goes_with_the_draft_once_it_has_an_address_of_its_own(site, proposing, tmp_path):
    photo = tmp_path / "foto.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    proposing.fill("#id_name", "Taller de planters")
    proposing.set_input_files("#id_picture", photo)
    proposing.wait_for_url("**/propostes/*/edita/")
    edit = proposing.url
    proposing.fill("#id_summary", TEXT)
    until(proposing, lambda: Submission.objects.filter(data__summary=[TEXT]).exists())
    proposing.goto(f"{site}/participa/registra/")
    kept = proposing.evaluate(f"(async () => {KEPT})()")
    assert len(kept) == 2 and all(edit.removeprefix(site) in name for name in kept), "text and photo"
    assert not offered(proposing).count()
    # Whoever comes back after their session has ended finds the photo chosen.
    Session.objects.all().delete()
    proposing.goto(edit)
    sign_in(proposing, MINE)
    proposing.goto(edit)
    until(proposing, lambda: proposing.evaluate("document.querySelector('#id_picture').files.length"))
    assert proposing.input_value("#id_summary") == TEXT and not offered(proposing).count()
    assert Submission.objects.count() == 1


def test_a_stranger_s_text_lasts_as_long_as_the_tab(site, open_page):
    page = open_page(**PHONE)
    page.goto(f"{site}/contacte/", wait_until=WATCHED)
    fill_contact(page)
    page.reload()
    page.click("[data-restore]")
    assert page.input_value("#id_text") == TEXT
    tab = page.context.new_page()
    tab.goto(f"{site}/contacte/")
    assert not offered(tab).count() and tab.evaluate("Object.keys(localStorage).length") == 0
