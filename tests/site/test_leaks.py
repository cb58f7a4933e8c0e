"""Nothing hidden or removed shows anywhere: no page, count, sitemap, media or language."""

import io
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone, translation
from PIL import Image

from energies.kernel import brings
from energies.kernel.images import clean_image
from gatherings.follow_up import deciding
from gatherings.models import FollowUp, Gain, Gathering, Outcome
from tests.files import status

WORD = "Xilòfon"


def surfaces():
    """Every public address that apps bring, in three languages, and what machines read."""
    for language in ("ca", "es", "en"):
        with translation.override(language):
            yield from (reverse(name) for name in brings.each("pages"))
            yield from (address.path for address in brings.each("addresses"))
    yield from (reverse("sitemap_section", args=[section]) for section, _sitemap in brings.loaded_by_name("sitemaps"))
    yield from (reverse("sitemap"), reverse("robots"))


def picture():
    out = io.BytesIO()
    Image.new("RGB", (900, 500), "teal").save(out, "PNG")
    return clean_image(ContentFile(out.getvalue(), "foto.png"))


@pytest.fixture
def loud(make_project, make_entity):
    """A project and its entity that say WORD wherever they can, beside a quiet one."""
    entity = make_entity(f"{WORD} entitat", summary=WORD, description=WORD, contact_email="x@exemple.cat")
    project = make_project(
        f"{WORD} projecte",
        summary=WORD,
        description=WORD,
        learnt=WORD,
        schedule=WORD,
        address=WORD,
        image=picture(),
        image_alt=WORD,
        image_licence="cc0",
    )
    project.publish_image()
    project.entities.add(entity)
    project.needs.create(kind="hands", text=WORD)
    project.offers.create(kind="space", text=WORD)
    project.tags.add(WORD)
    project.confirm()
    make_project("Projecte tranquil").entities.add(entity)
    return project, entity


def found(client):
    pages = {path: client.get(path) for path in surfaces()}
    assert {page.status_code for path, page in pages.items() if "about" not in path and "que-es" not in path} == {200}
    return {
        path
        for path, page in pages.items()
        if WORD.lower() in page.content.decode().lower() or "xilofon" in page.content.decode()
    }


def test_no_public_page_is_left_out_of_what_is_looked_at(client, territory, vocabulary):
    """Whatever answers a stranger without arguments and says nothing of its own on caches is everybody's."""
    looked_at = {*brings.each("pages"), *(address.name for address in brings.each("addresses"))}
    looked_at |= {"sitemap", "robots", "security_txt"}
    public = set()
    # demo_mail reads letters from files, and those of a test are in memory.
    for name in {key for key in get_resolver().reverse_dict if isinstance(key, str)} - {"demo_mail"}:
        with suppress(NoReverseMatch):
            answer = client.get(reverse(name))
            public |= {name} if answer.status_code == 200 and not answer.has_header("Cache-Control") else set()
    assert len(public) > 10 and public <= looked_at, public - looked_at


def test_a_visible_entry_shows_where_it_should(client, loud):
    assert {"/", "/projectes/", "/en/projects/", "/barris/el-raval/", "/sitemap-projects.xml"} <= found(client)


@pytest.mark.django_db(transaction=True)  # a picture goes with the commit
@pytest.mark.parametrize("act", ["hide", "remove"])
def test_no_surface_shows_what_is_not_visible(client, loud, staff_user, act):
    project, entity = loud
    media = [reverse("public_media", args=[row["jpeg"]]) for row in project.renditions]
    assert {status(client, url) for url in media} == {200}
    getattr(project, act)(by=staff_user, why="prova")
    getattr(entity, act)(by=staff_user, why="prova")
    assert found(client) == set()
    assert {status(client, url) for url in media} == {404}
    assert WORD not in client.get("/projectes/projecte-tranquil/").text
    assert client.get("/").context["project_count"] == 1
    assert client.get("/barris/el-raval/").context["project_count"] == 1


