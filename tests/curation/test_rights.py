"""Who may do what: a stranger, somebody signed in, the editor of another entity, the author, the team."""

import io

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from energies.accounts.models import User
from energies.curation import drafts, review
from energies.curation.models import Submission
from energies.kernel.images import clean_image
from tests.files import closed

WHO = ("stranger", "anybody", "other", "author", "reviewer", "administrator")
SIGN_IN, NOT_THERE, FORBIDDEN, OK = "sign in", 404, 403, 200
# For each address: the answers to WHO, in that order.
TABLE = {
    "/participa/registra/": (SIGN_IN, OK, OK, OK, OK, OK),
    "/el-meu-espai/": (SIGN_IN, OK, OK, OK, OK, OK),
    "/el-meu-espai/propostes/{pk}/": (SIGN_IN, NOT_THERE, NOT_THERE, OK, NOT_THERE, NOT_THERE),
    "/el-meu-espai/propostes/{pk}/edita/": (SIGN_IN, NOT_THERE, NOT_THERE, OK, NOT_THERE, NOT_THERE),
    "/el-meu-espai/propostes/{pk}/vista-previa/": (SIGN_IN, NOT_THERE, NOT_THERE, OK, NOT_THERE, NOT_THERE),
    "POST /el-meu-espai/propostes/{pk}/fes/?withdraw": (SIGN_IN, NOT_THERE, NOT_THERE, OK, NOT_THERE, NOT_THERE),
    "/el-meu-espai/propostes/{pk}/esborra/": (SIGN_IN, NOT_THERE, NOT_THERE, OK, NOT_THERE, NOT_THERE),
    "/el-meu-espai/retirades/": (SIGN_IN, OK, OK, OK, OK, OK),
    "POST /gestio/{pk}/avisos/?": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "POST /el-meu-espai/canvia/project/{project}/": (SIGN_IN, NOT_THERE, NOT_THERE, OK, NOT_THERE, NOT_THERE),
    "/gestio/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "/gestio/{pk}/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "/gestio/{pk}/vista-previa/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "POST /gestio/{pk}/encarrega-te-n/?": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "POST /gestio/{pk}/decideix/?approve": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "POST /gestio/alhora/?take_on": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "/participa/registra/entitat/": (SIGN_IN, OK, OK, OK, OK, OK),
    "/el-meu-espai/propostes/{pk}/foto/": (SIGN_IN, NOT_THERE, NOT_THERE, OK, NOT_THERE, NOT_THERE),
    "/gestio/{pk}/foto/proposed/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "POST /gestio/{pk}/escriu/?": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "/gestio/fitxes/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "/gestio/fitxes/project/{project}/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "POST /gestio/fitxes/project/{project}/fes/?propose": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "POST /gestio/fitxes/project/{project}/fes/?hide": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "/equip/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "/equip/projects/project/{project}/change/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "/equip/accounts/user/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    "/el-meu-espai/segon-factor/": (SIGN_IN, OK, OK, OK, OK, OK),
}


@pytest.fixture
def clients(propose, author, staff_user, colleague, let_in):
    """{who: client}; the author has an approved project and a proposal that waits, another person an entity."""
    other = User.objects.create_user("altra@exemple.cat")
    review.approve(propose("entity", by=other), by=staff_user, revision=1)
    people = {"stranger": None, "anybody": User.objects.create_user("algu@exemple.cat"), "other": other}
    reviewer = colleague("revisa@exemple.cat", "reviewer")
    people |= {"author": author, "reviewer": reviewer, "administrator": staff_user}
    return {who: let_in(Client(), user) if user else Client() for who, user in people.items()}


def a_picture():
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "PNG")
    return out.getvalue()


def said(answer):
    # What was sent is shown beside the way in.
    if answer.status_code == 401 or (answer.redirect_chain and "/entra/" in answer.redirect_chain[-1][0]):
        return SIGN_IN
    return answer.status_code


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("address", TABLE)
def test_the_table_holds(clients, propose, staff_user, author, address, who):
    project = review.approve(propose(), by=staff_user, revision=1)
    picture = drafts.keep_picture(clean_image(ContentFile(a_picture(), "foto.png")))
    photo = {"image": [picture], "image_alt": ["Un rec"], "image_licence": ["cc0"], "image_people": ["none"]}
    waiting = propose(name=["Un altre projecte"], **photo)
    method, _space, path = address.rpartition(" ")
    path, _mark, act = path.format(pk=waiting.pk, project=project.pk).partition("?")
    client = clients[who]
    data = {"act": act, "revision": waiting.revision, "pk": waiting.pk, "note-text": "Hola", "why": "Prova"}
    answer = client.post(path, data, follow=True) if method else closed(client.get(path, follow=True))
    assert said(answer) == TABLE[address][WHO.index(who)]
    if method and said(answer) != OK:
        assert Submission.objects.get(pk=waiting.pk).state == "pending"


def test_drafts_are_their_authors_alone(reviewer, author_client, territory, vocabulary):
    author_client.post("/participa/registra/", {"name": "Rec", "save": "draft"})
    assert reviewer.get(f"/gestio/{Submission.objects.get().pk}/").status_code == 404
    assert "Rec" not in reviewer.get("/gestio/").text.replace("directori", "")
