"""«El meu espai» says of each draft what it is, when it was kept and what is missing; those never sent can be deleted."""

import re

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from energies.accounts.models import User
from energies.curation import drafts
from energies.curation.models import Submission
from energies.curation.proposable import get, kinds
from energies.kernel.forms import as_query, shape
from tests.curation.pages import drawn
from tests.curation.proposing import PROJECT, fresh
from tests.curation.test_registration import photo

SPACE, TAKEN_BACK = "/el-meu-espai/", "/el-meu-espai/retirades/"
NEW = [one.kind for one in kinds() if one.kind not in ("return", "follow_up")]


def delete_of(one):
    return f"/el-meu-espai/propostes/{one.pk}/esborra/"


@pytest.fixture
def draft(author, territory, vocabulary):
    """Returns a function that keeps a draft of a project with these inputs, or of another kind."""

    def make(kind="project", **data):
        one = drafts.start(get(kind), author, "ca")
        one.data = data
        one.label = get(kind).name_of(data)[:200]
        one.save()
        return one

    return make


def test_it_says_what_it_is_and_what_is_missing(author_client, draft):
    draft(**PROJECT | {"summary": [""], "barri": [""]})
    page = author_client.get(SPACE).text
    assert "un projecte" in page and "Per enviar-la encara falta:" in page
    assert "Què feu, en una frase · Barri principal" in page


def test_it_counts_the_consent_that_the_form_refuses_without(author_client, draft):
    said = PROJECT | {"understood": []}
    one = draft(**said)
    page = author_client.get(SPACE).text
    assert "Per enviar-la encara falta: Marca que entens que serà públic" in " ".join(page.split())
    assert set(get("project").form(data=as_query(said), user=one.author).errors) == {"understood"}


def test_one_that_has_it_all_says_so(author_client, draft):
    draft(**PROJECT)
    assert "Sembla completa" in author_client.get(SPACE).text


@pytest.mark.parametrize("kind", NEW)
def test_of_every_kind_what_is_missing_is_what_its_form_asks_for(author_client, author, draft, make_entity, kind):
    """Sent blank, as a browser sends it: the fields that complain, boxes to tick apart, are those that were told."""
    make_entity().editors.add(author)
    one = draft(kind)
    held, types = drawn(author_client.get(f"/el-meu-espai/propostes/{one.pk}/edita/"))
    one.data = drafts.typed(held)
    form = get(kind).form(data=as_query(one.data), user=author)
    asked = {name for name in form.errors if name in form.fields} - {"understood"}
    hidden = {name for name in asked if types.get(name) == "hidden"}
    names = {name for name, field in form.base_fields.items() if str(field.label) in drafts.missing(one)}
    assert asked - hidden <= names <= asked


def test_no_form_calls_optional_what_it_refuses_without(author_client, author, draft, make_entity):
    make_entity().editors.add(author)
    seen = set()
    for kind in NEW:
        one = draft(kind)
        page = author_client.get(f"/el-meu-espai/propostes/{one.pk}/edita/")
        held, _types = drawn(page)
        form = get(kind).form(data=as_query(drafts.typed(held)), user=author)
        asked = {name for name in form.errors if name in form.fields and shape(form.fields[name]) == "input"}
        for name in asked:
            label = re.search(rf'<label for="id_{name}">(.*?)</label>', page.text, re.S)[1]
            assert "opcional" not in label, (kind, name)
            assert form.fields[name].required or "(cal " in label, (kind, name)
        seen |= asked
    assert seen >= {"barri", "day"}
    page = author_client.get(f"/el-meu-espai/propostes/{draft().pk}/edita/").text
    assert re.search(r'for="id_entity_kind">Com esteu organitzats\?\s+<span[^>]*>\(cal si encara no hi és\)', page)


def test_the_page_costs_the_same_for_three_drafts_and_for_twenty(author_client, draft):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert author_client.get(SPACE).status_code == 200
        return len(queries)

    for kind in NEW[:3]:
        draft(kind)
    few = cost()
    for kind in NEW * 2 + ["project"]:
        draft(kind, **(PROJECT if kind == "project" else {}))
    assert Submission.objects.count() == 20 and cost() == few


def test_a_draft_is_deleted_after_a_question_with_its_photo(author_client, draft, django_capture_on_commit_callbacks):
    author_client.post("/participa/registra/", PROJECT | {"picture": photo(), "save": "draft"})
    one = Submission.objects.get()
    (name,) = one.data["image"]
    assert delete_of(one) in author_client.get(SPACE).text
    page = author_client.get(delete_of(one))
    assert "Vols esborrar l’esborrany «Rec Viu»?" in page.text and Submission.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = author_client.post(delete_of(one), follow=True)
    assert "«Rec Viu» s’ha esborrat" in answer.text and not Submission.objects.exists()
    assert not default_storage.exists(name)


@pytest.mark.parametrize("state", ["pending", "asked", "withdrawn", "draft"])
def test_what_was_ever_sent_is_not_deleted(author_client, propose, state):
    one = propose()
    Submission.objects.filter(pk=one.pk).update(state=state)
    assert delete_of(one) not in author_client.get(SPACE).text + author_client.get(TAKEN_BACK).text
    for method in (author_client.get, author_client.post):
        assert method(delete_of(one))["Location"] == one.get_absolute_url()
    assert fresh(one).state == state


def test_nobody_deletes_what_is_another_s(client, draft):
    one = draft(**PROJECT)
    client.force_login(User.objects.create_user("tafaner@exemple.cat"))
    assert client.post(delete_of(one)).status_code == 404 and Submission.objects.exists()


def test_what_was_taken_back_is_out_of_the_way_on_a_page_of_its_own(author_client, draft, propose):
    sent, never = propose(name=["Enviada"]), draft(**PROJECT | {"name": ["Mai enviada"]})
    sent.withdraw()
    never.withdraw()
    page = author_client.get(SPACE).text
    assert (
        "Enviada" not in page
        and "Mai enviada" not in page
        and "El que has retirat</a> (2)" in page.replace(" (2)</a>", "</a> (2)")
    )
    page = author_client.get(TAKEN_BACK).text
    assert "Enviada" in page and "Mai enviada" in page and delete_of(never) in page and delete_of(sent) not in page


def test_the_page_of_what_was_taken_back_has_pages(author_client, draft):
    for number in range(26):
        draft(name=[f"Proposta {number}"]).withdraw()
    assert author_client.get(TAKEN_BACK).text.count('value="resume"') == 24
    assert author_client.get(f"{TAKEN_BACK}?page=2").text.count('value="resume"') == 2
    assert author_client.get(f"{TAKEN_BACK}?page=x").status_code == 404
