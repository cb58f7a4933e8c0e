"""Who proposes is told what the team asks about and what it left out, and the team what has changed since."""

import pytest
from django.core import mail

from energies.curation import review
from projects.models import Project
from tests.curation.proposing import fresh


@pytest.fixture
def decide(reviewer, django_capture_on_commit_callbacks):
    """Returns a function that decides about a proposal on its page; letters go out."""

    def act(submission, what, **data):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            return reviewer.post(
                f"/gestio/{submission.pk}/decideix/", {"act": what, "revision": submission.revision, **data}
            )

    return act


@pytest.fixture
def asked(propose, decide):
    """A project whose author was asked about its days and its translations."""
    one = propose()
    decide(one, "ask", text="Quin dia feu les visites?", field=["schedule", "texts", "image", "password"])
    return fresh(one)


def edit_of(one):
    return f"/el-meu-espai/propostes/{one.pk}/edita/"


def test_the_fields_asked_about_are_named_in_the_letter_in_the_language_of_the_author(propose, decide, author):
    author.language = "es"
    author.save()
    one = propose()
    decide(one, "ask", text="¿Qué día?", field=["schedule", "needs"])
    (letter,) = mail.outbox
    assert "- ¿Cuándo os encontramos?" in letter.body and "- ¿Qué buscáis?" in letter.body
    assert "schedule" not in letter.body


def test_the_fields_asked_about_are_marked_in_the_form_and_in_its_sections(asked, author_client):
    assert asked.asked_fields == ["image", "schedule", "texts"]
    page = author_client.get(edit_of(asked))
    form = page.context["form"]
    marked = {name for name, field in form.fields.items() if "Et demanem que ho miris" in str(field.help_text)}
    assert marked == {"schedule", "texts", "picture"} and form.marked == {"what", "where", "picture"}
    assert page.text.count("Et demanem que ho miris") == 3
    # Whoever does not see it hears it with the input.
    assert 'aria-describedby="id_schedule_helptext"' in page.text
    assert page.text.count("per mirar</span>") == 3
    assert "Quin dia feu les visites?" in page.text


def test_once_it_is_sent_again_nothing_is_marked_for_its_author(asked, author_client):
    asked.submit(asked.values | {"schedule": "Dijous"})
    assert "Et demanem que ho miris" not in author_client.get(edit_of(asked)).text


def test_the_next_review_says_what_changed_since_and_what_was_asked_and_stays(asked, reviewer):
    asked.submit(asked.values | {"schedule": "Dijous", "address": "Carrer del Rec, 1"})
    page = reviewer.get(f"/gestio/{asked.pk}/")
    assert {one.name for one in page.context["since"]} == {"schedule", "address"}
    assert set(page.context["unchanged"]) == {"Traduccions", "Foto"}
    assert "<del>Cada dissabte" in page.text and "<ins>Dijous</ins>" in page.text
    assert page.text.count("Hi havíem preguntat") >= 2


def test_what_is_sent_twice_before_anybody_reads_it_is_compared_with_what_was_read(asked, reviewer):
    asked.submit(asked.values | {"schedule": "Dijous"})
    asked.submit(asked.values | {"schedule": "Dijous", "address": "Carrer del Rec, 1"})
    assert {one.name for one in reviewer.get(f"/gestio/{asked.pk}/").context["since"]} == {"schedule", "address"}
    review.ask(asked, by=fresh(asked).messages.first().by, revision=3, text="I el telèfon?")
    asked.submit(asked.values | {"public_phone": "93 000 00 00"})
    assert [one.name for one in reviewer.get(f"/gestio/{asked.pk}/").context["since"]] == ["public_phone"]


def test_a_first_sending_has_nothing_to_be_compared_with(propose, reviewer):
    assert "des de l’última vegada" not in reviewer.get(f"/gestio/{propose().pk}/").text


def test_sending_again_does_not_begin_the_wait_anew(propose):
    one = propose()
    since = fresh(one).waiting_since
    one.submit(one.values | {"schedule": "Dijous"})
    assert fresh(one).waiting_since == since < fresh(one).submitted_at


def test_a_part_left_out_is_told_with_why_in_the_letter_and_on_the_screen(
    propose, change, staff_user, decide, author_client
):
    project = review.approve(propose(), by=staff_user, revision=1)
    one = change(project, schedule=["Dijous"], address=["Carrer del Rec, 1"])
    decide(one, "approve", choosing="1", take=["schedule"], text="L’adreça és una casa.")
    (letter,) = mail.outbox
    assert letter.subject == "Se n’ha publicat una part: Rec Viu"
    assert "- Adreça o punt de trobada" in letter.body and "L’adreça és una casa." in letter.body
    assert "Quan" not in letter.body.partition("sense això")[2].partition("L’adreça és")[0]
    page = author_client.get(f"/el-meu-espai/propostes/{one.pk}/").text
    assert page.count("Va quedar fora") == 1 and "L’adreça és una casa." in page and "Carrer del Rec, 1" in page
    assert Project.objects.get().address == ""


def test_leaving_a_part_out_needs_words_and_keeps_what_was_ticked(propose, change, staff_user, decide):
    project = review.approve(propose(), by=staff_user, revision=1)
    one = change(project, schedule=["Dijous"], address=["Carrer del Rec, 1"])
    page = decide(one, "approve", choosing="1", take=["schedule"], field=["address"])
    assert page.status_code == 422 and "per què en deixes fora una part" in page.text
    assert 'name="take" value="schedule" checked' in page.text
    assert 'name="take" value="address" form' in page.text and 'name="field" value="address" checked' in page.text
    assert fresh(one).state == "pending" and not mail.outbox


def test_lines_stay_lines_and_a_comma_is_no_other_word(propose, change, staff_user, reviewer):
    project = review.approve(propose(description=["Cosim\nplegades."]), by=staff_user, revision=1)
    page = reviewer.get(f"/gestio/{change(project, description=['Cosim, i parlem\nplegades.']).pk}/").text
    assert "Cosim<ins>, i parlem</ins><br>plegades." in page.replace("\n", "")
