"""A decision taken back: both sides are told by a letter that names the earlier one, and nothing else has moved."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from energies.accounts.models import User
from energies.curation import merge, reopening, review, team_changes
from energies.curation.models import DeclineReason, Submission
from energies.curation.proposable import CannotApply, get
from energies.kernel.transitions import TransitionNotAllowed
from projects.models import Project
from tests.curation.proposing import fresh, sent

WHY = "Ens vam equivocar de fitxa."


@pytest.fixture
def post(django_capture_on_commit_callbacks):
    """Returns a function that posts as somebody and lets letters go out; gives the last page."""

    def send(client, path, **data):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, data, follow=True)

    return send


@pytest.fixture
def project(propose, staff_user):
    return review.approve(propose(), by=staff_user, revision=1)


@pytest.fixture
def changed(project, change, staff_user):
    """A change to the project that was approved."""
    one = change(project, summary=["Una altra frase."], contact_email=["nou@exemple.cat"])
    review.approve(one, by=staff_user, revision=1)
    return one


def path_of(one):
    return reverse("review_reopen", args=[one.pk])


def test_a_declined_proposal_waits_again_and_its_author_is_told(propose, staff_user, reviewer, post, author_client):
    one = propose()
    review.decline(one, by=staff_user, revision=1, text="No pot ser.")
    page = reviewer.get(reverse("review", args=[one.pk]))
    assert "Torna enrere la decisió" in page.text and path_of(one) in page.text
    post(reviewer, path_of(one), text=WHY)
    one = fresh(one)
    assert (one.state, one.decided_at, one.decided_by, one.reason) == ("pending", None, None, None)
    (letter,) = mail.outbox
    assert letter.to == ["autora@exemple.cat"] and WHY in letter.body and one.get_absolute_url() in letter.body
    assert date_format(timezone.localdate(), "DATE_FORMAT") in letter.body
    assert author_client.get(one.get_absolute_url()).status_code == 200
    assert review.approve(one, by=staff_user, revision=1).is_visible


def test_the_reason_is_compulsory(propose, staff_user, reviewer, post):
    one = propose()
    review.decline(one, by=staff_user, revision=1, text="No pot ser.")
    page = post(reviewer, path_of(one), text="  ")
    assert page.status_code == 422 and "Escriu per què tornes enrere" in page.text
    assert fresh(one).state == "declined" and not mail.outbox


def test_an_approved_change_goes_back_to_how_it_was_and_waits_again(project, changed, reviewer, post):
    before = get("project").values_at(changed.change.before) | {"contact_email": changed.base["contact_email"]}
    page = post(reviewer, path_of(changed), text=WHY)
    assert page.status_code == 200
    again = Project.everything.get(pk=project.pk)
    values = get("project").values_of(again)
    assert merge.changes(before, before, values) == []
    one = fresh(changed)
    assert (one.state, one.change, one.taken) == ("pending", None, None)
    (letter,) = mail.outbox
    assert letter.to == ["autora@exemple.cat"] and "Torna a ser com abans" in letter.subject and WHY in letter.body
    again = review.approve(one, by=User.objects.get(email="equip@exemple.cat"), revision=one.revision)
    assert again.summary == "Una altra frase." and again.contact_email == "nou@exemple.cat"


def test_what_has_changed_since_is_brought_back_from_its_history(project, changed, change, staff_user, reviewer, post):
    review.approve(change(project, schedule=["Dijous"]), by=staff_user, revision=1)
    page = post(reviewer, path_of(changed), text=WHY)
    assert "Després ha tornat a canviar" in page.text and fresh(changed).state == "approved" and not mail.outbox
    assert reverse("entry", args=["project", project.pk]) in page.text


def test_what_made_something_new_is_hidden_from_its_page_and_its_people_are_told(project, reviewer, post):
    made = Submission.objects.get()
    page = post(reviewer, path_of(made), text=WHY)
    assert "amaga-la o retira-la" in page.text and fresh(made).state == "approved"
    act = reverse("entry_act", args=["project", project.pk])
    for doing, words in (("hide", "Hem amagat"), ("show", "torna a ser públic"), ("remove", "Hem retirat")):
        post(reviewer, act, act=doing, why=WHY)
        (letter,) = mail.outbox
        assert letter.to == ["autora@exemple.cat"] and words in letter.subject and WHY in letter.body
        assert doing != "show" or date_format(timezone.localdate(), "DATE_FORMAT") in letter.body


def test_a_correction_of_facts_is_undone_and_those_who_were_told_are_told(project, staff_user, reviewer, post):
    draft = team_changes.open_draft(project, by=staff_user, awaits="nobody", language="ca")
    form = draft.data | {"understood": ["on"], "barri": ["65"], "why": ["Ens ho han dit."], "send": ["1"]}
    post(reviewer, reverse("submission_edit", args=[draft.pk]), **form)
    assert Project.everything.get(pk=project.pk).barri_id == "65"
    post(reviewer, path_of(draft), text=WHY)
    assert Project.everything.get(pk=project.pk).barri_id == "54" and fresh(draft).state == "withdrawn"
    (letter,) = mail.outbox
    assert letter.to == ["autora@exemple.cat"] and "desfet la correcció" in letter.body


@pytest.mark.parametrize("answer", ["accept", "refuse"])
def test_the_entity_takes_its_own_answer_back_and_the_team_is_told(
    project, staff_user, author_client, reviewer, post, answer
):
    draft = team_changes.open_draft(project, by=staff_user, awaits="entity", language="ca")
    sent(draft, draft.data | {"understood": ["on"], "summary": ["Un text de l’equip."]})
    act = reverse("submission_act", args=[draft.pk])
    post(author_client, act, act=answer, text="No.")
    page = author_client.get(draft.get_absolute_url())
    assert "Torna enrere la decisió" in page.text
    assert post(reviewer, path_of(draft), text=WHY).status_code == 200
    assert fresh(draft).state != "pending", "it is the entity’s answer"
    post(author_client, act, act="reopen", text=WHY)
    assert fresh(draft).state == "pending" and Project.everything.get(pk=project.pk).summary != "Un text de l’equip."
    (letter,) = mail.outbox
    assert letter.to == [staff_user.email] and WHY in letter.body


def test_the_author_does_not_take_the_teams_decision_back(propose, staff_user, author_client, post):
    one = propose()
    review.decline(one, by=staff_user, revision=1, text="No pot ser.")
    assert "Torna enrere" not in author_client.get(one.get_absolute_url()).text
    assert post(author_client, reverse("submission_act", args=[one.pk]), act="reopen", text=WHY).status_code == 404
    assert post(author_client, path_of(one), text=WHY).status_code == 403
    assert post(Client(), path_of(one), text=WHY).status_code == 401
    assert fresh(one).state == "declined"


def test_of_two_who_take_it_back_the_second_is_told(propose, staff_user):
    one = propose()
    review.decline(one, by=staff_user, revision=1, text="No pot ser.")
    also = fresh(one)
    reopening.reopen(one, by=staff_user, text=WHY)
    with pytest.raises(TransitionNotAllowed):
        reopening.reopen(also, by=staff_user, text=WHY)


def test_nobody_else_gets_back_from_a_decision(propose, staff_user):
    one = propose()
    review.decline(one, by=staff_user, revision=1, text="No pot ser.")
    for act in (one.withdraw, one.resume, lambda: one.submit(one.values)):
        with pytest.raises(TransitionNotAllowed):
            act()


def test_a_text_that_was_deleted_is_not_reopened(propose, staff_user):
    one = propose()
    review.decline(one, by=staff_user, revision=1, text="No pot ser.")
    Submission.objects.filter(pk=one.pk).update(values={}, data={})
    with pytest.raises(CannotApply, match="ha esborrat el text"):
        reopening.reopen(fresh(one), by=staff_user, text=WHY)


def test_the_thread_keeps_what_had_been_decided_when_and_why(propose, staff_user, reviewer, post, author_client):
    one = propose()
    reason = DeclineReason.objects.create(text="Es fa fora de Barcelona.", text_ca="Es fa fora de Barcelona.")
    review.decline(one, by=staff_user, revision=1, reason=reason, text="No pot ser.")
    Submission.objects.filter(pk=one.pk).update(decided_at=datetime(2026, 3, 9, 12, tzinfo=UTC))
    post(reviewer, path_of(one), text=WHY)
    told = f"S’havia desestimat el 9 de març de 2026. Motiu: Es fa fora de Barcelona.<br><br>{WHY}"
    assert told in reviewer.get(reverse("review", args=[one.pk])).text
    assert told in author_client.get(one.get_absolute_url()).text
    assert "S’havia" not in mail.outbox[0].body


def test_the_thread_keeps_that_a_change_had_been_approved(changed, reviewer, post):
    post(reviewer, path_of(changed), text=WHY)
    assert fresh(changed).messages.last().text.startswith("S’havia aprovat el ")
