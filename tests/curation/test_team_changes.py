"""What the team may do to what speaks for itself: propose, correct facts, bring back, hide; never rewrite."""

import pytest
from django.core import mail
from django.test import Client

from energies.curation import review
from energies.curation.models import Change, Submission
from projects.models import Project
from tests.curation.proposing import fresh


@pytest.fixture
def project(propose, staff_user):
    return review.approve(propose(), by=staff_user, revision=1)


@pytest.fixture
def desk(reviewer, django_capture_on_commit_callbacks):
    """Returns a function that posts as the team and lets letters go out; gives the last page."""

    def post(path, **data):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            return reviewer.post(path, data, follow=True)

    return post


@pytest.fixture
def begin(desk, project):
    """Returns a function that opens the team’s form about the project and sends it with changes."""

    def act(what, *, why="Ens ho ha dit una veïna.", **data):
        page = desk(f"/gestio/fitxes/project/{project.pk}/fes/", act=what)
        submission = page.context["submission"]
        typed = submission.data | {"understood": ["on"], "why": [why]} | data
        return submission, desk(f"/el-meu-espai/propostes/{submission.pk}/edita/", **typed, send="1")

    return act


def again(project):
    return Project.everything.get(pk=project.pk)


def test_the_directory_finds_what_is_hidden_too(project, reviewer, staff_user):
    project.hide(by=staff_user, why="prova")
    page = reviewer.get("/gestio/fitxes/?kind=project&q=rec")
    assert "Rec Viu" in page.text and "amagat" in page.text.lower()
    assert "Res no es diu així" in reviewer.get("/gestio/fitxes/?kind=project&q=xyz").text


def test_a_proposed_change_waits_for_the_entity_and_is_told(begin, project, author_client):
    submission, _page = begin("propose", summary=["Un text de l’equip."])
    assert fresh(submission).state == "pending" and again(project).summary != "Un text de l’equip."
    (letter,) = mail.outbox
    assert letter.to == ["autora@exemple.cat"] and "Ens ho ha dit una veïna." in letter.body
    assert f"/el-meu-espai/propostes/{submission.pk}/" in letter.body
    assert "L’equip proposa un canvi" in author_client.get("/el-meu-espai/").text
    author_client.post(f"/el-meu-espai/propostes/{submission.pk}/fes/", {"act": "accept"})
    assert again(project).summary == "Un text de l’equip."


def test_what_the_entity_refuses_changes_nothing_and_the_team_is_told(
    begin, project, author_client, django_capture_on_commit_callbacks, staff_user
):
    submission, _page = begin("propose", summary=["Un text de l’equip."])
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        author_client.post(f"/el-meu-espai/propostes/{submission.pk}/fes/", {"act": "refuse", "text": "No és així."})
    assert again(project).summary != "Un text de l’equip."
    assert mail.outbox[0].to == [staff_user.email] and "No és així." in mail.outbox[0].body


def test_the_team_cannot_say_yes_for_the_entity(begin, desk, project):
    submission, _page = begin("propose", summary=["Un text de l’equip."])
    page = desk(f"/gestio/{submission.pk}/decideix/", act="approve", revision=1)
    assert "sí de l’entitat" in page.text and fresh(submission).state == "pending"


def test_a_fact_is_corrected_at_once_and_told(begin, project, staff_user):
    begin("correct", **{"links-0-url": ["https://rec.example.org"]})
    assert again(project).links.get().url == "https://rec.example.org"
    (letter,) = mail.outbox
    assert letter.to == ["autora@exemple.cat"] and "Enllaços" in letter.body and "veïna" in letter.body
    change = Change.objects.first()
    assert (change.by, change.why, change.route) == (staff_user, "Ens ho ha dit una veïna.", "submission")


def test_a_correction_cannot_touch_what_a_project_says_of_itself(begin, project):
    _submission, page = begin("correct", summary=["Un text de l’equip."], barri=["65"])
    assert page.status_code == 422 and "ho ha de dir l’entitat" in page.text and "Un text de l’equip." in page.text
    assert again(project).barri_id == "54" and not mail.outbox


@pytest.mark.parametrize("what", ["propose", "correct"])
def test_the_team_says_why(begin, project, what):
    submission, page = begin(what, why=" ", barri=["65"])
    assert page.status_code == 422 and "Escriu per què" in page.text
    assert fresh(submission).state == "draft"


def test_a_text_that_nobody_touched_has_not_changed(begin, project, staff_user):
    # A browser ends the lines of a text with CR LF.
    Project.objects.update(description="Una línia.\n\nUna altra.")
    begin("correct", description=["Una línia.\r\n\r\nUna altra."], barri=["65"])
    assert again(project).barri_id == "65" and again(project).description == "Una línia.\n\nUna altra."


