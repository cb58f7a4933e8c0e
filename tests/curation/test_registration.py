"""A collective with no account makes its project visible; nothing typed is lost on the way."""

import io

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from energies.accounts.models import User
from energies.curation import review
from energies.curation.models import Submission
from projects.models import Entity, Project
from tests.curation.proposing import PROJECT, fresh
from tests.files import status

REGISTER, SPACE = "/participa/registra/", "/el-meu-espai/"


def photo(format="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", (800, 500), "teal").save(out, format)
    return SimpleUploadedFile("foto.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture
def form(author_client, territory, vocabulary):
    """Returns a function that posts the form, to the register or to a draft, and returns the answer."""

    def post(path=REGISTER, **data):
        return author_client.post(path, data)

    return post


def edit_of(submission):
    return f"/el-meu-espai/propostes/{submission.pk}/edita/"


def test_a_stranger_is_asked_for_the_email_first(client):
    assert client.get(REGISTER)["Location"] == "/el-meu-espai/entra/?next=/participa/registra/"


def test_looking_at_the_form_leaves_nothing_behind(author_client, territory, vocabulary):
    page = author_client.get(REGISTER)
    assert page.status_code == 200
    assert 'value="autora@exemple.cat"' in page.text
    assert not Submission.objects.exists()


def test_a_section_is_kept_however_little_it_says(form, author_client):
    answer = form(name="Rec", save="what")
    one = Submission.objects.get()
    assert answer["Location"] == f"{edit_of(one)}#what"
    assert (one.state, one.label) == ("draft", "Rec")
    assert 'value="Rec"' in author_client.get(edit_of(one)).text


def test_a_draft_is_taken_up_again_on_another_device(form, author, territory, vocabulary):
    from django.test import Client

    form(**PROJECT, save="draft")
    other = Client()
    other.force_login(author)
    page = other.get(edit_of(Submission.objects.get())).text
    for words in ("Rec Viu", "Mans per netejar la sèquia", "Cada dissabte, de 10 a 12 h", "https://recviu.example.org"):
        assert words in page


def test_what_is_missing_is_said_beside_and_above_and_nothing_is_lost(form):
    answer = form(**PROJECT | {"entity_kind": "", "summary": "", "barri": "", "since": "fa poc"}, send="1")
    assert answer.status_code == 422
    targets = [target for target, _words in answer.context["form"].problems]
    assert targets == ["id_entity_kind", "id_summary", "id_barri", "id_since"]
    for words in ("Escriu què feu en una frase.", "Mans per netejar la sèquia", "fa poc", "Rec Viu"):
        assert words in answer.text
    assert Submission.objects.get().data["schedule"] == PROJECT["schedule"]
    assert Submission.objects.get().state == "draft"


def test_sending_says_so_by_mail_and_in_ones_space(form, author_client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = form(**PROJECT, send="1")
    one = Submission.objects.get()
    assert (answer["Location"], one.state) == (f"/el-meu-espai/propostes/{one.pk}/", "pending")
    assert "Ja ho tenim: Rec Viu" in mail.outbox[0].subject and mail.outbox[0].to == ["autora@exemple.cat"]
    assert "Ha arribat" in author_client.get(SPACE).text
    assert not Project.everything.exists()


def test_writing_goes_on_keeping_the_draft_by_itself(form):
    form(name="Rec", save="draft")
    one = Submission.objects.get()
    answer = form(edit_of(one), name="Rec Viu", save="auto")
    assert (answer.status_code, answer["Location"]) == (200, edit_of(one))
    assert fresh(one).label == "Rec Viu"


def test_a_photo_is_kept_privately_and_only_its_author_and_the_team_see_it(form, author_client, reviewer, client):
    form(**PROJECT, picture=photo(), save="draft")
    one = Submission.objects.get()
    (name,) = one.data["image"]
    assert name.startswith("proposals/")
    address = f"/el-meu-espai/propostes/{one.pk}/foto/"
    assert status(author_client, address) == 200
    client.force_login(User.objects.create_user("tafaner@exemple.cat"))
    assert status(client, address) == 404
    assert client.get(f"/media/{name}").status_code == 404
    assert client.get(f"/privat/{name}").status_code == 403


@pytest.mark.parametrize(
    "bad",
    [
        SimpleUploadedFile("foto.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        SimpleUploadedFile("foto.jpg", b"no soc cap foto", "image/jpeg"),
        SimpleUploadedFile("foto.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "image/gif"),
    ],
)
def test_a_bad_photo_loses_nothing_else(form, bad):
    answer = form(**PROJECT, picture=bad, save="draft")
    assert answer.status_code == 422
    assert "JPEG, PNG" in answer.text and "Mans per netejar" in answer.text
    assert Submission.objects.get().data["name"] == ["Rec Viu"]


def test_a_photo_asks_what_it_shows_whose_it_is_and_whether_people_agreed(form):
    answer = form(**PROJECT, picture=photo(), send="1")
    assert answer.status_code == 422
    targets = [target for target, _words in answer.context["form"].problems]
    assert targets == ["id_image_alt", "id_image_licence", "id_image_people"]


def test_nobody_can_point_at_a_file_that_is_not_theirs(form):
    form(**PROJECT | {"image": "projects/algu-altre.jpg"}, save="draft")
    assert Submission.objects.get().data["image"] == [""]


def test_the_photo_is_public_once_approved(form, staff_user, client):
    said = {"image_alt": "La sèquia", "image_licence": "cc-by", "image_people": "none"}
    form(**PROJECT | said, picture=photo(), send="1")
    one = Submission.objects.get()
    project = review.approve(one, by=staff_user, revision=1)
    assert project.renditions
    assert status(client, f"/media/{project.renditions[0]['jpeg']}") == 200


def test_what_may_be_the_same_is_shown_and_can_be_told_apart(form, author_client, make_entity):
    there = make_entity("Rec Viu", barri="54")
    form(name="Rec viu", save="draft")
    one = Submission.objects.get()
    page = author_client.get(edit_of(one)).text
    assert "És algun d’aquests?" in page and there.get_absolute_url() in page
    form(f"/el-meu-espai/propostes/{one.pk}/fes/", act="other", entry=f"entity.{there.pk}")
    assert fresh(one).others == [["entity", there.pk]]
    assert "És algun d’aquests?" not in author_client.get(edit_of(one)).text


@pytest.mark.parametrize(
    ("there", "typed", "alike"),
    [
        ({"name": "Ateneu Popular del Rec"}, {"name": "Ateneu popular el rec"}, True),
        ({"name": "Hort de la Farigola"}, {"name": "Hort de la Farigola Nou"}, True),
        ({"name": "Casal", "website": "https://www.casal.example.org/"}, {"name": "Una altra cosa", "links-0-label": "Web", "links-0-url": "http://casal.example.org/nosaltres"}, True),
        ({"name": "Casal", "public_phone": "931 112 233"}, {"name": "Una altra cosa", "public_phone": "+34 93 111 22 33"}, True),
        ({"name": "Casal", "contact_email": "a@gmail.com", "barri": "54"}, {"name": "Una altra cosa", "contact_email": "b@gmail.com", "barri": "54"}, False),
        ({"name": "Casal", "contact_email": "a@escacs.example.org", "barri": "54"}, {"name": "Una altra cosa", "contact_email": "b@escacs.example.org", "barri": "54"}, False),
        ({"name": "Hort de la Farigola"}, {"name": "Hort del Pou de la Figuera i els seus veïns"}, False),
        ({"name": "Casal de Vallbona", "barri": "54", "address": "Plaça 1"}, {"name": "Club d’escacs", "barri": "54", "address": "Plaça 1"}, False),
    ],
)  # fmt: skip
def test_what_counts_as_alike(form, author_client, make_entity, there, typed, alike):
    make_entity(**there)
    form(**typed, save="draft")
    page = author_client.get(edit_of(Submission.objects.get())).text
    assert ("És algun d’aquests?" in page) == alike


def test_hidden_entries_are_not_told_of(form, author_client, make_entity):
    make_entity("Rec Viu").hide(by=None, why="prova")
    form(name="Rec Viu", save="draft")
    assert "És algun d’aquests?" not in author_client.get(edit_of(Submission.objects.get())).text


def test_the_preview_is_the_page_itself_and_leaves_nothing_behind(form, author_client, client):
    form(**PROJECT, save="draft")
    one = Submission.objects.get()
    page = author_client.get(f"/el-meu-espai/propostes/{one.pk}/vista-previa/")
    assert page.status_code == 200
    assert "Mans per netejar la sèquia" in page.text and page["X-Robots-Tag"] == "noindex"
    assert not Project.everything.exists() and not Entity.everything.exists()
    assert "Rec Viu" not in client.get("/projectes/?q=rec+viu").text.replace('value="rec viu"', "")


@pytest.mark.parametrize(
    ("data", "mark"),
    [
        ({"address2": "x"}, "trap"),
        ({"description": " ".join(["http://example.org"] * 6)}, "links"),
    ],
)
def test_what_a_machine_would_write_is_marked_and_not_lost(form, reviewer, data, mark):
    form(**PROJECT | data, send="1")
    one = Submission.objects.get()
    assert one.state == "pending" and mark in one.marks
    assert "Per mirar dues vegades" in reviewer.get(f"/gestio/{one.pk}/").text


def test_one_takes_it_back_and_up_again(form):
    form(**PROJECT, send="1")
    one = Submission.objects.get()
    act = f"/el-meu-espai/propostes/{one.pk}/fes/"
    form(act, act="withdraw")
    assert fresh(one).state == "withdrawn"
    assert form(act, act="resume")["Location"] == edit_of(one)
    assert fresh(one).state == "draft"


def test_what_one_writes_after_it_was_decided_becomes_a_new_proposal(form, author_client, staff_user):
    form(**PROJECT, send="1")
    one = Submission.objects.get()
    review.approve(one, by=staff_user, revision=1)
    answer = form(edit_of(one), **PROJECT | {"schedule": "Dijous"}, send="1")
    draft = Submission.objects.exclude(pk=one.pk).get()
    assert answer["Location"] == edit_of(draft)
    assert (draft.state, draft.target) == ("draft", fresh(one).target)
    assert draft.data["schedule"] == ["Dijous"]


def test_an_unknown_act_is_a_bad_request(form):
    form(name="Rec", save="draft")
    assert form(f"/el-meu-espai/propostes/{Submission.objects.get().pk}/fes/", act="explode").status_code == 400
