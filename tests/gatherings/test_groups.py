"""«Continua com a xarxa»: a working group founds a network, which keeps its people, its papers and where it comes from."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from energies.accounts.models import User
from energies.curation import review
from energies.curation.history import changes_of
from energies.curation.models import Submission
from energies.curation.proposable import CannotApply, for_target, get
from gatherings.models import GroupPaper
from networks.models import Membership, Network

PATH = "/participa/registra/xarxa-de-grup/"
GO_ON = "Continueu com a xarxa"


@pytest.fixture
def keeper():
    """Returns a function that gives whoever keeps an entity up, signed in: (person, client)."""

    def make(email, *entities):
        person, client = User.objects.create_user(email, language="ca"), Client()
        for entity in entities:
            entity.editors.add(person)
        client.force_login(person)
        return person, client

    return make


@pytest.fixture
def ours(make_entity):
    return make_entity("Hort Nostre")


@pytest.fixture
def theirs(make_entity):
    return make_entity("Ateneu Seu", contact_email="seu@exemple.cat")


@pytest.fixture
def group(make_gathering, make_project, ours, theirs):
    """A group of three: an entity and its project, and an entity of others."""
    gathering = make_gathering(number=6)
    one = gathering.working_groups.create(name="Claus i calaixos", summary="Compartir sales.", meets="Els dilluns.")
    project = make_project("Taula Nostra")
    project.entities.add(ours)
    one.parties.add(project.party)
    one.parties.add(ours.party, theirs.party)
    one.papers.create(title="Acta de març", url="https://exemple.cat/acta")
    return one


@pytest.fixture
def author(keeper, ours):
    return keeper("nosaltres@exemple.cat", ours)


@pytest.fixture
def typed(group, ours):
    """What one types to found the network."""
    return {
        "group": group.pk, "name": "Xarxa de claus", "founder": f"entity.{ours.pk}", "lang": "ca", "summary": "Compartir sales.",
        "scope": "barri", "barri": "01", "joining": "open", "meets": "Els dilluns.", "themes": ["food"], "understood": "on", "send": "1",
    }  # fmt: skip


@pytest.fixture
def sent(author, typed):
    """Returns a function that sends the form and gives the Submission."""

    def send(**data):
        answer = author[1].post(PATH, typed | data)
        assert answer.status_code == 302, answer.context["form"].errors
        return Submission.objects.filter(kind="group_network").latest("pk")

    return send


@pytest.fixture
def found(sent, staff_user, django_capture_on_commit_callbacks):
    """Returns a function by which the team approves what was sent; gives the Network."""

    def approve(**data):
        one = sent(**data)
        with django_capture_on_commit_callbacks(execute=True):
            mail.outbox.clear()
            return review.approve(one, by=staff_user, revision=one.revision)

    return approve


def test_the_trobada_shows_a_group_with_its_papers_and_how_it_may_go_on(client, group):
    page = client.get(group.gathering.get_absolute_url()).text
    assert "Claus i calaixos" in page and "Ateneu Seu" in page and 'href="https://exemple.cat/acta"' in page
    assert f'href="{PATH}?group={group.pk}"' in page and GO_ON in page


def test_the_form_begins_with_what_the_group_is_and_says_what_will_become_of_each(author, group, make_entity):
    group.parties.add(make_entity("Muda").party)
    page = author[1].get(f"{PATH}?group={group.pk}")
    form = page.context["form"]
    said = {name: form[name].value() for name in ("name", "summary", "meets", "scope", "barri", "founder")}
    assert said == {
        "name": "Claus i calaixos", "summary": "Compartir sales.", "meets": "Els dilluns.", "scope": "barri", "barri": "01",
        "founder": f"entity.{group.parties.get(entity__name='Hort Nostre').entry.pk}",
    }  # fmt: skip
    assert "En formen part des del primer dia: Hort Nostre, Taula Nostra." in page.text
    assert "hi seran quan diguin que sí: Ateneu Seu." in page.text and "digueu-los-ho vosaltres: Muda." in page.text


def test_the_network_keeps_those_of_its_founder_and_waits_for_the_yes_of_the_others(found, group, theirs, author):
    network = found()
    members = network.memberships.values_list("party__entity__name", "party__project__name", "role")
    assert set(members) == {("Hort Nostre", None, "coordinator"), (None, "Taula Nostra", "member")}
    asked = Submission.objects.get(kind="membership")
    assert (asked.state, asked.awaits, asked.author) == ("pending", "entity", author[0])
    assert ["seu@exemple.cat"] in [letter.to for letter in mail.outbox]
    page = Client().get(network.get_absolute_url()).text
    assert "Ateneu Seu" not in page
    other = User.objects.create_user("seu@exemple.cat")
    review.approve(asked, by=other, revision=asked.revision)
    assert Membership.objects.get(party=theirs.party).network == network


def test_the_network_says_where_it_was_born_and_the_group_as_what_it_goes_on(client, found, group):
    network = found()
    page = client.get(network.get_absolute_url()).text
    assert "Va néixer del grup de treball" in page and ">la sisena Trobada</a>" in page
    assert 'href="https://exemple.cat/acta"' in page
    trobada = client.get(group.gathering.get_absolute_url()).text
    assert "Continua com a xarxa:" in trobada and network.get_absolute_url() in trobada and GO_ON not in trobada
    group.refresh_from_db()
    assert changes_of(group).get().after["network"] == network.pk


def test_what_is_approved_is_what_was_sent(found):
    network = found(since="2024", description="Un paràgraf.", website="https://exemple.cat", joining="closed")
    sent = Submission.objects.get(kind="group_network").values
    assert get("group_network").values_of(network) == {k: v for k, v in sent.items() if k != "founder"}


def test_once_there_it_is_changed_as_any_network(found, author):
    network = found()
    assert for_target(network).kind == "network"
    page = author[1].get("/el-meu-espai/")
    assert page.text.count(f'href="{network.get_absolute_url()}"') == 2  # what one keeps up, and the group's
    assert author[1].post(f"/el-meu-espai/canvia/group_network/{network.pk}/").status_code == 404
    assert author[1].post(f"/el-meu-espai/canvia/network/{network.pk}/").status_code == 302


def test_a_preview_founds_nothing_and_writes_to_nobody(sent, author, django_capture_on_commit_callbacks):
    one = sent()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        page = author[1].get(reverse("submission_preview", args=[one.pk]))
    assert page.status_code == 200 and "Va néixer del grup de treball" in page.text
    assert not Network.everything.exists() and mail.outbox == []


def test_a_group_founds_one_network_at_most(found, sent, author, group, staff_user):
    one = sent(meets="Cada dijous")
    found()
    with pytest.raises(CannotApply, match="ja continua com a xarxa"):
        review.approve(one, by=staff_user, revision=one.revision)
    assert Network.objects.count() == 1
    answer = author[1].get(f"{PATH}?group={group.pk}", follow=True)
    assert "ja continua com a xarxa" in answer.text


def test_two_groups_do_not_found_one_network(found, group):
    other = group.gathering.working_groups.create(name="Un altre", network=None)
    other.network = found()
    with pytest.raises(ValidationError, match="ja va néixer d’un altre grup"):
        other.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_only_who_is_in_it_or_organises_the_trobada_carries_it_on(group, typed, keeper, make_entity, theirs):
    answer = Client().get(f"{PATH}?group={group.pk}")
    assert answer.status_code == 302 and "/entra/" in answer.url
    organiser = make_entity("Organitza")
    group.gathering.parties.add(organiser.party)
    for number, (entity, may) in enumerate([(make_entity("Aliena"), False), (theirs, True), (organiser, True)]):
        _person, client = keeper(f"p{number}@exemple.cat", entity)
        answer = client.get(f"{PATH}?group={group.pk}", follow=True)
        assert (answer.redirect_chain == []) == may
        assert ("qui en forma part o organitza la Trobada" in answer.text) != may
        assert ("Claus i calaixos" in client.get("/el-meu-espai/").text) == may


def test_who_left_the_group_meanwhile_does_not_found_it(sent, group, author, ours, staff_user):
    one = sent()
    ours.editors.clear()
    with pytest.raises(CannotApply):
        review.approve(one, by=staff_user, revision=one.revision)
    assert not Network.everything.exists()


@pytest.mark.parametrize("asked", ["", "0", "999999", "x", "1" * 30, "٣"])
def test_a_group_that_is_not_there_is_told_so(author, asked):
    answer = author[1].get(PATH, {"group": asked}, follow=True)
    assert answer.status_code == 200 and "Ves a la pàgina de la seva Trobada" in answer.text


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"url": "http://exemple.cat/x"}, {"url": "https://exemple.cat/acta"}], ids=str
)
def test_a_paper_has_a_title_an_address_and_is_there_once(group, wrong):
    paper = GroupPaper(**{"group": group, "title": "Guia", "url": "https://exemple.cat/guia"} | wrong)
    with pytest.raises(ValidationError):
        paper.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.save()


def test_what_is_hidden_takes_what_is_said_of_it_along(client, found, group, author, staff_user):
    network = found()
    network.hide(by=staff_user, why="prova")
    page = client.get(group.gathering.get_absolute_url()).text
    assert "Xarxa de claus" not in page and "Continua com a xarxa" not in page and GO_ON not in page
    network.show(by=staff_user)
    group.gathering.hide(by=staff_user, why="prova")
    page = client.get(network.get_absolute_url()).text
    assert "Claus i calaixos" not in page and "sisena Trobada" not in page and "Acta de març" not in page
    assert "Claus i calaixos" not in author[1].get("/el-meu-espai/").text


@pytest.mark.parametrize("number", [3, 30])
def test_many_groups_cost_no_more_queries(client, group, make_entity, number, django_assert_max_num_queries):
    for each in range(number):
        network = Network.objects.create(name=f"Xarxa {each}", summary="x", scope="city")
        one = group.gathering.working_groups.create(name=f"Grup {each}", network=network)
        one.parties.add(make_entity(f"Entitat {each}").party)
        one.papers.create(title="Acta", url="https://exemple.cat/acta")
    with django_assert_max_num_queries(32):
        assert client.get(group.gathering.get_absolute_url()).text.count("Acta<") == number
