"""What may be told of a place begins with the least on every form, and an address that looks like a home is asked about."""

import pytest
from django import forms
from django.contrib import admin

from energies.curation.models import Submission
from energies.entries.place import Placed
from energies.kernel.home_addresses import looks_like_home
from tests.curation.proposing import ENTITY, fresh
from tests.kernel.test_lengths import all_forms

pytestmark = pytest.mark.django_db

HOMES = ["Carrer Major, 12, 3r 2a", "C/ Sants 12 3r-2a", "Gran Via 5, 4t B", "Carrer Nou 3, 1r", "Major 12, 3º 2ª", "Major 12, 3º B",
         "Carrer de Blai 4, àtic", "Blai 4 ático", "Blai 4, entresòl", "Blai 4, entl. 1a", "Blai 4, pral. 2a", "Blai 4, baixos 2a",
         "Blai 4, esc. B", "Blai 4, escala 2", "Blai 4, pis 3", "Blai 4, piso 2º", "Blai 4, pta. 3", "Blai 4, puerta C",
         "4 Blai St, flat 3", "4 Blai St, 2nd floor door 1", "4 Blai St, apt. 4", "Penthouse, Blai 4"]  # fmt: skip
OTHERS = ["", "Carrer de Blai, 4", "Carrer de Blai, 4, 08004 Barcelona", "Casal de barri, planta baixa", "Blai 4, baixos", "Blai 4, local 2",
          "Biblioteca, 2a planta", "Plaça de l’1 de Maig, 3", "Plaça de l’1r de Maig", "Carrer del Portal de l’Àngel, 12",
          "Avinguda de Porta, 4", "Carrer de l’Escala, 3", "Carrer 11 de Setembre, 8-10", "22@, carrer de la Llacuna 162",
          "Passeig de Sant Joan 12-14", "Rambla del Poblenou, 100 bis"]  # fmt: skip


@pytest.mark.parametrize("address", HOMES)
def test_a_floor_and_a_door_look_like_a_home(address):
    assert looks_like_home(address)


@pytest.mark.parametrize("address", OTHERS)
def test_streets_and_facilities_do_not(address):
    assert not looks_like_home(address)


def test_every_form_begins_with_the_least():
    asking = [form for form in all_forms() if "exposure" in form.base_fields and not issubclass(form, forms.ModelForm)]
    assert len(asking) >= 4
    assert [form for form in asking if form.base_fields["exposure"].initial != Placed.Exposure.BARRI] == []


def test_so_does_every_form_of_the_desk(rf, staff_user):
    request, seen = rf.get("/"), 0
    request.user = staff_user
    for page in admin.site._registry.values():
        inlines = page.get_inline_instances(request)
        made = [page.get_form(request), *(one.get_formset(request).form for one in inlines)]
        for form in made:
            if "exposure" in form.base_fields:
                seen += 1
                assert form.base_fields["exposure"].initial == Placed.Exposure.BARRI, form
    assert seen >= 4


def test_the_form_shows_it_chosen(author_client, territory, vocabulary):
    page = author_client.get("/participa/registra/entitat/").text
    assert '<option value="barri" selected>' in page and "exact_agreed" not in page


@pytest.fixture
def send(author_client, territory, vocabulary):
    def post(**data):
        return author_client.post("/participa/registra/entitat/", ENTITY | {"send": "1"} | data)

    return post


HOME = {"address": "Carrer Major, 12, 3r 2a", "exposure": "exact"}


def test_an_exact_address_of_a_home_is_asked_about_once_and_marked_for_the_team(send):
    answer = send(**HOME)
    assert answer.status_code == 422 and "sembla casa d’algú" in answer.text
    assert 'name="exact_agreed"' in answer.text and "Carrer Major, 12, 3r 2a" in answer.text
    send(**HOME, exact_agreed="on")
    sent = Submission.objects.get(state="pending")
    assert "home" in sent.marks and "exact_agreed" not in sent.values


@pytest.mark.parametrize("told", ["barri", "on_request"])
def test_an_address_that_is_not_public_is_nobodys_question(send, told):
    assert send(**HOME | {"exposure": told}).status_code == 302
    assert Submission.objects.get().marks == []


def test_what_is_public_already_is_not_asked_again(send, author_client, reviewer):
    send(**HOME, exact_agreed="on")
    one = Submission.objects.get()
    reviewer.post(f"/gestio/{one.pk}/decideix/", {"act": "approve", "revision": 1})
    entity = fresh(one)
    assert entity.state == "approved"
    author_client.post(f"/el-meu-espai/canvia/entity/{entity.object_id}/")
    draft = Submission.objects.get(state="draft")
    data = ENTITY | HOME | {"since": "2015", "send": "1"}
    assert author_client.post(f"/el-meu-espai/propostes/{draft.pk}/edita/", data).status_code == 302
