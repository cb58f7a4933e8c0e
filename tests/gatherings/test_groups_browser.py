"""A working group goes on as a network, and says who met there, in a browser: from the public page to the public page."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from energies.accounts.models import User
from energies.curation import review
from energies.curation.models import Submission
from gatherings.models import Origin
from networks.models import Network, Relation
from tests.gatherings.conftest import RULES, in_days

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def group(make_gathering, make_entity):
    """A group of a Trobada that is over: one entity that somebody keeps up, one that is reached by its address."""
    gathering = make_gathering(number=6, starts_on=in_days(-100).date())
    one = gathering.working_groups.create(name="Claus i calaixos", summary="Compartir sales.")
    theirs = make_entity("Ateneu Seu", contact_email="seu@exemple.cat")
    one.parties.add(make_entity("Hort Nostre").party, theirs.party)
    one.papers.create(title="Acta de març", url="https://exemple.cat/acta")
    return one


@pytest.fixture
def keeper(group):
    """A client of whoever keeps the first entity up."""
    person, client = User.objects.create_user("nosaltres@exemple.cat", language="ca"), Client()
    group.parties.get(entity__name="Hort Nostre").entry.editors.add(person)
    client.force_login(person)
    return client


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_page_of_the_trobada_to_the_page_of_the_network(site, opened, group, keeper, staff_user, scripts):
    page = opened(keeper, java_script_enabled=scripts)
    page.goto(site + group.gathering.get_absolute_url())
    page.get_by_role("link", name="Continueu com a xarxa").click()
    assert page.get_by_label("Nom", exact=True).input_value() == "Claus i calaixos"
    assert page.get_by_text("hi seran quan diguin que sí: Ateneu Seu.").is_visible()
    page.get_by_label("Entenc que tot això").check()
    page.get_by_role("button", name="Envia-ho a revisar").click()
    page.get_by_text("Enviat.").wait_for()
    sent = Submission.objects.get()
    network = review.approve(sent, by=staff_user, revision=sent.revision)
    page.goto(site + group.gathering.get_absolute_url())
    page.get_by_role("link", name="Claus i calaixos", exact=True).click()
    page.get_by_role("heading", name="D’on ve").wait_for()
    assert page.url == site + network.get_absolute_url()
    assert page.get_by_role("link", name="Acta de març").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_these_pages_are_accessible_and_fit_a_small_telephone(site, opened, group, keeper, make_project, scheme):
    gathering, entity, project = group.gathering, group.parties.get(entity__name="Hort Nostre").entry, make_project()
    project.entities.add(entity)
    network = Network.objects.create(name="Llavors", summary="x", scope="city")
    gathering.working_groups.create(name="Llavors", network=network).papers.create(
        title="Guia", url="https://exemple.cat"
    )
    relation = Relation.objects.create(kind="shares", from_party=project.party, to_party=entity.party)
    for thing in ({"relation": relation, "kind": "met"}, {"party": project.party}, {"party": network.party}):
        Origin.objects.create(**{"gathering": gathering, "kind": "born"} | thing)
    page = opened(keeper, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    addresses = [one.get_absolute_url() for one in (gathering, entity, project, network)]
    addresses += [
        f"/participa/registra/xarxa-de-grup/?group={group.pk}",
        f"/participa/registra/origen/?of=relation.{relation.pk}",
    ]
    found = []
    for path in (*addresses, "/el-meu-espai/", "/el-meu-espai/xarxes/"):
        page.goto(site + path)
        problems = Axe().run(page, options=RULES).response["violations"]
        found += [(path, one["id"], one["nodes"][0]["html"]) for one in problems]
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    assert found == []
