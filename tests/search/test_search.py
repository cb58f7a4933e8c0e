"""Finding things: what is public and only that, in whatever words."""

import json

import pytest

from energies.search import index
from energies.search.models import SearchEntry, Word


def kinds(answer):
    return {group["kind"]: [line.name for line in group["page"]] for group in answer.context["groups"]}


def projects(client, q, **more):
    return [project.name for project in client.get("/projectes/", {"q": q, **more}).context["page"]]


def test_a_name_comes_before_a_summary_before_a_description(client, make_project):
    make_project("Tres", description="Fem xocolata.")
    make_project("Dos", summary="Fem xocolata.")
    make_project("Xocolata")
    assert projects(client, "xocolata") == ["Xocolata", "Dos", "Tres"]


def test_one_search_finds_every_kind_with_its_count(client, make_project, make_entity):
    index.rebuild("barri")
    make_project("Coral del Raval")
    make_entity("Ateneu del Raval")
    found = kinds(client.get("/cerca/?q=raval"))
    assert found["project"] == ["Coral del Raval"]
    assert found["entity"] == ["Ateneu del Raval"]
    assert found["barri"] == ["El Raval"]


def test_a_kind_alone_has_pages(client, make_project):
    for number in range(30):
        make_project(f"Coral {number}")
    assert 'href="/cerca/?q=coral&amp;kind=project"' in client.get("/cerca/?q=coral").text
    assert len(kinds(client.get("/cerca/?q=coral&kind=project&page=2"))["project"]) == 6


def test_words_and_facets_narrow_together(client, make_project):
    make_project("Coral u", barri="01")
    make_project("Coral dos", barri="02")
    assert projects(client, "coral", barri="el-raval") == ["Coral u"]


def test_a_slip_is_corrected_aloud_and_the_word_as_typed_is_one_click_away(client, make_project):
    make_project("Pla veïnal")
    answer = client.get("/projectes/?q=vehinal")
    assert [project.name for project in answer.context["page"]] == ["Pla veïnal"]
    assert "<b>veïnal</b>" in answer.text
    assert projects(client, "vehinal", exact="1") == []
    assert 'href="?q=vehinal&amp;exact=1"' in answer.text


def test_a_word_in_use_is_never_corrected(client, make_project):
    for number in range(9):
        make_project(f"Taula {number}")
    make_project("Faula")
    assert projects(client, "faula") == ["Faula"]


def test_a_renamed_entity_is_found_at_once_in_its_projects(client, make_project, make_entity, staff_user):
    entity = make_entity("Xiprer")
    make_project("Un").entities.add(entity)
    assert projects(client, "xiprer") == ["Un"]
    entity.name = "Germanor"
    entity.save()
    assert projects(client, "germanor") == ["Un"]
    assert projects(client, "xiprer", exact="1") == []


@pytest.mark.parametrize("act", ["hide", "remove"])
def test_what_is_not_public_is_not_found_nor_helps_to_spell(client, make_project, make_entity, staff_user, act):
    project, entity = make_project("Xilòfon"), make_entity("Zarabanda")
    make_project("Quiet").entities.add(entity)
    assert projects(client, "xilofon") == ["Xilòfon"]
    assert projects(client, "zarabanda") == ["Quiet"]
    for entry in (project, entity):
        getattr(entry, act)(by=staff_user, why="prova")
    for word in ("xilofon", "xil", "xilofom", "zarabanda"):
        assert projects(client, word) == []
        assert kinds(client.get("/cerca/", {"q": word})) == {}
        assert json.loads(client.get("/cerca/suggeriments/", {"q": word}).content) == {"groups": []}
    assert not Word.objects.filter(text__in=["xilofon", "zarabanda"]).exists()


def test_an_entry_keeps_its_rank_when_it_changes(client, make_project):
    project = make_project("Un")
    index.flush()
    before = SearchEntry.objects.get(kind="project").rank
    project.name = "Un altre"
    project.save()
    index.flush()
    assert SearchEntry.objects.get(kind="project").rank == before


def test_suggestions_come_in_groups_and_weigh_little(client, make_project, make_entity):
    index.rebuild("barri")
    for number in range(30):
        make_project(f"Horta i altres coses amb un nom molt llarg, de debò que molt llarg, número {number}")
        make_entity(f"Hortolans i altres persones amb un nom molt llarg, de debò que molt llarg, número {number}")
    answer = client.get("/cerca/suggeriments/?q=hor")
    groups = {
        group["label"]: [item["name"] for item in group["items"]] for group in json.loads(answer.content)["groups"]
    }
    assert "Horta" in groups["Barris"]
    assert {"Projectes", "Entitats"} <= groups.keys()
    assert len(answer.content) < 2048


@pytest.mark.parametrize("q", ["", "  ", "%", "'", "l’", "\x00", "a" * 5000, "de la", "🙂", "١٢", "(hort", "hort*"])
def test_nothing_typed_breaks_the_search(client, make_project, q):
    make_project()
    for path in ("/projectes/", "/cerca/", "/cerca/suggeriments/"):
        assert client.get(path, {"q": q}).status_code == 200


def test_nothing_found_says_what_to_do(client, make_project):
    make_project()
    assert 'href="/barris/"' in client.get("/cerca/?q=zzzzqqqq").text.split("<main")[1]
