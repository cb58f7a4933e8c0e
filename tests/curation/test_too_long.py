"""Texts that are sent by themselves (answers, reasons) and are too long come back whole, to be shortened and sent."""

import pytest
from django.urls import reverse

from energies.curation import review
from energies.curation.models import SubmissionMessage
from tests.curation.proposing import PROJECT

LONG = "paraula\n" * 600


@pytest.fixture
def asked(propose, staff_user):
    one = propose()
    review.ask(one, by=staff_user, revision=1, text="Quin any?", fields=[])
    return one


def test_an_answer_of_its_author(author_client, asked):
    path = reverse("submission_act", args=[asked.pk])
    page = author_client.post(path, {"act": "answer", "text": LONG})
    assert page.status_code == 422 and "hi caben 4000 caràcters i n’hi ha 4799. Treu-ne 799." in page.text
    assert LONG.strip() in page.text and '<input type="hidden" name="act" value="answer">' in page.text
    assert not SubmissionMessage.objects.filter(text__startswith="paraula").exists()
    assert author_client.post(path, {"act": "answer", "text": LONG[:4000]}).status_code == 302


def test_a_word_of_the_team_and_a_decision(reviewer, propose):
    one = propose()
    page = reviewer.post(reverse("review_write", args=[one.pk]), {"note-text": LONG})
    assert page.status_code == 422 and LONG.strip() in page.text
    page = reviewer.post(reverse("review_decide", args=[one.pk]), {"act": "ask", "revision": 1, "text": LONG})
    assert page.status_code == 422 and LONG.strip() in page.text and "Treu-ne 799." in page.text


def test_a_reason_of_the_team(reviewer, make_project):
    path = reverse("entry_act", args=["project", make_project().pk])
    page = reviewer.post(path, {"act": "hide", "why": LONG})
    assert page.status_code == 422 and LONG.strip() in page.text and "Treu-ne 4299." in page.text


def test_lines_are_counted_as_the_browser_counts_them(author_client, asked):
    path = reverse("submission_act", args=[asked.pk])
    fits = ("a\r\n" * 2000).strip()
    assert author_client.post(path, {"act": "answer", "text": fits}).status_code == 302
    assert SubmissionMessage.objects.filter(text=fits.replace("\r\n", "\n")).exists()


def test_a_summary_of_a_proposal(author_client, territory, vocabulary):
    long = "Fem moltes coses i les volem explicar totes. " * 5
    answer = author_client.post("/participa/registra/", PROJECT | {"summary": long, "send": "1"})
    assert answer.status_code == 422 and long.strip() in answer.text
    assert "Què feu, en una frase: Escurça-ho: hi caben 160" in answer.text or "Escurça-ho: hi caben 160" in answer.text
    assert "maxlength" not in answer.text and "Treu-ne 64." in answer.text


def test_the_form_says_its_limits_without_javascript(author_client, territory, vocabulary):
    page = author_client.get("/participa/registra/").text
    assert '<noscript><p class="hint">Fins a 8000 caràcters.</p></noscript>' in page
    assert 'data-limit="160"' in page and 'dir="auto"' in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_counter_says_what_is_left_and_what_is_over_and_cuts_nothing(page, live_server):
    page.goto(f"{live_server.url}/contacte/")
    field = page.locator("#id_name")
    field.fill("x" * 80)
    assert page.locator("#id_name + [role=status]").text_content() == ""
    field.fill("🪴" * 119)
    page.get_by_text("Queda 1 caràcter", exact=True).wait_for()
    field.fill("x" * 160)
    page.get_by_text("Te’n sobren 40", exact=True).wait_for()
    assert len(field.input_value()) == 160
