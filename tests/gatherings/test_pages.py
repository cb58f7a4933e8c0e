"""The pages of Trobades and activities: before, during and after, in three languages, and what never shows."""

from datetime import timedelta

import html5lib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from energies.search import index
from gatherings.models import Activity, Gathering
from tests.gatherings.conftest import in_days

WORD = "Xilòfon"


@pytest.fixture
def trobada(make_gathering, make_activity):
    """A Trobada with its programme public: two parallel sessions and one at night."""
    gathering = make_gathering(stage="published")
    gathering.barris.set(["52", "51"])
    make_activity("Debat obert", gathering=gathering, starts_at=in_days(30, "17:00"), axis="debate", kind="talk")
    make_activity("Taller de claus", gathering=gathering, starts_at=in_days(30, "17:00"), barri_id="51")
    make_activity("Ball de nit", gathering=gathering, starts_at=in_days(30, "22:30"), ends_at=in_days(31, "01:30"))
    return gathering


def names(days):
    return [[[one.name for one in slot.activities] for slot in day.slots] for day in days]


def test_a_programme_is_by_day_and_hour_with_its_parallel_sessions(client, trobada):
    answer = client.get(trobada.get_absolute_url())
    assert names(answer.context["days"]) == [[["Debat obert", "Taller de claus"], ["Ball de nit"]]]
    assert "2 alhora" in answer.text and "de 22.30 a 1.30 h de l’endemà" in answer.text


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("axis=debate", ["Debat obert"]),
        ("barri=verdun", ["Taller de claus"]),
        ("barri=verdun&axis=debate", []),
        ("audience=professionals", ["Debat obert", "Taller de claus", "Ball de nit"]),
        ("care=step_free", []),
        ("language=ca", []),
        ("axis=no-hi-es", ["Debat obert", "Taller de claus", "Ball de nit"]),
    ],
)
def test_a_programme_narrows(client, trobada, query, left):
    answer = client.get(f"{trobada.get_absolute_url()}?{query}")
    assert [one.name for one in answer.context["page"]] == left
    assert ("no existeix" in answer.text) == ("no-hi-es" in query)


def test_a_programme_narrows_to_a_day_across_midnight(client, trobada):
    day = timezone.localdate() + timedelta(days=31)
    answer = client.get(f"{trobada.get_absolute_url()}?day={day}")
    assert [one.name for one in answer.context["page"]] == ["Ball de nit"]


def test_before_its_programme_a_trobada_says_so_and_asks_for_activities(client, make_gathering, make_waiting):
    gathering = make_gathering()
    make_waiting(gathering, WORD, starts_at=in_days(30))
    page = client.get(gathering.get_absolute_url()).text
    assert "Encara no s’ha publicat" in page and WORD not in page
    today = timezone.localdate()
    calling = make_gathering("Crida", stage="call_open", call_opens_on=today, call_closes_on=today + timedelta(days=9))
    page = client.get(calling.get_absolute_url()).text
    assert f"/participa/registra/activitat/?gathering={calling.number}" in page and "Crida oberta fins" in page


def test_during_it_leads_to_what_is_on_right_now(client, make_gathering, make_activity):
    now, today = timezone.now(), timezone.localdate()
    gathering = make_gathering(
        stage="under_way", starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=1)
    )
    hours = timedelta(hours=1)
    make_activity("Ara", gathering=gathering, starts_at=now - hours, ends_at=now + hours)
    make_activity("Ja feta", gathering=gathering, starts_at=now - 3 * hours, ends_at=now - 2 * hours)
    off = make_activity("Anul·lada", gathering=gathering, starts_at=now - hours, ends_at=now + hours)
    Activity.everything.filter(pk=off.pk).update(status="cancelled", status_reason="No.")
    address = reverse("gathering_now", args=[gathering.slug])
    assert address in client.get(gathering.get_absolute_url()).text
    answer = client.get(address)
    assert {one.name for one in answer.context["running"]} == {"Ara", "Anul·lada"}
    assert "Cancel·lada" in answer.text and "no-cache" in answer["Cache-Control"]


def test_right_now_with_nothing_on_tells_what_comes_next(client, trobada):
    page = client.get(reverse("gathering_now", args=[trobada.slug])).text
    assert "Ara mateix no s’està fent res" in page and "Debat obert" in page


