"""Each who reads of a proposal is told where it stands in their own words, and nobody is said to look who does not."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation

from energies.accounts.models import User
from energies.curation import review, team_changes
from energies.curation.models import Submission
from energies.curation.status_texts import Audience, status_text
from tests.curation.proposing import fresh

State, Awaits = Submission.State, Submission.Awaits
ALL = list(product(State, Awaits, (None, 1)))


def a_proposal(state, awaits, assigned, **fields):
    sent = {"waiting_since": timezone.now()} if state == State.PENDING else {}
    return Submission(state=state, awaits=awaits, assigned_to_id=assigned, **sent, **fields)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize(("state", "awaits", "assigned"), ALL)
def test_each_reader_has_words_for_every_state(language, state, awaits, assigned):
    with translation.override(language):
        one = a_proposal(state, awaits, assigned)
        told = {reader: status_text(one, reader) for reader in Audience}
    assert all(stands.words for stands in told.values())
    # In English a draft is called what it is kept as.
    assert language == "en" or state.value not in {stands.words for stands in told.values()}
    # Whoever writes and whoever is asked read a sentence that says what it means; of what is public, the page links to it.
    assert all(told[reader].sentence for reader in (Audience.AUTHOR, Audience.OTHER) if state != State.APPROVED)
    if state == State.PENDING and awaits == Awaits.STAFF:
        assert len({stands.words for stands in told.values()}) == 3


@pytest.mark.parametrize(("state", "awaits", "assigned"), ALL)
def test_somebody_is_said_to_look_only_once_they_have_taken_it_on(state, awaits, assigned):
    stands = status_text(a_proposal(state, awaits, assigned), Audience.AUTHOR)
    looks = state == State.PENDING and awaits == Awaits.STAFF and assigned is not None
    assert ("mirant" in stands.words or "se n’ha fet càrrec" in stands.sentence) == looks


@pytest.mark.parametrize("awaits", Awaits)
def test_who_is_asked_reads_that_it_waits_for_them_and_nobody_else_does(awaits):
    words = {reader: status_text(a_proposal(State.PENDING, awaits, None), reader).words for reader in Audience}
    assert ("espera la vostra resposta" in words[Audience.OTHER]) == (awaits == Awaits.ENTITY)
    assert "vostra" not in words[Audience.AUTHOR] + words[Audience.TEAM]


def test_the_days_are_promised_until_they_have_gone_by(settings):
    settings.ANSWER_DAYS = 3
    one = a_proposal(State.PENDING, Awaits.STAFF, None)
    assert "com a molt en 3 dies laborables" in status_text(one, Audience.AUTHOR).sentence
    one.waiting_since -= timezone.timedelta(days=30)
    stands = status_text(one, Audience.AUTHOR)
    assert stands.words == "fem tard" and "laborables" not in stands.sentence


@pytest.fixture
def in_every_state(propose, change, staff_user, author):
    """Proposals of the author in every state, and one of the team that waits for the entity."""
    project = review.approve(propose(), by=staff_user, revision=1)
    asked, declined, withdrawn = (propose(name=[name]) for name in ("Un", "Dos", "Tres"))
    review.ask(asked, by=staff_user, revision=1, text="I l’hora?")
    review.decline(declined, by=staff_user, revision=1, text="No.")
    withdrawn.withdraw()
    propose(name=["Quatre"]).take_on(staff_user)
    again = propose(name=["Cinc"])
    again.withdraw()
    again.resume()
    partly = change(project, schedule=["Dijous"], address=["Carrer del Rec, 1"])
    review.approve(partly, by=staff_user, revision=1, taken=set(partly.values) - {"address"}, text="Sense l’adreça.")
    change(project, schedule=["Divendres"])
    theirs = team_changes.open_draft(project, by=staff_user, awaits="entity", language="ca")
    theirs.submit(theirs.base | {"summary": "Una altra frase."})
    return project


def test_no_page_says_the_state_as_it_is_kept(in_every_state, author, reviewer, monkeypatch):
    def fail(self):
        raise AssertionError("A state is said in the words of nobody.")

    monkeypatch.setattr(Submission, "get_state_display", fail)
    person = Client()
    person.force_login(author)
    assert {one.state for one in Submission.objects.all()} == set(State)
    pages = [person.get("/el-meu-espai/"), reviewer.get(f"/gestio/fitxes/project/{in_every_state.pk}/")]
    pages += [reviewer.get(f"/gestio/?queue={which}") for which in ("waiting", "asked", "entity", "decided")]
    for one in Submission.objects.all():
        pages += [person.get(f"/el-meu-espai/propostes/{one.pk}/")]
        pages += [reviewer.get(f"/gestio/{one.pk}/")] if one.state != State.DRAFT else []
    assert {page.status_code for page in pages} == {200}


def test_no_template_or_letter_asks_for_the_state_of_a_proposal():
    folders = (Path(settings.BASE_DIR) / "templates" / name for name in ("curation", "mail", "networks"))
    said = re.compile(r"(\w+)\.get_state_display")
    found = {
        (file.name, name)
        for folder in folders
        for file in folder.rglob("*.*")
        for name in said.findall(file.read_text("utf-8"))
    }
    # An entry is visible or hidden, an outcome stands as it stands: these are no proposals.
    assert not {(file, name) for file, name in found if name not in ("entry", "target", "outcome")} - {
        ("entries.html", "one")
    }


def test_the_author_is_told_that_it_has_arrived_and_then_who_looks(propose, author_client, reviewer):
    one = propose()
    for address in ("/el-meu-espai/", f"/el-meu-espai/propostes/{one.pk}/"):
        page = author_client.get(address).text
        assert "Ha arribat" in page and "mirant" not in page
    reviewer.post(f"/gestio/{one.pk}/encarrega-te-n/")
    assert "Ho estem mirant" in author_client.get("/el-meu-espai/").text
    assert "Per revisar" in reviewer.get(f"/gestio/{one.pk}/").text
    assert "estem mirant" not in reviewer.get(f"/gestio/{one.pk}/").text


def test_the_demo_tells_each_of_its_proposals(territory, vocabulary, staff_user):
    from energies.demo import loader, proposals

    call_command("load_pages", verbosity=0)
    loader.load(picture_width=160)
    proposals.load(staff_user)
    assert Submission.objects.count() > 5
    assert all(status_text(fresh(one), reader).words for one in Submission.objects.all() for reader in Audience)
    assert User.objects.filter(submissions__state="pending").exists()
