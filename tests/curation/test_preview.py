"""«Mira com quedarà» keeps what is typed, photo too, and shows it under a bar that says what it is and leads back."""

import pytest
from django.core.files.storage import default_storage

from energies.curation import media, review
from energies.curation.models import Submission
from energies.curation.proposable import get, has_page, kinds
from projects.models import Entity, Project
from tests.curation.pages import drawn
from tests.curation.proposing import ENTITY, PROJECT
from tests.curation.test_registration import photo

REGISTER = "/participa/registra/"
SAID = {"image_alt": ["La sèquia"], "image_licence": ["cc-by"], "image_people": ["none"]}
PATHS = {"project": REGISTER, "entity": "/participa/registra/entitat/"}


@pytest.fixture
def look(author_client, territory, vocabulary):
    """Returns a function that fills in a form, presses the button and follows; gives the answer."""

    def press(path=REGISTER, **data):
        held, _types = drawn(author_client.get(path), path)
        return author_client.post(path, held | data | {"save": "look"}, follow=True)

    return press


@pytest.mark.parametrize(("kind", "data"), [("project", PROJECT), ("entity", ENTITY)])
def test_from_a_form_never_kept_it_keeps_and_shows_with_the_photo(look, kind, data):
    page = look(PATHS[kind], picture=photo(), **data | SAID)
    one = Submission.objects.get()
    (where, status), = page.redirect_chain  # fmt: skip
    assert (where, status) == (f"/el-meu-espai/propostes/{one.pk}/vista-previa/", 302) and page.status_code == 200
    for shown in (data["summary"][0], "aquesta pàgina només la veus tu", f"/el-meu-espai/propostes/{one.pk}/foto/"):
        assert shown in page.text
    assert f'href="/el-meu-espai/propostes/{one.pk}/edita/#look"' in page.text
    assert page["X-Robots-Tag"] == "noindex" and "no-store" in page["Cache-Control"]


def test_the_way_back_leads_to_where_the_button_is(look, author_client):
    look(**PROJECT)
    page = author_client.get(f"/el-meu-espai/propostes/{Submission.objects.get().pk}/edita/").text
    assert 'id="look"' in page and 'value="Rec Viu"' in page


def test_what_is_missing_is_said_on_the_form_and_what_was_typed_is_kept(look):
    data = {name: said for name, said in PROJECT.items() if name != "understood"}
    page = look(**data | {"summary": [""], "since": ["fa poc"]})
    assert page.status_code == 422 and "Per veure com quedarà, arregla això" in page.text
    assert [target for target, _words in page.context["form"].problems] == ["id_summary", "id_since"]
    assert Submission.objects.get().data["schedule"] == PROJECT["schedule"]


def test_a_picture_that_cannot_be_read_is_told_and_the_rest_is_kept(look):
    bad = photo()
    bad.file.write(b"x" * 10)
    bad.file.seek(0)
    bad.file.truncate(20)
    page = look(picture=bad, **PROJECT)
    assert page.status_code == 422 and "La foto no s’ha pogut desar" in page.text
    assert Submission.objects.get().label == "Rec Viu"


def test_it_asks_for_no_consent_before(look):
    assert look(**{name: said for name, said in PROJECT.items() if name != "understood"}).status_code == 200


def test_nothing_of_it_stays(look):
    before = media.public_files()
    look(picture=photo(), **PROJECT | SAID)
    one = Submission.objects.get()
    assert not Project.everything.exists() and not Entity.everything.exists() and one.state == "draft"
    assert media.public_files() == before and default_storage.exists(one.data["image"][0])


def test_of_a_change_it_shows_the_new_photo_and_the_public_page_keeps_its_own(
    look, author_client, propose, staff_user, client
):
    project = review.approve(propose(), by=staff_user, revision=1)
    author_client.post(f"/el-meu-espai/canvia/project/{project.pk}/")
    one = Submission.objects.latest("pk")
    page = look(f"/el-meu-espai/propostes/{one.pk}/edita/", picture=photo(), **SAID | {"schedule": ["Cada dijous"]})
    assert "Així quedarà amb el canvi." in page.text and "Cada dijous" in page.text
    assert f"/el-meu-espai/propostes/{one.pk}/foto/" in page.text
    assert "Cada dijous" not in client.get(project.get_absolute_url()).text


def test_the_team_is_told_that_it_is_a_preview_and_comes_back_to_the_review(propose, reviewer):
    one = propose()
    page = reviewer.get(f"/gestio/{one.pk}/vista-previa/").text
    assert "aquesta pàgina només la veu l’equip" in page and f'href="/gestio/{one.pk}/"' in page


def test_a_public_page_has_no_such_bar(propose, staff_user, author_client):
    project = review.approve(propose(), by=staff_user, revision=1)
    assert "Així quedarà" not in author_client.get(project.get_absolute_url()).text


@pytest.mark.parametrize("kind", [one.kind for one in kinds() if one.kind != "follow_up"])
def test_every_kind_with_a_page_offers_it_and_no_other(author_client, author, territory, vocabulary, kind):
    from energies.curation import drafts

    if kind == "return":
        pytest.skip("changes a Trobada that is there: tests/gatherings/test_closing.py")
    one = drafts.start(get(kind), author, "ca")
    one.save()
    page = author_client.get(f"/el-meu-espai/propostes/{one.pk}/edita/").text
    assert ('name="save" value="look"' in page) == has_page(kind)
    answer = author_client.post(f"/el-meu-espai/propostes/{one.pk}/edita/", {"save": "look"})
    assert answer["Location"].endswith("vista-previa/" if has_page(kind) else "edita/#look")
