"""A project's page: what it tells, to whom, in which language."""

from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.mark.parametrize(("exposure", "told"), [("exact", True), ("barri", False), ("on_request", False)])
def test_the_address_is_told_only_when_exposed(client, make_project, exposure, told):
    project = make_project(address="carrer Amagat, 7", latitude=41.38, longitude=2.17, exposure=exposure)
    text = client.get(project.get_absolute_url()).text
    assert ("carrer Amagat" in text) is told
    assert project.public_point == ((41.38, 2.17) if told else None)
    assert ("es dona a qui la demana" in text) is (exposure == "on_request")


def test_the_address_for_messages_never_shows(client, make_project, make_entity):
    entity = make_entity(contact_email="secret@exemple.cat")
    project = make_project(contact_email="amagat@exemple.cat")
    project.entities.add(entity)
    for url in (project.get_absolute_url(), entity.get_absolute_url(), "/", "/projectes/", "/entitats/"):
        text = client.get(url).text
        assert "secret@" not in text
        assert "amagat@" not in text


def test_texts_come_in_the_readers_language_or_say_which_they_are_in(client, make_project):
    project = make_project("Hort", description="Text en català.")
    project.texts.create(lang="en", name="Garden", summary="A garden.", description="Text in English.")
    english = client.get(f"/en/projects/{project.slug}/").text
    assert "Garden" in english
    assert "Text in English." in english
    assert 'lang="ca"' not in english.split("<main")[1].split("</main>")[0].split("Near")[0]
    spanish = client.get(f"/es/proyectos/{project.slug}/").text
    assert '<span lang="ca">Hort</span>' in spanish
    assert "no lo ha traducido nadie" in spanish


def test_switching_language_keeps_the_page_and_its_filters(client, make_project):
    make_project()
    text = client.get("/projectes/?barri=el-raval&page=1").text
    assert 'href="/en/projects/?barri=el-raval&amp;page=1"' in text


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Confirmat avui"), (95, "Confirmat fa 3 mesos"), (None, "Encara sense confirmar")],
)
def test_the_badge_says_how_fresh_it_is(client, make_project, days, words):
    project = make_project()
    if days is not None:
        project.confirm(on=timezone.localdate() - timedelta(days=days))
    assert words in client.get(project.get_absolute_url()).text


def test_a_stale_project_says_since_when(client, make_project):
    project = make_project()
    on = timezone.localdate() - timedelta(days=800)
    project.confirm(on=on)
    assert f"Sense confirmar des de {on.year}" in client.get(project.get_absolute_url()).text


def test_expired_needs_do_not_show(client, make_project):
    project = make_project()
    today = timezone.localdate()
    project.needs.create(kind="hands", text="Mans per avui", expires_on=today)
    project.needs.create(kind="space", text="Sala d’ahir", expires_on=today - timedelta(days=1))
    for url in (project.get_absolute_url(), "/"):
        text = client.get(url).text
        assert "Mans per avui" in text
        assert "Sala d’ahir" not in text


def test_markdown_cannot_smuggle_anything_in(client, make_project):
    project = make_project(description="<script>alert(1)</script> [clic](javascript:alert(1)) <b onclick=x>hola</b>")
    main = client.get(project.get_absolute_url()).text.split("<main")[1].split("</main>")[0]
    assert "<script" not in main
    assert 'href="javascript' not in main
    assert "<b onclick" not in main


def test_a_project_that_ended_stays_with_what_it_taught(client, make_project):
    project = make_project(stage="ended", since=2015, until=2020, learnt="Que calia començar abans.")
    text = client.get(project.get_absolute_url()).text
    assert "Que calia començar abans." in text
    assert "2015–2020" in text