def test_after_it_the_programme_stays(client, make_gathering, make_activity):
    gathering = make_gathering(stage="closed", starts_on=timezone.localdate() - timedelta(days=400))
    make_activity("Sopar antic", gathering=gathering, starts_at=in_days(-400))
    page = client.get(gathering.get_absolute_url()).text
    assert "Ja ha passat" in page and "Sopar antic" in page


def test_the_list_parts_what_is_coming_from_what_has_been(client, make_gathering):
    make_gathering("Vindrà")
    make_gathering("Va ser", starts_on=timezone.localdate() - timedelta(days=300))
    answer = client.get("/trobades/")
    assert [one.name for one in answer.context["coming"]] == ["Vindrà"]
    assert [one.name for one in answer.context["page"]] == ["Va ser"]


def test_an_empty_list_says_what_to_do(client, territory):
    page = client.get("/trobades/").text
    assert "/agenda/" in page and "encara no té data" in page


def test_what_changed_is_told_on_the_trobada_and_on_a_page_of_its_own(client, trobada, staff_user):
    Activity.objects.get(name="Debat obert").move(by=staff_user, why="Hi ha goteres.", venue="Casal sec")
    address = reverse("gathering_changes", args=[trobada.slug])
    for page in (client.get(trobada.get_absolute_url()), client.get(address)):
        assert "Hi ha goteres." in page.text and "Ateneu de mostra" in page.text
    assert "No ha canviat res" in client.get(reverse("gathering_changes", args=[Gathering.everything.create(
        number=99, name="Altra", summary="Una.", starts_on=trobada.starts_on, ends_on=trobada.ends_on).slug])).text  # fmt: skip


@pytest.mark.parametrize(
    ("language", "list_", "one"),
    [("ca", "/trobades/", "Què ha"), ("es", "/es/trobades/", "Qué ha"), ("en", "/en/gatherings/", "What has")],
)
def test_the_pages_are_there_in_three_languages(client, trobada, staff_user, language, list_, one):
    Activity.objects.get(name="Debat obert").cancel(by=staff_user, why="No pot ser.")
    with translation.override(language):
        addresses = [reverse("agenda"), trobada.get_absolute_url(), Activity.objects.first().get_absolute_url()]
    for address in [list_, *addresses]:
        page = client.get(address)
        assert page.status_code == 200
        html5lib.HTMLParser(strict=True).parse(page.text)
        assert page.text.count("<h1") == 1
    assert one in client.get(addresses[1]).text


def test_texts_in_the_readers_language_and_otherwise_marked(client, make_activity):
    activity = make_activity()
    activity.texts.create(lang="en", name="Pot supper", summary="Bring your plate.")
    with translation.override("en"):
        page = client.get(activity.get_absolute_url()).text
        assert "Pot supper" in page and "Bring your plate." in page
    with translation.override("es"):
        assert '<span lang="ca">Sopar d’olla</span>' in client.get(activity.get_absolute_url()).text


def test_a_renamed_activity_keeps_its_old_address(client, make_activity):
    activity = make_activity("Vella")
    activity.name = "Nova"
    activity.save()
    assert client.get("/activitats/vella/")["Location"] == "/activitats/nova/"


def test_an_activity_tells_what_care_there_is_and_asks_when_nothing_is_known(client, make_activity):
    page = client.get(make_activity(childcare="yes", step_free="on_request").get_absolute_url()).text
    assert "Espai de criança: sí" in page and "Entrada sense graons: si ho demanes" in page
    assert "Encara no ens ho han dit" in client.get(make_activity("Altra").get_absolute_url()).text


def test_an_address_that_is_not_for_everybody_is_not_told(client, make_activity):
    page = client.get(make_activity(address="carrer Secret, 3", exposure="on_request").get_absolute_url()).text
    assert "carrer Secret" not in page and "L’adreça es dona a qui la demana" in page


def everywhere(client, activity):
    """Return {place: text} of all the public places where an activity may be told of."""
    paths = {
        "own": activity.get_absolute_url(),
        "agenda": "/agenda/",
        "month": f"/agenda/?view=month&month={timezone.localdate(activity.starts_at):%Y-%m}",
        "barri": "/barris/el-raval/",
        "search": f"/cerca/?q={WORD}",
        "sitemap": "/sitemap-activities.xml",
    }
    if activity.gathering:
        paths["trobada"] = activity.gathering.get_absolute_url()
        paths["now"] = reverse("gathering_now", args=[activity.gathering.slug])
    paths |= {one._meta.model_name: one.get_absolute_url() for one in activity.organisers}
    index.flush()
    return {place: client.get(path) for place, path in paths.items()}


