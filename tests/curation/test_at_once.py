"""Two people at the same instant: one wins, the other is told, nothing is lost or doubled."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from energies.accounts.models import User
from energies.curation import draft_sync, drafts, review, team_changes
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.kernel.transitions import TransitionNotAllowed
from projects.models import Project

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.at_once]


def at_once(*acts):
    """Run the acts in threads that start together; return what each returned or raised."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        barrier.wait()
        try:
            results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture(autouse=True)
def a_database_that_threads_share():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a SQLite database in memory is one connection’s alone: set TEST_SQLITE_FILE")


def test_two_reviewers_approve_one_proposal_once(propose, staff_user):
    one, colleague = propose(), User.objects.create_superuser("quim@exemple.cat")
    results = at_once(
        *(
            lambda by=by: review.approve(Submission.objects.get(pk=one.pk), by=by, revision=1)
            for by in (staff_user, colleague)
        )
    )
    assert sorted(type(result).__name__ for result in results) == ["Project", "TransitionNotAllowed"]
    assert Project.objects.count() == 1


def test_the_author_sends_again_while_it_is_approved(propose, staff_user):
    one = propose()
    results = at_once(
        lambda: review.approve(Submission.objects.get(pk=one.pk), by=staff_user, revision=1),
        lambda: Submission.objects.get(pk=one.pk).submit(one.values | {"summary": "Una altra frase."}),
    )
    now = Submission.objects.get(pk=one.pk)
    (overtaken,) = [result for result in results if isinstance(result, TransitionNotAllowed)]
    assert overtaken
    if now.state == "approved":
        assert Project.objects.get().summary == "Cuida l’últim tram obert del Rec."
    else:
        assert (now.state, now.revision, now.values["summary"]) == ("pending", 2, "Una altra frase.")
        assert not Project.objects.exists()


def test_approving_twice_makes_one(propose, staff_user):
    one = propose()
    results = at_once(
        *[lambda: review.approve(Submission.objects.get(pk=one.pk), by=staff_user, revision=1) for _ in range(4)]
    )
    assert sorted(type(result).__name__ for result in results) == ["Project"] + ["TransitionNotAllowed"] * 3
    assert Project.objects.count() == 1


def test_one_approves_while_another_declines(propose, staff_user):
    one = propose()
    at_once(
        lambda: review.approve(Submission.objects.get(pk=one.pk), by=staff_user, revision=1),
        lambda: review.decline(Submission.objects.get(pk=one.pk), by=staff_user, revision=1, text="No."),
    )
    assert Project.objects.count() == (Submission.objects.get(pk=one.pk).state == "approved")


@pytest.fixture
def draft(propose):
    """A draft with a page that shows it, and what a page sends of it."""
    one = propose()
    Submission.objects.filter(pk=one.pk).update(state="draft")
    return Submission.objects.get(pk=one.pk)


def kept(draft, number, **more):
    """Return an act: a tab of its own that keeps the draft as it was drawn, but for ``more``."""
    page = draft_sync.OpenForm(f"{number:022}", draft_sync.drawn(get("project").form(initial=draft.data), draft.data))
    return lambda: drafts.save_page(Submission.objects.get(pk=draft.pk), draft.data | more, page)


def test_two_tabs_keep_one_draft_at_the_same_instant_and_both_are_there(draft):
    results = at_once(kept(draft, 1, summary=["Una altra frase."]), kept(draft, 2, schedule=["Dijous"]))
    assert [type(result).__name__ for result in results] == ["MergedDraft", "MergedDraft"]
    now = Submission.objects.get(pk=draft.pk)
    assert (now.data["summary"], now.data["schedule"], now.clashes) == (["Una altra frase."], ["Dijous"], {})


def test_two_tabs_write_in_one_field_at_the_same_instant_and_both_texts_are_there(draft):
    at_once(*(kept(draft, number, summary=[f"Frase {number}"]) for number in range(4)))
    now = Submission.objects.get(pk=draft.pk)
    said = [*now.data["summary"], *(text for page in now.clashes["summary"].values() for text in page["summary"])]
    assert sorted(said) == [f"Frase {number}" for number in range(4)]


def test_a_draft_that_is_sent_and_deleted_at_once_is_one_or_the_other(territory, vocabulary, author):
    one = drafts.start(get("project"), author, "ca")
    one.save()
    results = at_once(
        lambda: drafts.delete(Submission.objects.get(pk=one.pk)),
        lambda: Submission.objects.get(pk=one.pk).submit({"name": "Rec Viu"}),
    )
    there = Submission.objects.filter(pk=one.pk).first()
    assert (there is None and results[0] is None) or (
        there.state == "pending" and isinstance(results[0], TransitionNotAllowed)
    )


def test_one_page_begins_one_draft_however_often_it_is_sent_at_once(territory, vocabulary, author):
    page = draft_sync.OpenForm("p" * 22)
    at_once(
        *(lambda: drafts.begin(drafts.start(get("project"), author, "ca"), {"name": ["Rec"]}, page) for _ in range(4))
    )
    assert Submission.objects.count() == 1


def test_one_form_sent_twice_at_the_same_instant_is_one_sending(propose):
    one = propose()
    values = one.values | {"schedule": "Dijous"}
    results = at_once(*(lambda: Submission.objects.get(pk=one.pk).submit(values) for _ in range(2)))
    assert sorted(results) == [False, True] and Submission.objects.get(pk=one.pk).revision == 2


def test_a_change_begun_twice_at_the_same_instant_is_one_draft(propose, author, staff_user):
    project = review.approve(propose(), by=staff_user, revision=1)
    at_once(*(lambda: drafts.open_change(get("project"), author, project, "ca") for _ in range(4)))
    at_once(
        *(lambda: team_changes.open_draft(project, by=staff_user, awaits="nobody", language="ca") for _ in range(4))
    )
    assert Submission.objects.filter(state="draft").count() == 2
