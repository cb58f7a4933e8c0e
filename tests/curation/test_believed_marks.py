"""A warning to the team is so: it counts from when the form was first opened, and goes once somebody has read it."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from energies.accounts.models import User
from energies.curation import drafts, review, spam_signals, writing
from energies.curation.models import Submission
from energies.curation.proposable import get, kinds
from tests.curation.pages import drawn
from tests.curation.proposing import PROJECT, fresh

REGISTER = "/participa/registra/"


def edit_of(one):
    return f"/el-meu-espai/propostes/{one.pk}/edita/"


@pytest.fixture
def blank(author_client, territory, vocabulary):
    """What the blank form holds, just opened."""
    return drawn(author_client.get(REGISTER))[0]


@pytest.fixture
def later(monkeypatch):
    """Returns a function that puts the clock of the proposals forward by some seconds."""
    now = timezone.now

    def wait(seconds):
        monkeypatch.setattr(spam_signals.timezone, "now", lambda: now() + timedelta(seconds=seconds))

    return wait


def send(client, path, held):
    assert client.post(path, held | {"send": "1"}).status_code == 302
    return Submission.objects.get()


def test_who_sends_it_the_moment_it_is_opened_is_marked(author_client, blank):
    assert send(author_client, REGISTER, blank | PROJECT).marks == ["fast"]


def test_who_takes_their_time_is_not(author_client, blank, later):
    later(30)
    assert send(author_client, REGISTER, blank | PROJECT).marks == []


def test_who_takes_up_a_draft_of_before_is_not_marked_however_soon_they_send_it(author_client, blank, later):
    author_client.post(REGISTER, blank | PROJECT | {"save": "draft"})
    one = Submission.objects.get()
    later(3600)
    assert send(author_client, edit_of(one), drawn(author_client.get(edit_of(one)))[0]).marks == []


def test_who_mends_one_error_is_not_marked_and_a_machine_that_does_is(author_client, blank, later):
    answer = author_client.post(REGISTER, blank | PROJECT | {"summary": [""], "send": "1"})
    assert answer.status_code == 422
    mended = drawn(answer, REGISTER)[0] | {"summary": ["Cuida el Rec."]}
    assert "opened" not in mended
    path = edit_of(Submission.objects.get())
    later(30)
    assert send(author_client, path, mended).marks == []


def test_another_page_does_not_make_an_old_form_a_new_one(author_client, blank):
    author_client.post(REGISTER, blank | PROJECT | {"summary": [""], "send": "1"})
    one = Submission.objects.get()
    assert send(author_client, edit_of(one), drawn(author_client.get(edit_of(one)))[0] | PROJECT).marks == ["fast"]


@pytest.mark.parametrize(
    "opened",
    ["", "form:abc", signing.dumps(["another page", 0], salt=spam_signals.SALT)],
    ids=["none", "no stamp", "of another page"],
)
def test_what_does_not_tell_when_it_was_opened_tells_nothing(author_client, blank, opened):
    assert send(author_client, REGISTER, blank | PROJECT | {"opened": [opened]}).marks == []


@pytest.mark.parametrize("kind", [one.kind for one in kinds()])
def test_a_second_sending_is_never_fast_nor_many(kind, author):
    """Of every kind: who adds what was asked for, at once, has read it."""
    one = drafts.start(get(kind), author, "ca")
    one.opened_at, one.revision = timezone.now(), 1
    assert spam_signals.marks(one, {}, {}, many=True) == []
    one.revision = 0
    assert spam_signals.marks(one, {}, {}, many=True) == ["fast", "many"]


def test_many_from_one_network_address_are_marked_whoever_sends_them(territory, vocabulary, monkeypatch):
    monkeypatch.setitem(writing.SENT_FROM.__dict__, "most", 1)
    marks = []
    for number, address in enumerate(["192.0.2.1", "192.0.2.1", "192.0.2.2"]):
        person = Client(REMOTE_ADDR=address)
        person.force_login(User.objects.create_user(f"autora{number}@exemple.cat"))
        assert person.post(REGISTER, PROJECT | {"name": [f"Rec {number}"], "send": "1"}).status_code == 302
        marks.append(Submission.objects.latest("pk").marks)
    assert marks == [[], ["many"], []]


def test_many_from_one_person_are_marked_wherever_they_are(author_client, territory, vocabulary, monkeypatch):
    monkeypatch.setitem(writing.SENT.__dict__, "most", 1)
    marks = []
    for number in range(2):
        data = PROJECT | {"name": [f"Rec {number}"], "send": "1"}
        author_client.post(REGISTER, data, REMOTE_ADDR=f"192.0.2.{number}")
        marks.append(Submission.objects.latest("pk").marks)
    assert marks == [[], ["many"]]


def test_links_that_were_public_before_are_nobodys_doing(propose, change, staff_user):
    long = " ".join(f"https://exemple.cat/{number}" for number in range(6))
    project = review.approve(propose(description=[long]), by=staff_user, revision=1)
    one = change(project, schedule=["Dijous"])
    assert spam_signals.marks(one, {}, one.values) == []
    assert spam_signals.marks(one, {}, one.values | {"description": f"{long} https://exemple.cat/7"}) == ["links"]


def test_a_link_counts_once_however_it_is_written(propose):
    one = propose()
    assert spam_signals.marks(one, {}, {"text": "http https http:// " + "https://www.exemple.cat " * 3}) == []


def test_what_the_team_let_be_is_not_shown_again_when_it_is_sent_again(author_client, reviewer, propose):
    one = propose()
    Submission.objects.filter(pk=one.pk).update(marks=["links"])
    assert "hi ha molts enllaços" in reviewer.get(f"/gestio/{one.pk}/").text
    reviewer.post(f"/gestio/{one.pk}/avisos/")
    assert "Per mirar dues vegades" not in reviewer.get(f"/gestio/{one.pk}/").text
    fresh(one).submit(one.values | {"schedule": "Sempre"}, marks=["links", "trap"])
    assert fresh(one).marks == ["trap"]


def test_what_the_team_has_read_before_asking_is_not_shown_again(propose, staff_user):
    one = propose()
    Submission.objects.filter(pk=one.pk).update(marks=["fast", "links"])
    review.ask(fresh(one), by=staff_user, revision=1, text="Quin dia?")
    again = fresh(one)
    assert again.marks == []
    again.submit(one.values | {"schedule": "Dijous"}, marks=["links"])
    assert fresh(one).marks == []