@pytest.fixture
def loud(make_activity, make_gathering, make_project, make_entity):
    """An activity that says WORD wherever it can."""
    gathering = make_gathering(stage="published")
    activity = make_activity(
        f"{WORD} obert", gathering=gathering, starts_at=in_days(30), summary=WORD, description=WORD
    )
    activity.parties.add(make_project().party)
    activity.parties.add(make_entity().party)
    return activity


def telling(client, activity):
    return {
        place for place, page in everywhere(client, activity).items() if WORD in page.text or "xilofon" in page.text
    }


def test_a_visible_activity_is_told_everywhere(client, loud):
    assert telling(client, loud) == set(everywhere(client, loud))


@pytest.mark.parametrize("act", ["hide", "remove", "unpublish", "hide its trobada"])
def test_nothing_shows_of_what_is_not_public(client, loud, staff_user, act):
    if act == "unpublish":
        loud.published = False
        loud.save()
    elif act == "hide its trobada":
        loud.gathering.hide(by=staff_user, why="prova")
    else:
        getattr(loud, act)(by=staff_user, why="prova")
    pages = everywhere(client, loud)
    assert pages["own"].status_code == (410 if act == "remove" else 404)
    assert WORD not in pages["own"].text
    # The search page repeats the word one looks for, and a page that is not there its address.
    assert telling(client, loud) - {"search", "own"} == set()
    assert not client.get(f"/cerca/?q={WORD}").context["groups"]


def test_a_hidden_organiser_is_not_named(client, loud, staff_user):
    project = loud.parties.get(kind="project").entry
    project.hide(by=staff_user, why="prova")
    for place in ("own", "trobada"):
        assert "Hort de mostra" not in everywhere(client, loud)[place].text


def test_a_hidden_activity_leaves_no_trace_in_the_changes(client, loud, staff_user):
    loud.move(by=staff_user, why=WORD, venue="Casal")
    loud.hide(by=staff_user, why="prova")
    assert WORD not in client.get(loud.gathering.get_absolute_url()).text


@pytest.mark.parametrize(("verb", "words"), [("cancel", "Cancel·lada"), ("move", "Canvia d’hora o de lloc")])
def test_a_change_says_so_everywhere(client, loud, staff_user, verb, words):
    getattr(loud, verb)(by=staff_user, why="Hi ha vaga.", **({"venue": "Casal"} if verb == "move" else {}))
    pages = everywhere(client, loud)
    for place in ("own", "agenda", "barri", "trobada", "project", "entity"):
        assert words in pages[place].text, place
    assert "Hi ha vaga." in pages["own"].text and "Hi ha vaga." in pages["trobada"].text
    if verb == "cancel":
        assert "ancel·lada" in pages["month"].text and "ancel·lada" in pages["search"].text
        assert "<title>Cancel·lada:" in pages["own"].text


def cost(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "page", ["trobada", "agenda", "month", "barri", "entity", "activity", "list", "changes", "now"]
)
def test_thirty_cost_no_more_queries_than_three(
    client, make_activity, make_gathering, make_entity, make_project, staff_user, page
):
    today = timezone.localdate()
    gathering, entity = make_gathering(stage="published", starts_on=today), make_entity()
    now = timezone.now()

    def add(numbers):
        for number in numbers:
            project = make_project(f"Projecte {number}")
            activity = make_activity(f"Activitat {number}", gathering=gathering, starts_at=now, ends_at=in_days(2))
            activity.parties.add(entity.party)
            activity.parties.add(project.party)
            activity.texts.create(lang="es", name=f"Actividad {number}")
            activity.move(by=staff_user, why="Plou.", venue="Casal")
            group = gathering.working_groups.create(name=f"Grup {number}")
            group.parties.add(project.party)
            make_gathering(f"Trobada {number}", number=number + 100).barris.add("01")

    add(range(3))
    paths = {
        "trobada": gathering.get_absolute_url(),
        "agenda": "/agenda/",
        "month": "/agenda/?view=month",
        "barri": "/barris/el-raval/",
        "entity": entity.get_absolute_url(),
        "activity": Activity.objects.first().get_absolute_url(),
        "list": "/trobades/",
        "changes": reverse("gathering_changes", args=[gathering.slug]),
        "now": reverse("gathering_now", args=[gathering.slug]),
    }
    few = cost(client, paths[page])
    add(range(3, 30))
    assert cost(client, paths[page]) == few