def test_a_hidden_entity_leaves_its_projects_page(client, loud, staff_user):
    project, entity = loud
    entity.hide(by=staff_user, why="prova")
    assert f"{WORD} entitat" not in client.get(project.get_absolute_url()).text


def test_a_picture_comes_back_under_another_name(client, loud, staff_user):
    project, _entity = loud
    before = project.renditions[0]["jpeg"]
    project.hide(by=staff_user, why="prova")
    project.show(by=staff_user)
    assert project.renditions[0]["jpeg"] != before


def test_private_files_are_for_staff_only(client, loud, staff_user, let_in):
    project, _entity = loud
    url = reverse("private_media", args=[project.image.name])
    assert status(client, url) == 302
    assert status(let_in(client, staff_user), url) == 200


@pytest.mark.parametrize("name", ["../../settings.py", "%2e%2e/secret-key", "no-hi-es.jpg", "a%00b"])
def test_media_answers_404_to_anything_else(client, db, name):
    assert status(client, f"/media/{name}") == 404


def test_every_url_name_reverses_in_three_languages_to_distinct_paths(db):
    arguments = {
        "slug": "x",
        "name": "x",
        "section": "x",
        "kind": "x",
        "which": "x",
        "pk": 1,
        "token": "x",
        "form": "x",
        "number": 1,
        "registration": 1,
        "task": uuid4(),
    }
    for name in {key for key in get_resolver().reverse_dict if isinstance(key, str)}:
        pattern = get_resolver().reverse_dict.getlist(name)[0]
        wanted = {key: arguments[key] for key in pattern[0][0][1]}
        paths = []
        for language in ("ca", "es", "en"):
            with translation.override(language):
                paths.append(reverse(name, kwargs=wanted))
        neutral = name in {"public_media", "private_media", "robots", "security_txt", "sitemap", "sitemap_section"}
        assert len(set(paths)) == (1 if neutral else 3), (name, paths)


@pytest.fixture
def followed(make_entity):
    """A Trobada whose return is public, with a quiet thing left by an entity that may say WORD of it months later."""
    today = timezone.localdate()
    gathering = Gathering.everything.create(
        name="Espais que cuiden",
        number=1,
        summary="Dos dies.",
        starts_on=today - timedelta(days=100),
        ends_on=today - timedelta(days=100),
        stage="returned",
        published_at=timezone.now(),
    )
    gathering.barris.add("01")
    entity = make_entity("Ateneu de mostra")
    outcome = Outcome.everything.create(
        gathering=gathering, kind="agreement", axis="debate", barri_id="01", text="Un acord"
    )
    outcome.parties.add(entity.party)
    return gathering, entity, outcome


def pages_of_return(client, gathering):
    return found(client) | {
        path for path in (gathering.get_absolute_url(),) if WORD.lower() in client.get(path).text.lower()
    }


@pytest.mark.parametrize("state", ["answered", "declined"])
def test_an_answer_that_the_team_has_not_published_shows_nowhere(client, followed, state, staff_user):
    gathering, entity, outcome = followed
    answer = {f"state_{outcome.pk}": "done", f"note_{outcome.pk}": WORD, "gain_01": WORD, "lang": "ca"}
    asked = FollowUp.objects.create(gathering=gathering, party=entity.party, months=3)
    deciding.answer(asked, answer)
    if state == "declined":
        deciding.decline(asked, by=staff_user, seen=asked.seen)
    assert pages_of_return(client, gathering) == set()


@pytest.mark.parametrize("act", ["hide", "remove"])
@pytest.mark.parametrize("what", ["gathering", "entity"])
def test_what_a_barri_gained_goes_with_its_trobada_and_with_who_says_it(client, followed, staff_user, act, what):
    gathering, entity, _outcome = followed
    Gain.everything.create(gathering=gathering, party=entity.party, months=3, barri_id="01", text=WORD)
    shown = pages_of_return(client, gathering)
    assert {gathering.get_absolute_url(), "/barris/el-raval/"} <= shown
    getattr(followed[0 if what == "gathering" else 1], act)(by=staff_user, why="prova")
    assert pages_of_return(client, gathering) == set()
