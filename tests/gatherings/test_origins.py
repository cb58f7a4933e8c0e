"""Where something comes from: who met at a Trobada and what came out of it; told by its people, with the team’s yes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from energies.accounts.models import User
from energies.curation import review
from energies.curation.history import changes_of
from energies.curation.models import Change, Submission
from energies.curation.proposable import CannotApply, get
from energies.entries.parties import ref
from gatherings.models import Origin
from networks.models import Network, Relation
from tests.gatherings.conftest import in_days

PATH = "/participa/registra/origen/"
MET, CAME = "Ens vam conèixer a <a", "Va sortir de <a"


@pytest.fixture
def gathering(make_gathering):
    return make_gathering(number=6, starts_on=in_days(-100).date())


@pytest.fixture
def network(gathering):
    return Network.objects.create(name="Llavors i Compost", summary="Horts que es passen llavors.", scope="city")


@pytest.fixture
def project(make_project):
    return make_project("Rec Viu")


@pytest.fixture
def relation(make_entity, project):
    entity = make_entity("Hort Nostre")
    return Relation.objects.create(kind="shares", from_party=project.party, to_party=entity.party)


@pytest.fixture
def things(relation, network, project):
    return {"relation": relation, "network": network, "project": project}


@pytest.fixture
def author(relation, project, network):
    """Whoever keeps up one side of the relation, the project and the network, signed in: (person, client)."""
    person, client = User.objects.create_user("nosaltres@exemple.cat", language="ca"), Client()
    relation.end.editors.add(person)
    project.entities.add(relation.end)
    network.editors.add(person)
    client.force_login(person)
    return person, client


def of(thing):
    """Return {field of an Origin: what it is of}."""
    return {"relation": thing} if isinstance(thing, Relation) else {"party": thing.party}


def told(client, thing, gathering, kind="born"):
    """Send what one types; return the Submission."""
    data = {"of": ref(thing), "gathering": gathering.pk, "kind": kind, "send": "1"}
    answer = client.post(PATH, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return Submission.objects.latest("pk")


@pytest.mark.parametrize("kind", ["met", "born"])
def test_a_relation_says_on_both_pages_where_it_began(client, gathering, relation, kind):
    Origin.objects.create(gathering=gathering, kind=kind, relation=relation)
    for party in (relation.start, relation.end):
        page = client.get(party.get_absolute_url()).text
        assert ({"met": MET, "born": CAME}[kind] in page) and ">la sisena Trobada</a>" in page
    trobada = client.get(gathering.get_absolute_url()).text
    assert "Què n’ha sortit" in trobada and "comparteix recursos amb" in trobada
    assert {"met": "S’hi van conèixer", "born": "El vincle en va sortir"}[kind] in trobada


@pytest.mark.parametrize(("name", "words"), [("network", "Una xarxa que en va"), ("project", "Un projecte que en va")])
def test_a_network_and_a_project_say_where_they_come_from(client, gathering, things, name, words):
    Origin.objects.create(gathering=gathering, kind="born", **of(things[name]))
    page = client.get(things[name].get_absolute_url()).text
    assert "D’on ve" in page and CAME in page and ">la sisena Trobada</a>" in page
    trobada = client.get(gathering.get_absolute_url()).text
    assert words in trobada and things[name].get_absolute_url() in trobada


def test_a_trobada_of_which_nothing_came_out_says_nothing(client, gathering, project):
    assert "Què n’ha sortit" not in client.get(gathering.get_absolute_url()).text
    assert "D’on ve" not in client.get(project.get_absolute_url()).text


@pytest.mark.parametrize(
    ("number", "said"), [(1, "la primera Trobada"), (12, "la dotzena Trobada"), (13, "la Trobada 13")]
)
def test_a_trobada_is_called_by_its_number(gathering, number, said):
    gathering.number = number
    assert gathering.edition == said


@pytest.mark.parametrize("name", ["relation", "network", "project"])
def test_what_is_approved_is_what_was_sent(author, gathering, things, staff_user, client, name):
    sent = told(author[1], things[name], gathering)
    assert not Origin.everything.exists() and CAME not in client.get(things[name].get_absolute_url()).text
    origin = review.approve(sent, by=staff_user, revision=sent.revision)
    assert get("origin").values_of(origin) == sent.values
    change = changes_of(origin).get()
    assert (change.by, change.route) == (staff_user, Change.Route.SUBMISSION)


def test_the_team_reads_it_approves_it_and_its_author_is_told_where_it_is(
    author, gathering, relation, staff_user, let_in
):
    sent, team = told(author[1], relation, gathering, "met"), let_in(Client(), staff_user)
    page = team.get(f"/gestio/{sent.pk}/").text
    assert "Ens hi vam conèixer" in page and str(relation) in page and "previsualitza" not in page
    team.post(f"/gestio/{sent.pk}/decideix/", {"act": "approve", "revision": sent.revision})
    assert MET in Client().get(relation.end.get_absolute_url()).text
    page = author[1].get(sent.get_absolute_url())
    assert page.status_code == 200 and relation.get_absolute_url() in page.text


def test_from_ones_space_one_tells_of_what_one_keeps_up(author, things):
    relations = author[1].get("/el-meu-espai/xarxes/").text
    assert f'href="{PATH}?of={ref(things["relation"])}"' in relations
    space = author[1].get("/el-meu-espai/").text
    assert all(f'href="{PATH}?of={ref(things[name])}"' in space for name in ("network", "project"))
    form = author[1].get(f"{PATH}?of={ref(things['relation'])}").context["form"]
    assert (form["of"].value(), form["kind"].value()) == (ref(things["relation"]), "met")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"of": "project.999"}, "of"), ({"of": "x"}, "of"), ({"gathering": "999"}, "gathering"), ({"gathering": ""}, "gathering"),
     ({"kind": "x"}, "kind"), ({"kind": "met"}, "kind")],
    ids=str,
)  # fmt: skip
def test_what_is_wrong_is_told_beside_the_field(author, gathering, project, wrong, field):
    data = {"of": ref(project), "gathering": gathering.pk, "kind": "born", "send": "1"}
    answer = author[1].post(PATH, data | wrong)
    assert answer.status_code == 422 and field in answer.context["form"].errors


def test_nobody_tells_of_what_is_not_theirs(author, gathering, make_project, make_entity, network):
    alien = make_project("D’uns altres")
    answer = author[1].post(PATH, {"of": ref(alien), "gathering": gathering.pk, "kind": "born", "send": "1"})
    assert answer.status_code == 422
    nobody = Client()
    nobody.force_login(User.objects.create_user("algu@exemple.cat"))
    assert "Primer fes visible el teu projecte" in nobody.get(PATH, follow=True).text
    assert "/entra/" in Client().get(PATH).url


def test_nothing_came_out_yet_of_a_trobada_to_come(author, gathering, project, make_gathering):
    coming = make_gathering("La que ve")
    answer = author[1].post(PATH, {"of": ref(project), "gathering": coming.pk, "kind": "born", "send": "1"})
    assert answer.status_code == 422 and "gathering" in answer.context["form"].errors
    assert "La que ve" not in author[1].get(PATH).text
    gathering.delete()
    assert "Encara no ha començat cap Trobada" in author[1].get(PATH, follow=True).text


def test_it_is_said_once(author, gathering, project, staff_user):
    first = told(author[1], project, gathering)
    assert told(author[1], project, gathering) == first, "it waits already"
    second = Submission.objects.get(pk=first.pk)
    second.pk = None
    second.save()
    review.approve(first, by=staff_user, revision=first.revision)
    with pytest.raises(CannotApply, match="ja consta"):
        review.approve(second, by=staff_user, revision=second.revision)
    assert Origin.objects.count() == 1


@pytest.mark.parametrize("gone", ["project", "gathering"])
def test_what_is_hidden_meanwhile_is_not_told(author, gathering, project, staff_user, gone):
    sent = told(author[1], project, gathering)
    {"project": project, "gathering": gathering}[gone].hide(by=staff_user, why="prova")
    with pytest.raises(CannotApply):
        review.approve(sent, by=staff_user, revision=sent.revision)


@pytest.mark.parametrize(
    ("kind", "names"),
    [("born", []), ("born", ["relation", "project"]), ("met", ["network"]), ("met", ["project"])],
    ids=str,
)
def test_an_origin_is_of_one_thing_and_only_sides_of_a_relation_met(gathering, things, kind, names):
    sides = [of(things[name]) for name in names]
    origin = Origin(gathering=gathering, kind=kind, **{name: one for side in sides for name, one in side.items()})
    with pytest.raises(ValidationError):
        origin.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        origin.save()


@pytest.mark.parametrize("name", ["relation", "network", "project"])
def test_the_same_is_not_there_twice_even_when_the_first_is_hidden(gathering, things, name, staff_user):
    Origin.objects.create(gathering=gathering, kind="born", **of(things[name]))
    gathering.hide(by=staff_user, why="prova")
    again = Origin(gathering=gathering, kind="born", **of(things[name]))
    with pytest.raises(ValidationError, match="ja consta"):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_the_team_writes_one_and_takes_it_away_leaving_word_of_it(team, gathering, project, staff_user):
    address = reverse("admin:gatherings_origin_add")
    team.post(address, {"gathering": gathering.pk, "kind": "born", "party": project.party_id})
    origin = Origin.objects.get()
    answer = team.post(address, {"gathering": gathering.pk, "kind": "born", "party": project.party_id})
    assert answer.status_code == 200 and "ja consta" in answer.text
    team.post(reverse("admin:gatherings_origin_delete", args=[origin.pk]), {"post": "yes"})
    assert not Origin.everything.exists()
    acts = Change.objects.filter(object_id=origin.pk, content_type__model="origin").values_list("act", "by")
    assert set(acts) == {("created", staff_user.pk), ("removed", staff_user.pk)}


def test_the_team_changes_one_whose_project_was_hidden(team, gathering, project, make_gathering, staff_user):
    origin = Origin.objects.create(gathering=gathering, kind="born", party=project.party)
    project.hide(by=staff_user, why="prova")
    other = make_gathering("Una altra")
    address = reverse("admin:gatherings_origin_change", args=[origin.pk])
    team.post(address, {"gathering": other.pk, "kind": "born", "party": project.party_id})
    assert Origin.everything.get().gathering == other


@pytest.mark.parametrize("number", [3, 30])
def test_many_cost_no_more_queries(client, gathering, make_entity, make_project, number, django_assert_max_num_queries):
    entity = make_entity("Hort Nostre")
    for each in range(number):
        project = make_project(f"Projecte {each}")
        link = Relation.objects.create(kind="lends_space", from_party=entity.party, to_party=project.party)
        Origin.objects.create(gathering=gathering, kind="met", relation=link)
        Origin.objects.create(gathering=gathering, kind="born", party=project.party)
    with django_assert_max_num_queries(42):
        assert client.get(gathering.get_absolute_url()).text.count("S’hi van conèixer") == number
    with django_assert_max_num_queries(24):
        assert client.get(entity.get_absolute_url()).text.count(MET) == number
