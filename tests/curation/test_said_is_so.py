"""What the screen says was done is what was done: nobody is said to have been told who was not."""

import pytest
from django.core import mail
from django.test import Client

from energies.accounts.models import User
from energies.curation import review, team_changes
from energies.curation.decisions import KeepersDecision
from energies.curation.models import Submission
from energies.curation.proposable import kinds
from projects.models import Project
from tests.curation.proposing import fresh, sent
from tests.gatherings.conftest import make_activity, make_gathering
from tests.networks.conftest import ours, post, theirs

__all__ = ["make_activity", "make_gathering", "ours", "post", "theirs"]


@pytest.fixture
def decide(reviewer, django_capture_on_commit_callbacks):
    """Returns a function that approves a proposal on its page and gives (what the team reads, letters)."""

    def act(submission, **data):
        mail.outbox.clear()
        data = {"act": "approve", "revision": submission.revision, **data}
        with django_capture_on_commit_callbacks(execute=True):
            page = reviewer.post(f"/gestio/{submission.pk}/decideix/", data, follow=True)
        return page.text, list(mail.outbox)

    return act


@pytest.fixture
def correct(reviewer, django_capture_on_commit_callbacks):
    """Returns a function by which the team corrects, or proposes, something of an entry; gives (page, letters)."""

    def act(target, how, **data):
        kind = target._meta.model_name
        edit = reviewer.post(f"/gestio/fitxes/{kind}/{target.pk}/fes/", {"act": how})["Location"]
        draft = Submission.objects.latest("pk")
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            typed = draft.data | {"understood": ["on"], "why": ["No era així."], "send": ["1"]} | data
            page = reviewer.post(edit, typed, follow=True)
        return page, list(mail.outbox)

    return act


@pytest.fixture
def kept(propose, staff_user):
    return review.approve(propose(), by=staff_user, revision=1)


@pytest.fixture
def of_nobody(kept):
    kept.entities.get().editors.clear()
    return kept


def test_a_correction_says_that_whoever_keeps_it_up_was_told_when_they_were(correct, kept):
    page, letters = correct(kept, "correct", public_phone=["93 000 00 00"])
    assert "Hem avisat qui se’n cuida" in page.text and [one.to for one in letters] == [["autora@exemple.cat"]]
    assert "- Telèfon públic" in letters[0].body


def test_a_correction_of_what_nobody_keeps_up_says_so(correct, of_nobody):
    page, letters = correct(of_nobody, "correct", public_phone=["93 000 00 00"])
    assert "No se’n cuida ningú" in page.text and "Hem avisat" not in page.text and not letters
    assert Project.objects.get().public_phone == "93 000 00 00"


def test_only_who_wrote_a_correction_puts_it_in_place(kept, staff_user, reviewer, colleague, let_in):
    draft = team_changes.open_draft(kept, by=staff_user, awaits="nobody", language="ca")
    one = sent(draft, draft.data | {"understood": ["on"], "public_phone": ["93 000 00 00"]})
    path, act = f"/gestio/{one.pk}/decideix/", {"act": "approve", "revision": one.revision}
    other = let_in(Client(), colleague("revisa@exemple.cat", "reviewer"))
    other.post(path, act)
    assert fresh(one).state == "pending" and Project.objects.get().public_phone == ""
    assert path not in other.get(f"/gestio/{one.pk}/").text and path in reviewer.get(f"/gestio/{one.pk}/").text
    reviewer.post(path, act)
    assert fresh(one).state == "approved" and Project.objects.get().public_phone == "93 000 00 00"


def test_with_nobody_to_ask_a_change_stays_a_draft_and_says_why(correct, of_nobody, reviewer):
    page, letters = correct(of_nobody, "propose", summary=["Una altra frase."])
    assert page.status_code == 422 and "no hi ha a qui preguntar-ho" in page.text and not letters
    draft = Submission.objects.latest("pk")
    assert draft.state == "draft" and draft.data["summary"] == ["Una altra frase."]
    assert "no hi ha a qui preguntar" in reviewer.get(f"/gestio/fitxes/project/{of_nobody.pk}/").text
    of_nobody.entities.get().editors.add(User.objects.create_user("nova@exemple.cat"))
    edit = f"/el-meu-espai/propostes/{draft.pk}/edita/"
    page = reviewer.post(edit, draft.data | {"understood": "on", "why": "Millor.", "send": "1"}, follow=True)
    assert "Ho hem demanat a qui se’n cuida" in page.text and fresh(draft).state == "pending"


def test_who_was_told_of_an_approval_is_said(propose, change, staff_user, decide, kept):
    said, letters = decide(change(kept, schedule=["Dijous"]))
    assert "Hem escrit a qui ho proposava" in said and [one.to for one in letters] == [["autora@exemple.cat"]]
    other = User.objects.create_user("altra@exemple.cat")
    one = change(kept, schedule=["Divendres"])
    entity = kept.entities.get()
    entity.editors.set([other])
    said, letters = decide(one)
    # Who proposed it kept it up then: both are told, and only what is surely so is said.
    assert "Hem avisat qui se’n cuida" in said
    assert {one.to[0] for one in letters} == {"altra@exemple.cat", "autora@exemple.cat"}
    one = change(kept, schedule=["Dissabte"])
    entity.editors.clear()
    team = Submission.objects.filter(pk=one.pk)
    team.update(author=staff_user)
    said, letters = decide(fresh(one))
    assert "No se’n cuida ningú" in said and not letters


def test_what_is_approved_and_not_public_is_not_said_to_be(change, decide, kept):
    one = change(kept, schedule=["Dijous"])
    kept.hide(by=None, why="prova")
    said, _letters = decide(one)
    assert "Ara no ho veu ningú" in said and "ja és públic" not in said


def test_every_kind_knows_whether_it_is_public(make_activity, make_gathering, kept):
    over = make_gathering(stage="closed")
    public = {"project": kept, "activity": make_activity(), "return": over}
    waits = make_activity(gathering=over, published=False)
    by_kind = {one.kind: one for one in kinds()}
    assert {kind: by_kind[kind].is_public(target) for kind, target in public.items()} == {
        "project": True, "activity": True, "return": False,
    }  # fmt: skip
    assert not by_kind["activity"].is_public(waits)


def test_a_word_to_an_author_who_was_taken_out_is_not_said_to_be_sent(propose, reviewer):
    one = propose()
    User.objects.filter(pk=one.author_id).update(email="ningu@erased.invalid", email_key="ningu@erased.invalid")
    page = reviewer.post(f"/gestio/{one.pk}/escriu/", {"note-text": "Teniu clau?"}, follow=True).text
    assert "ja no hi és" in page and "Enviat a" not in page


def test_leaving_says_whether_the_other_side_could_be_told(ours, theirs, post):
    from networks.models import Relation

    (mine, client), (other, _theirs) = ours, theirs
    for known, words in ((True, "Ho hem dit a l’altra part"), (False, "Per l’altra part no respon ningú")):
        relation = Relation.objects.create(kind="shares", from_party=mine.party, to_party=other.party)
        if not known:
            other.editors.clear()
        mail.outbox.clear()
        address = next(
            line for line in client.get("/el-meu-espai/xarxes/").text.split('"') if f"/relation/{relation.pk}/" in line
        )
        page = post(client, address, sure="1").status_code, client.get("/el-meu-espai/xarxes/").text
        assert words in page[1] and bool(mail.outbox) == known


def test_nobody_keeps_up_what_is_gone():
    assert not KeepersDecision(Submission(kind="project")).answerers()
