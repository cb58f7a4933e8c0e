"""An activity as people meet it: proposed, reviewed, placed, published, moved, cancelled, and told so everywhere."""

import re
from datetime import timedelta

import icalendar
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.test import Client
from django.utils import timezone

from energies.accounts.models import User
from gatherings import letters, places
from gatherings.models import Activity
from tests.gatherings.conftest import PHONE, RULES, in_days

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def calling(make_gathering):
    """A Trobada that takes proposals, with two rooms."""
    today = timezone.localdate()
    gathering = make_gathering(
        stage="call_open",
        call_opens_on=today,
        call_closes_on=today + timedelta(days=9),
        call_criteria="Que hi càpiga tothom.",
    )
    gathering.rooms.create(venue="Ateneu", name="sala gran", barri_id="01", capacity=120, position=1)
    gathering.rooms.create(venue="Casal", barri_id="02", capacity=60, position=2)
    return gathering


def events(client, path):
    return icalendar.Calendar.from_ical(client.get(path).content).walk("VEVENT")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_proposed_reviewed_placed_published_moved_and_cancelled_everywhere(
    site, opened, open_page, page_errors, calling, make_entity, make_waiting, team, client, scripts
):
    entity = make_entity("Hort Nostre")
    person = User.objects.create_user("nosaltres@exemple.cat", language="ca")
    entity.editors.add(person)
    other = make_waiting(calling, "Assemblea de llavors", minutes=60)
    other.parties.add(entity.party)
    editor = Client()
    editor.force_login(person)
    ours = opened(editor, **PHONE, java_script_enabled=scripts)
    desk = opened(team, viewport={"width": 1280, "height": 900}, java_script_enabled=scripts)

    # Proposed from the page of the Trobada, which says what the call asks for.
    ours.goto(site + calling.get_absolute_url())
    assert "Que hi càpiga tothom." in ours.text_content("main")
    ours.click("main a:has-text('Proposa una activitat') >> nth=0")
    ours.fill("#id_name", "Taller de planters")
    ours.check("input[name=organisers]")
    ours.fill("#id_summary", "Fem planters per a tot el barri.")
    ours.select_option("#id_axis", "territory")
    ours.select_option("#id_kind", "workshop")
    ours.fill("#id_minutes", "90")
    ours.check("input[name=care_wanted][value=childcare]")
    ours.check("#id_understood")
    ours.click("button[name=send]")
    assert "Enviat" in ours.text_content("main")
    assert not Activity.everything.filter(name="Taller de planters").exists()

    # Approved in the review, it waits for its place: nobody sees it.
    desk.goto(f"{site}/gestio/")
    desk.click("a:has-text('Taller de planters')")
    desk.click("button[value=approve]")
    activity = Activity.everything.get(name="Taller de planters")
    assert client.get(activity.get_absolute_url()).status_code == 404

    # Placed beside another of the same people at the same hour: the board warns, and asks whether they can.
    desk.goto(f"{site}/gestio/trobades/{calling.number}/")
    desk.click("a[href$=begin_programme]")
    assert "Ningú no hi podrà proposar més activitats" in desk.text_content("main")
    desk.click("button[value=begin_programme]")
    for name, room in (("Assemblea de llavors", "Ateneu, sala gran"), ("Taller de planters", "Ateneu, sala gran")):
        desk.click(f"a:has-text('{name}')")
        desk.select_option("#id_room", label=room)
        desk.fill("#id_starts", "17:00")
        desk.click("button:has-text('Col·loca-la')")
    shown = desk.text_content("main")
    assert "són a Ateneu, sala gran a la mateixa hora" in shown and "Hort Nostre organitza" in shown
    assert "ho va demanar i encara no hi és: espai de criança" in shown
    desk.click("a[href$=publish]")
    assert "primer" in desk.text_content("main") and desk.locator("button[value=publish]").count() == 0
    desk.go_back()
    desk.click("a:has-text('Mou Taller de planters')")
    desk.click("button:has-text('Aquí'):has-text('Casal') >> nth=0")
    assert "Hort Nostre organitza" in desk.text_content("main")
    desk.click("a[href$=publish]")
    desk.click("button[value=publish]")
    assert "marca que" in desk.text_content("main")
    assert client.get(activity.get_absolute_url()).status_code == 404
    desk.check("#id_agreed")
    desk.click("button[value=publish]")
    reader = open_page(**PHONE, java_script_enabled=scripts)
    reader.goto(site + calling.get_absolute_url())
    assert "Taller de planters" in reader.text_content("#programme")

    # Moved after it was public: the programme, the activity and the calendars say so.
    desk.click("a:has-text('Mou Taller de planters')")
    desk.fill("#id_starts", "18:30")
    desk.fill("#id_why", "Perquè hi pugui venir l’assemblea.")
    desk.click("button:has-text('Col·loca-la')")
    reader.reload()
    assert "Perquè hi pugui venir l’assemblea." in reader.text_content("#changes")
    reader.click("#programme a:has-text('Taller de planters')")
    assert "de 18.30 a 20 h" in reader.text_content("main")
    assert "Perquè hi pugui venir l’assemblea." in reader.text_content("main")
    (event,) = events(client, activity.get_absolute_url().rstrip("/") + ".ics")
    assert (event.start.hour, event.start.minute) == (18, 30) and int(event["SEQUENCE"]) > 0

    # Cancelled: it stays to be found, and says so on every page.
    desk.click(f"#a{activity.pk} summary")
    desk.fill(f"#why{activity.pk}", "La tallerista és malalta.")
    desk.click(f"#a{activity.pk} button[value=cancel]")
    for path in (
        calling.get_absolute_url(), activity.get_absolute_url(), "/agenda/", entity.get_absolute_url(),
        "/barris/el-barri-gotic/", "/cerca/?q=planters",
    ):  # fmt: skip
        reader.goto(site + path)
        shown = reader.text_content("main")
        assert "Taller de planters" in shown and "Cancel·lad" in shown, path
    (event,) = events(client, activity.get_absolute_url().rstrip("/") + ".ics")
    assert event["STATUS"] == "CANCELLED"
    assert "La tallerista és malalta." in client.get(activity.get_absolute_url()).text
    page_errors.clear()


