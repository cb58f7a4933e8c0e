"""The team's queue and what it decides, in words the author understands."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from energies.curation import review
from energies.curation.models import DeclineReason, Submission
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


def test_the_queue_shows_the_longest_waiting_first_and_counts(propose, reviewer):
    first, second = propose(), propose("entity")
    page = reviewer.get("/gestio/")
    assert [one.pk for one in page.context["page"]] == [first.pk, second.pk]
    counts = {key: count for key, _label, count in page.context["queues"]}
    assert counts == {
        "waiting": 2,
        "new": 2,
        "changes": 0,
        "marked": 0,
        "mine": 0,
        "asked": 0,
        "entity": 0,
        "decided": None,
    }


def test_an_empty_queue_says_what_appears_there(reviewer):
    assert "El que envia la gent" in reviewer.get("/gestio/?queue=changes").text


def test_more_proposals_cost_no_more_queries(propose, reviewer):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert reviewer.get("/gestio/").status_code == 200
        return len(queries)

    for number in range(3):
        propose(name=[f"Projecte {number}"])
    few = cost()
    for number in range(3, 12):
        propose(name=[f"Projecte {number}"])
    assert cost() == few


def test_approving_makes_it_public_and_writes_to_the_author(propose, decide, client):
    one = propose()
    decide(one, "approve", text="Benvingudes!")
    project = Project.objects.get()
    assert client.get(project.get_absolute_url()).status_code == 200
    (letter,) = mail.outbox
    assert letter.subject == "Ja ets al mapa: Rec Viu" and letter.to == ["autora@exemple.cat"]
    assert "Benvingudes!" in letter.body and project.get_absolute_url() in letter.body


def test_asking_needs_words_and_brings_them_to_the_author(propose, decide, author_client):
    one = propose()
    answer = decide(one, "ask")
    assert answer.status_code == 422 and "Escriu què hi falta" in answer.text
    decide(one, "ask", text="Quin dia feu les visites?", field=["schedule"])
    assert fresh(one).state == "asked" and "Quin dia feu les visites?" in mail.outbox[0].body
    assert "Et demanem" in author_client.get("/el-meu-espai/").text
    assert "Quin dia feu les visites?" in author_client.get(f"/el-meu-espai/propostes/{one.pk}/edita/").text


def test_declining_needs_a_reason_or_words(propose, decide):
    reason = DeclineReason.objects.create(text="És una activitat comercial.")
    one = propose()
    assert decide(one, "decline").status_code == 422
    decide(one, "decline", reason=reason.pk)
    assert (fresh(one).state, fresh(one).reason) == ("declined", reason)
    assert "És una activitat comercial." in mail.outbox[0].body


def test_the_reasons_come_with_the_site_once(db):
    for _ in range(2):
        call_command("load_pages", verbosity=0)
    assert DeclineReason.objects.count() >= 4


def test_a_note_is_for_the_team_alone(propose, reviewer, author_client):
    one = propose()
    reviewer.post(f"/gestio/{one.pk}/escriu/", {"note-text": "Truco demà", "internal": "1"})
    assert "Truco demà" in reviewer.get(f"/gestio/{one.pk}/").text
    assert "Truco demà" not in author_client.get(f"/el-meu-espai/propostes/{one.pk}/").text


def test_they_talk(propose, reviewer, author_client, django_capture_on_commit_callbacks):
    one = propose()
    with django_capture_on_commit_callbacks(execute=True):
        reviewer.post(f"/gestio/{one.pk}/escriu/", {"note-text": "Teniu clau?"})
    assert "Teniu clau?" in mail.outbox[0].body
    author_client.post(f"/el-meu-espai/propostes/{one.pk}/fes/", {"act": "answer", "text": "Sí, dues."})
    assert "Sí, dues." in reviewer.get(f"/gestio/{one.pk}/").text


def test_somebody_takes_it_on_and_leaves_it(propose, reviewer, staff_user):
    one = propose()
    for _twice in range(2):
        reviewer.post(f"/gestio/{one.pk}/encarrega-te-n/", {"act": "take"})
        assert fresh(one).assigned_to == staff_user
    assert 'value="leave"' in reviewer.get(f"/gestio/{one.pk}/").text
    reviewer.post(f"/gestio/{one.pk}/encarrega-te-n/", {"act": "leave"})
    assert fresh(one).assigned_to is None


def test_several_are_approved_together_after_saying_what_will_happen(propose, reviewer):
    ones = [propose(name=[f"Projecte {number}"]) for number in range(2)]
    chosen = {"act": "approve", "pk": [one.pk for one in ones]}
    page = reviewer.post("/gestio/alhora/", chosen)
    assert "Vols publicar 2 propostes?" in page.text and not Project.objects.exists()
    # One is sent again between the question and the answer.
    ones[0].submit(ones[0].values | {"schedule": "Cada dijous"})
    seen = {f"revision-{one.pk}": 1 for one in ones}
    answer = reviewer.post("/gestio/alhora/", chosen | seen | {"sure": "1"}, follow=True)
    assert [project.name for project in Project.objects.all()] == ["Projecte 1"]
    assert "tornat a enviar" in answer.text


def test_the_review_shows_what_changes_inside_a_text_and_in_lists(propose, change, staff_user, reviewer):
    project = review.approve(propose(), by=staff_user, revision=1)
    one = change(
        project,
        summary=["Cuida l’últim tram obert del Rec i l’explica."],
        **{"needs-0-text": ["Mans per a les visites"]},
    )
    page = reviewer.get(f"/gestio/{one.pk}/").text
    assert "<ins" in page and "<del" in page
    assert "Mans per a les visites</ins>" in page and "Mans per netejar la sèquia</del>" in page
    assert "Barri principal" not in page and "Mentrestant ha canviat" not in page


def test_what_may_be_the_same_is_told_to_the_team(propose, reviewer, make_entity):
    make_entity("Rec Viu", barri="54")
    page = reviewer.get(f"/gestio/{propose().pk}/").text
    assert "Possibles duplicats" in page and "Mentrestant ha canviat" not in page


def test_bad_requests_are_told_apart(propose, reviewer):
    one = propose()
    assert reviewer.post(f"/gestio/{one.pk}/decideix/", {"act": "explode"}).status_code == 400
    assert reviewer.post("/gestio/alhora/", {"act": "explode", "pk": one.pk}).status_code == 400
    assert reviewer.get("/gestio/999999/").status_code == 404
    assert Submission.objects.get().state == "pending"
