"""From a proposal to what is public: the same, merged with what changed meanwhile, or back with a word."""

import pytest

from energies.curation import history, review
from energies.curation.models import Change, Submission
from energies.curation.proposable import CannotApply, get
from energies.demo import loader
from energies.vocabulary.models import Theme
from projects.models import Entity, Project
from tests.curation.proposing import fresh

ASIDE = {"entity", "entity_kind", "entity_name"}
FULL = {
    "description": ["Un paràgraf.\n\nI un altre."],
    "theme_3": ["food"],
    "collectives": ["women", "everyone"],
    "tags": ["sèquia, aigua"],
    "other_barris": ["53", "55"],
    "address": ["Carrer del Rec, 1"],
    "languages": ["ca", "ar"],
    "since": ["2011"],
    "step_free": ["yes"],
    "quiet_space": ["no"],
    "needs-1-kind": ["space"],
    "needs-1-text": ["Un magatzem"],
    "needs-1-detail": ["Sec"],
    "needs-1-expires_on": ["2099-12-31"],
    "offers-0-kind": ["knowledge"],
    "offers-0-text": ["Visites"],
    "how_to_take_part": ["Vine un dissabte."],
    "public_phone": ["93 000 00 00"],
    "texts-0-lang": ["es"],
    "texts-0-summary": ["Cuida el último tramo."],
    "texts-1-lang": ["en"],
    "texts-1-name": ["Living Rec"],
}


def approved(submission, by, **options):
    return review.approve(submission, by=by, revision=fresh(submission).revision, **options)


@pytest.mark.parametrize(("kind", "data"), [("project", {}), ("project", FULL), ("entity", {"since": ["1987"]})])
def test_what_is_approved_is_what_was_sent(propose, staff_user, kind, data):
    submission = propose(kind, **data)
    target = approved(submission, staff_user)
    now = get(kind).values_of(type(target).objects.get(pk=target.pk))
    assert now == {name: value for name, value in submission.values.items() if name not in ASIDE}


def test_every_project_of_the_demo_is_itself_after_an_empty_change(territory, vocabulary, staff_user):
    loader.load(picture_width=160)
    for kind, model in (("project", Project), ("entity", Entity)):
        for target in model.objects.all():
            values = get(kind).values_of(target)
            form = review.form_for(Submission(kind=kind, author=staff_user), values, target)
            assert form.is_valid(), (target, form.errors)
            assert form.values() == values


def test_a_new_project_brings_its_entity_whose_editor_is_the_author(propose, staff_user, author):
    project = approved(propose(), staff_user)
    (entity,) = project.entities.all()
    assert (entity.name, entity.kind, list(entity.editors.all())) == ("Rec Viu", "informal", [author])
    assert list(get("project").editable_by(author)) == [project]


def test_approval_is_in_the_history_with_its_route(propose, staff_user):
    project = approved(propose(), staff_user)
    change = history.changes_of(project).get()
    assert (change.act, change.route, change.by) == (Change.Act.CREATED, Change.Route.SUBMISSION, staff_user)


def test_what_the_author_did_not_touch_stays_as_it_is_now(propose, change, staff_user):
    project = approved(propose(), staff_user)
    one = change(project, schedule=["Dijous"])
    Project.objects.filter(pk=project.pk).update(address="Carrer Nou, 3")
    approved(one, staff_user)
    project = Project.objects.get()
    assert (project.schedule, project.address) == ("Dijous", "Carrer Nou, 3")


def test_a_field_changed_on_both_sides_is_shown_three_ways(propose, change, staff_user, reviewer):
    project = approved(propose(), staff_user)
    one = change(project, schedule=["Dijous"], address=["Carrer del Rec, 1"])
    Project.objects.filter(pk=project.pk).update(schedule="Divendres")
    told = {one.name: one.is_conflict for one in review.changes(fresh(one))}
    assert told == {"schedule": True, "address": False}
    page = reviewer.get(f"/gestio/{one.pk}/").text
    assert all(words in page for words in ("Mentrestant ha canviat", "Cada dissabte", "Divendres", "Dijous"))


def test_a_part_of_a_change_can_be_approved(propose, change, staff_user, reviewer):
    project = approved(propose(), staff_user)
    one = change(project, schedule=["Dijous"], address=["Carrer del Rec, 1"])
    data = {"act": "approve", "revision": one.revision, "choosing": "1", "take": ["schedule"], "text": "És una casa."}
    reviewer.post(f"/gestio/{one.pk}/decideix/", data)
    project.refresh_from_db()
    assert (project.schedule, project.address) == ("Dijous", "")
    assert fresh(one).state == "approved" and "address" not in fresh(one).taken


def lose_theme(project):
    Theme.objects.filter(key="environment").delete()


def lose_target(project):
    project.remove(by=None, why="prova")


@pytest.mark.parametrize(("lose", "words"), [(lose_theme, "environment"), (lose_target, "ja no hi és")])
def test_what_no_longer_fits_goes_back_to_the_queue_saying_so(propose, change, staff_user, reviewer, lose, words):
    project = approved(propose(theme_1=["food"], theme_2=[""]), staff_user)
    one = change(project, theme_1=["environment"])
    lose(project)
    answer = reviewer.post(f"/gestio/{one.pk}/decideix/", {"act": "approve", "revision": one.revision}, follow=True)
    assert answer.status_code == 200 and words in answer.text
    assert fresh(one).state == "pending" and words in fresh(one).problem


def test_an_entity_that_is_no_longer_the_authors_cannot_be_used(propose, staff_user, author):
    entity = approved(propose("entity"), staff_user)
    one = propose(entity=[str(entity.pk)])
    entity.editors.clear()
    with pytest.raises(CannotApply):
        approved(one, staff_user)
    assert not Project.everything.exists()


def test_a_refused_approval_leaves_nothing_behind(propose, staff_user):
    one = propose(barri=["54"])
    Submission.objects.filter(pk=one.pk).update(values=one.values | {"barri": "99"})
    with pytest.raises(CannotApply):
        approved(fresh(one), staff_user)
    assert not Entity.everything.exists() and not Change.objects.exists()


def test_who_is_second_is_told(propose, staff_user, reviewer):
    one = propose()
    approved(one, staff_user)
    answer = reviewer.post(f"/gestio/{one.pk}/decideix/", {"act": "approve", "revision": one.revision}, follow=True)
    assert "ha arribat abans" in answer.text
    assert Project.objects.count() == 1


def test_what_was_sent_again_meanwhile_is_looked_at_again(propose, staff_user, reviewer):
    one = propose()
    seen = one.revision
    one.submit(one.values | {"summary": "Una altra frase."})
    answer = reviewer.post(f"/gestio/{one.pk}/decideix/", {"act": "approve", "revision": seen}, follow=True)
    assert "tornat a enviar" in answer.text
    assert not Project.objects.exists()


def test_the_team_cannot_say_yes_in_the_entitys_place(propose, change, staff_user, author, client):
    project = approved(propose(), staff_user)
    one = change(project, schedule=["Dijous"])
    Submission.objects.filter(pk=one.pk).update(awaits="entity", author=staff_user)
    with pytest.raises(review.NotAllowed):
        approved(fresh(one), staff_user)
    client.force_login(author)
    assert "L’equip proposa" in client.get("/el-meu-espai/").text
    client.post(f"/el-meu-espai/propostes/{one.pk}/fes/", {"act": "accept"})
    project.refresh_from_db()
    assert project.schedule == "Dijous"