def test_the_calendar_of_a_month_is_walked_by_keyboard(site, open_page, make_activity):
    day = timezone.localdate() + timedelta(days=1)
    make_activity(starts_at=in_days(1))
    page = open_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/agenda/?view=month&month={day:%Y-%m}")
    page.focus(f"td a:has-text('{day.day}') >> nth=0")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/activitats/**")
    assert "Sopar d’olla" in page.text_content("h1")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_signed_up_confirmed_full_waiting_cancelled_promoted_and_attended(
    site, open_page, opened, make_activity, make_entity, scripts
):
    activity = make_activity(sign_up="required", capacity=2)
    entity = make_entity("Hort Nostre")
    person = User.objects.create_user("nosaltres@exemple.cat", language="ca")
    entity.editors.add(person)
    activity.parties.add(entity.party)

    def sign_up(name, people):
        page = open_page(**PHONE, java_script_enabled=scripts)
        page.goto(site + activity.get_absolute_url())
        page.click("aside a:has-text('Apunta-t’hi'), aside a:has-text('Llista d’espera')")
        page.fill("#id_name", name)
        page.fill("#id_email", f"{name.lower()}@exemple.cat")
        page.fill("#id_people", str(people))
        page.check("#id_understood")
        page.click("main form button")
        assert "Mira el correu" in page.text_content("h1")
        page.goto(re.search(r"http://\S+/inscripcio/\S+", mail.outbox[-1].body)[0])
        return page

    aina = sign_up("Aina", 2)
    aina.click("button[value=confirm]")
    assert "Confirmat" in aina.text_content("main")
    biel = sign_up("Biel", 1)
    assert "A la llista d’espera" in biel.text_content("main") and "Ets la persona següent" in biel.text_content("main")
    aina.fill("#id_people", "1")
    aina.click("button[value=people]")
    assert "Hi ha lloc per a tu" in mail.outbox[-1].subject and mail.outbox[-1].to == ["biel@exemple.cat"]
    biel.reload()
    biel.click("button[value=confirm]")
    aina.click("button[value=cancel]")
    aina.click("main form .btn:not(.btn--quiet)")
    assert "Cancel·lat" in aina.text_content("main")

    editor = Client()
    editor.force_login(person)
    ours = opened(editor, **PHONE, java_script_enabled=scripts)
    ours.goto(site + activity.get_absolute_url())
    ours.click("text=L’organitzes tu? Mira qui ve")
    shown = ours.text_content("main")
    assert "Biel" in shown and "Aina" not in shown
    Activity.everything.update(starts_at=in_days(-1), ends_at=in_days(-1, "20:00"))
    ours.reload()
    ours.fill("input[name=attended]", "1")
    ours.click("button[value=came]")
    assert "van venir" in ours.text_content("dl.figures")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_trobades_and_the_agenda_are_accessible_and_fit_a_small_telephone(
    site, open_page, opened, team, make_gathering, make_activity, make_waiting, make_entity, staff_user, scheme
):
    gathering = make_gathering(stage="published", starts_on=timezone.localdate())
    gathering.barris.add("01")
    gathering.rooms.create(venue="Ateneu", name="sala gran", barri_id="01")
    make_waiting(gathering, "Una que espera")
    for name in ("Debat", "Taller"):
        one = make_activity(name, gathering=gathering, starts_at=in_days(1), hearing_loop="on_request", capacity=30)
        one.parties.add(make_entity(f"Entitat de {name}").party)
    supper = make_activity(sign_up="required", capacity=1, for_children=True)
    there = places.sign_up(supper, name="Aina", email="aina@exemple.cat")
    Activity.objects.get(name="Debat").cancel(by=staff_user, why="Plou.")
    Activity.objects.get(name="Taller").move(by=staff_user, why="Plou.", venue="Casal")
    pages = {
        "public": open_page(viewport={"width": 320, "height": 700}, color_scheme=scheme),
        "desk": opened(team, viewport={"width": 320, "height": 700}, color_scheme=scheme),
    }
    found = []
    for who, path in (
        ("public", "/trobades/"),
        ("public", gathering.get_absolute_url()),
        ("public", f"{gathering.get_absolute_url()}ara/"),
        ("public", f"{gathering.get_absolute_url()}canvis/"),
        ("public", "/agenda/"),
        ("public", "/agenda/?view=month"),
        ("public", "/agenda/?when=weekend&care=childcare"),
        ("public", "/activitats/taller/"),
        ("public", "/activitats/debat/"),
        ("public", "/barris/el-raval/"),
        ("public", f"{supper.get_absolute_url()}apunta-t-hi/"),
        ("public", f"/inscripcio/{letters.token_of(there)}/"),
        ("desk", f"/el-meu-espai/activitats/{supper.pk}/inscripcions/"),
        ("desk", "/gestio/trobades/"),
        ("desk", "/el-meu-espai/calendari/"),
        ("desk", f"/gestio/trobades/{gathering.number}/"),
        ("desk", f"/gestio/trobades/{gathering.number}/?place={Activity.everything.get(name='Una que espera').pk}"),
    ):
        page = pages[who]
        answer = page.goto(site + path)
        assert answer.status == 200, path
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        found += [
            (path, one["id"], one["nodes"][0]["html"]) for one in Axe().run(page, options=RULES).response["violations"]
        ]
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    assert found == []