def test_an_earlier_version_comes_back_through_review(project, change, desk, staff_user):
    before = again(project)
    one = change(
        project,
        summary=["Una altra cosa."],
        theme_1=["care"],
        **{"needs-0-text": ["Res"], "tags": ["aigua, rec"], "texts-0-lang": ["es"], "texts-0-summary": ["Otra cosa."]},
    )
    review.approve(one, by=staff_user, revision=1)
    first = Change.objects.filter(object_id=project.pk, label="Rec Viu").order_by("pk")
    first = next(row for row in first if row.content_type.model == "project")
    page = desk(f"/gestio/fitxes/project/{project.pk}/fes/", act="restore", change=first.pk)
    proposal = page.context["submission"]
    assert again(project).summary == "Una altra cosa." and "<ins>" in page.text
    desk(f"/gestio/{proposal.pk}/decideix/", act="approve", revision=1)
    after = again(project)
    assert after.summary == before.summary and after.needs.get().text == "Mans per netejar la sèquia"
    assert [row.theme.key for row in after.project_themes.all()] == ["environment", "culture"]
    assert not after.texts.exists() and not after.tags.exists()
    (letter,) = mail.outbox
    assert letter.to == ["autora@exemple.cat"] and "De què es tracta" in letter.body


def test_bringing_back_what_is_there_says_so(project, desk):
    last = Change.objects.filter(content_type__model="project").first()
    page = desk(f"/gestio/fitxes/project/{project.pk}/fes/", act="restore", change=last.pk)
    assert "Ja és així" in page.text and Submission.objects.count() == 1


def test_hiding_needs_a_reason_and_is_undone(project, desk, client):
    path, public = f"/gestio/fitxes/project/{project.pk}/fes/", project.get_absolute_url()
    page = desk(path, act="hide")
    assert page.status_code == 422 and "Escriu per què" in page.text
    desk(path, act="hide", why="Ens ho demanen.")
    assert client.get(public).status_code == 404 and again(project).state_reason == "Ens ho demanen."
    desk(path, act="show")
    assert client.get(public).status_code == 200
    desk(path, act="remove", why="Ja no hi són.")
    assert client.get(public).status_code == 410
    assert "Algú ho ha fet abans" in desk(path, act="hide", why="x").text


@pytest.mark.parametrize("path", ["/gestio/fitxes/xyz/1/", "/gestio/fitxes/project/999/"])
def test_what_is_not_there_is_404(reviewer, db, path):
    assert reviewer.get(path).status_code == 404


def test_an_unknown_act_is_400(project, desk):
    assert desk(f"/gestio/fitxes/project/{project.pk}/fes/", act="explode").status_code == 400
    assert desk(f"/gestio/fitxes/project/{project.pk}/fes/", act="restore", change="x").status_code == 404


def test_who_keeps_it_up_reads_its_history_and_the_public_the_date(project, desk, author_client, client):
    desk(f"/gestio/fitxes/project/{project.pk}/fes/", act="hide", why="Ens ho demanen.")
    desk(f"/gestio/fitxes/project/{project.pk}/fes/", act="show")
    path = f"/el-meu-espai/historial/project/{project.pk}/"
    assert path in author_client.get("/el-meu-espai/").text
    page = author_client.get(path).text
    assert "Ens ho demanen." in page and "L’equip" in page and "equip@exemple.cat" not in page
    public = Client().get(project.get_absolute_url()).text
    assert "Darrer canvi:" in public and "Ens ho demanen." not in public
    assert Client().get(path).status_code == 302


def test_the_history_of_others_is_not_there(project, django_user_model):
    stranger = Client()
    stranger.force_login(django_user_model.objects.create_user("algu@exemple.cat"))
    assert stranger.get(f"/el-meu-espai/historial/project/{project.pk}/").status_code == 404
    assert stranger.get("/el-meu-espai/historial/xyz/1/").status_code == 404


def test_the_form_of_a_correction_is_the_directorys_and_not_an_authors(begin, project):
    submission, page = begin("correct", why="", barri=["65"])
    assert page.status_code == 422 and "Per corregir-ho, arregla això:" in page.text
    crumbs = page.text.partition('<ol class="crumbs">')[2].partition("</ol>")[0]
    assert "Directori</a>" in crumbs and f'href="/gestio/fitxes/project/{project.pk}/"' in crumbs
    assert "Corregeix una dada" in crumbs and "El meu espai" not in crumbs and "Proposa un canvi" not in crumbs
    assert fresh(submission).state == "draft"


@pytest.mark.parametrize(
    ("data", "subject"),
    [
        ({"barri": ["65"]}, "Hem corregit una dada: Rec Viu"),
        ({"barri": ["65"], "public_phone": ["93 000 00 00"]}, "Hem corregit 2 dades: Rec Viu"),
    ],
)
def test_the_letter_of_a_correction_counts_what_has_changed(begin, data, subject):
    begin("correct", **data)
    assert [letter.subject for letter in mail.outbox] == [subject]
