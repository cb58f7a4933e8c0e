"""Two people at the same instant: one wins, the other is told, nothing is lost or doubled."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from energies.accounts.models import User
from energies.curation import review
from energies.curation.models import Submission
from energies.curation.models.submission import Overtaken
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
    assert sorted(type(result).__name__ for result in results) == ["Overtaken", "Project"]
    assert Project.objects.count() == 1


def test_the_author_sends_again_while_it_is_approved(propose, staff_user):
    one = propose()
    results = at_once(
        lambda: review.approve(Submission.objects.get(pk=one.pk), by=staff_user, revision=1),
        lambda: Submission.objects.get(pk=one.pk).submit(one.values | {"summary": "Una altra frase."}),
    )
    now = Submission.objects.get(pk=one.pk)
    (overtaken,) = [result for result in results if isinstance(result, Overtaken)]
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
    assert sorted(type(result).__name__ for result in results) == ["Overtaken"] * 3 + ["Project"]
    assert Project.objects.count() == 1


def test_one_approves_while_another_declines(propose, staff_user):
    one = propose()
    at_once(
        lambda: review.approve(Submission.objects.get(pk=one.pk), by=staff_user, revision=1),
        lambda: review.decline(Submission.objects.get(pk=one.pk), by=staff_user, revision=1, text="No."),
    )
    assert Project.objects.count() == (Submission.objects.get(pk=one.pk).state == "approved")
