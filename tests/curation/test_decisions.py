"""Every kind with every decision about it, as each reader meets it: who decides, whose turn it is, what is said."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from energies.accounts.models import User
from energies.curation import decisions
from energies.curation.decisions import CorrectionDecision, Decision, KeepersDecision, OtherSidesDecision, TeamsDecision
from energies.curation.models import Submission
from energies.curation.proposable import AskedOfOthers, Maintained, get, kinds
from energies.curation.status_texts import Audience, status_text

State = Submission.State


def decided_by(kind):
    """Return the (Decision, whether it is of a change) that a proposal of a kind can wait for."""
    found = [(decision, False) for decision in decisions.every() if decision.key == kind.awaits and takes_new(decision)]
    changes = (TeamsDecision, KeepersDecision, CorrectionDecision) if isinstance(kind, Maintained) else ()
    return found + [(decision, True) for decision in changes]


def takes_new(decision):
    return decision.is_for(Submission(awaits=decision.key))


WALK = [(kind.kind, decision, change) for kind in kinds() for decision, change in decided_by(kind)]


def a_proposal(kind, decision, change, state=State.PENDING, **fields):
    when = timezone.now()
    sent = {"revision": 1, "submitted_at": when, "waiting_since": when} if state != State.DRAFT else {}
    about = {"base": {}, "object_id": 999} if change else {}
    one = Submission(kind=kind, version=1, awaits=decision.key, state=state, label="Una", **sent, **about, **fields)
    return one


def test_each_kind_waits_for_a_decision_that_is_there():
    assert {kind for kind, _decision, _change in WALK} == {one.kind for one in kinds()}
    for kind, decision, change in WALK:
        assert type(a_proposal(kind, decision, change).decision) is decision
    between_two = {kind for kind, decision, _change in WALK if decision is OtherSidesDecision}
    assert between_two == {one.kind for one in kinds() if isinstance(one, AskedOfOthers)}


@pytest.mark.parametrize(("kind", "decision", "change"), WALK)
def test_every_reader_and_page_has_words_for_it(kind, decision, change):
    for state, reader, assigned in product(State, Audience, (None, 1)):
        one = a_proposal(kind, decision, change, state, assigned_to_id=assigned)
        assert status_text(one, reader).words, (state, reader)
    one = a_proposal(kind, decision, change).decision
    assert all(map(str, one.form_words(get(kind).lead))) and one.replied_words() and one.seen_by()
    # What is put in place at once says so instead.
    assert decision is CorrectionDecision or one.sent_words()
    assert all(step.words for step in one.way(User(), get(kind).heading))
    assert all(one.taken_back(state, "1 de juny") for state in (State.APPROVED, State.DECLINED))


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "decision", "change"), WALK)
def test_whoever_reads_it_is_asked_only_for_what_is_theirs_to_say(
    kind, decision, change, staff_user, territory, reviewer
):
    people = {email: User.objects.create_user(f"{email}@exemple.cat") for email in ("autora", "altra")}
    one = a_proposal(kind, decision, False, author=people["autora"])
    one.save()
    if change:
        Submission.objects.filter(pk=one.pk).update(base={})
        one.base = {}
    readers = {**people, "equip": staff_user}
    may = {name for name, user in readers.items() if one.decision.may_decide(user)}
    assert may == ({"equip"} if decision.is_the_teams and decision is not CorrectionDecision else set())
    assert {name for name, user in readers.items() if one.decision.waits_for(user)} == may
    assert not any(one.decision.asks(user) or one.decision.may_read(user) for user in readers.values())
    queues = {queue for queue in ("waiting", "entity") if one in Submission.objects.in_queue(queue)}
    assert queues == ({decision.queue} - {""})
    pages = {name: Client() for name in people}
    for name, client in pages.items():
        client.force_login(people[name])
    path = f"/el-meu-espai/propostes/{one.pk}/"
    assert [pages[name].get(path).status_code for name in ("autora", "altra")] == [200, 404]
    if not change:
        page = reviewer.get(f"/gestio/{one.pk}/")
        assert page.status_code == (200 if decision.is_reviewed else 404)
        assert ('value="approve"' in page.text) == ("equip" in may and decision.is_reviewed)


def test_a_decision_is_asked_and_nobody_compares_its_key():
    folders = ("energies", "projects", "networks", "gatherings", "templates")
    files = [file for name in folders for file in (Path(settings.BASE_DIR) / name).rglob("*.*")]
    compared = re.compile(r"awaits\s*(==|!=|=\s*[\"'])|\.awaits\b(?! = )|Awaits\.")
    found = [
        (str(file), line)
        for file in files
        if file.suffix in (".py", ".html", ".txt") and "migrations" not in file.parts and "demo" not in file.parts
        for line in file.read_text("utf-8").splitlines()
        if compared.search(line) and not re.match(r"\s+awaits = ", line)
    ]
    # The default of the column, the name of what nobody brings, and a draft that begins as its kind says.
    assert {line.strip() for _file, line in found} <= {
        "awaits = models.CharField(max_length=6, default=Awaits.STAFF, db_default=Awaits.STAFF)  # the key of its Decision",
        "draft.awaits = AnswerProposable.awaits",
        "return submission.awaits == cls.key",
        "raise LookupError(submission.awaits)",
        "draft.awaits = proposable.awaits",
    }


def test_no_two_decisions_are_for_the_same_proposal():
    assert all(issubclass(one, Decision) for one in decisions.every())
    for kind, decision, change in WALK:
        one = a_proposal(kind, decision, change)
        assert [found for found in decisions.every() if found.is_for(one)] == [decision]
