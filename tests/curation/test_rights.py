"""Who may do what: a stranger, somebody signed in, the editor of another entity, the author, the team."""

import pytest
from django.test import Client

from energies.accounts.models import User
from energies.curation import review
from energies.curation.models import Submission

WHO = ("stranger", "anybody", "other", "author", "team")
SIGN_IN, NOT_THERE, FORBIDDEN, OK = "sign in", 404, 403, 200
# For each address: the answers to WHO, in that order.
TABLE = {
    "/participa/registra/": (SIGN_IN, OK, OK, OK, OK),
    "/el-meu-espai/": (SIGN_IN, OK, OK, OK, OK),
    "/el-meu-espai/propostes/{pk}/": (SIGN_IN, NOT_THERE, NOT_THERE, OK, NOT_THERE),
    "/el-meu-espai/propostes/{pk}/edita/": (SIGN_IN, NOT_THERE, NOT_THERE, OK, NOT_THERE),
    "/el-meu-espai/propostes/{pk}/vista-previa/": (SIGN_IN, NOT_THERE, NOT_THERE, OK, NOT_THERE),
    "POST /el-meu-espai/propostes/{pk}/fes/?withdraw": (SIGN_IN, NOT_THERE, NOT_THERE, OK, NOT_THERE),
    "POST /el-meu-espai/canvia/project/{project}/": (SIGN_IN, NOT_THERE, NOT_THERE, OK, NOT_THERE),
    "/gestio/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    "/gestio/{pk}/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    "/gestio/{pk}/vista-previa/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    "POST /gestio/{pk}/encarrega-te-n/?": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    "POST /gestio/{pk}/decideix/?approve": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    "POST /gestio/alhora/?take_on": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
}


@pytest.fixture
def clients(propose, author, staff_user, let_in):
    """{who: client}; the author has an approved project and a proposal that waits, another person an entity."""
    other = User.objects.create_user("altra@exemple.cat")
    review.approve(propose("entity", by=other), by=staff_user, revision=1)
    people = {"stranger": None, "anybody": User.objects.create_user("algu@exemple.cat"), "other": other}
    people |= {"author": author, "team": staff_user}
    return {who: let_in(Client(), user) if user else Client() for who, user in people.items()}


def said(answer):
    if answer.redirect_chain and "/entra/" in answer.redirect_chain[-1][0]:
        return SIGN_IN
    return answer.status_code


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("address", TABLE)
def test_the_table_holds(clients, propose, staff_user, author, address, who):
    project = review.approve(propose(), by=staff_user, revision=1)
    waiting = propose(name=["Un altre projecte"])
    method, _space, path = address.rpartition(" ")
    path, _mark, act = path.format(pk=waiting.pk, project=project.pk).partition("?")
    client = clients[who]
    data = {"act": act, "revision": waiting.revision, "pk": waiting.pk}
    answer = client.post(path, data, follow=True) if method else client.get(path, follow=True)
    assert said(answer) == TABLE[address][WHO.index(who)]
    if method and said(answer) != OK:
        assert Submission.objects.get(pk=waiting.pk).state == "pending"


def test_drafts_are_their_authors_alone(reviewer, author_client, territory, vocabulary):
    author_client.post("/participa/registra/", {"name": "Rec", "save": "draft"})
    assert reviewer.get(f"/gestio/{Submission.objects.get().pk}/").status_code == 404
    assert "Rec" not in reviewer.get("/gestio/").text.replace("directori", "")


def test_nothing_that_waits_was_declined_or_taken_back_shows_anywhere(propose, staff_user, client):
    from tests.site.test_leaks import surfaces

    word = "Xilòfon"
    said = {"name": [word], "summary": [word], "tags": [word], "needs-0-text": [word], "schedule": [word]}
    states = [propose(**said) for _ in range(4)]
    review.ask(states[1], by=staff_user, revision=1, text=word)
    review.decline(states[2], by=staff_user, revision=1, text=word)
    states[3].withdraw()
    paths = [*surfaces(), "/cerca/?q=xilofon", "/cerca/suggeriments/?q=xil", "/projectes/?view=map"]
    # Searched for without its accent: an answer would spell it as it was proposed.
    assert [path for path in paths if word in client.get(path).text] == []
