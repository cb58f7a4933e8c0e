"""Who gets in where: every address of the team and of organisers, for each role; one that nobody classified fails."""

import re
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import URLPattern, get_resolver

from energies.accounts import roles, team
from energies.accounts.models import User
from energies.curation import drafts
from energies.curation.proposable import get
from energies.kernel import brings
from tests.curation.proposing import ENTITY, sent
from tests.files import closed

pytestmark = pytest.mark.django_db
SIGN_IN, FORBIDDEN, NOT_THERE, IN = "sign in", 403, 404, "in"
WHO = ["stranger", "anybody", "organiser", "roleless", *roles.ROLES, "superuser"]

# For each address of the team or of organisers, by its name: who gets in, as the app that it is of says.
ANY_ROLE = {*roles.ROLES, "superuser"}
DOORS = {
    name: ANY_ROLE if "team" in who else {*who, "superuser"}
    for _app, brought in brings.bringing()
    for name, who in brought.doors.items()
}
# What a proposal without a photo lacks: whoever is let in is told that it is not there, the others never get so far.
MAY_LACK = {"review_picture"}
CLOSED = ("gestio/", "privat/", "el-meu-espai/activitats/")


def closed_addresses(patterns=None, before=""):
    """Yield (name, route) of all that the team and organisers have of their own, but for the desk (test_desk_pages.py)."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            if route.startswith(CLOSED):
                yield one.name, route
        else:
            yield from closed_addresses(one.url_patterns, route)


@pytest.fixture
def world(supper, comes, colleague, staff_user, let_in, asked, media):
    """({who: client}, {what stands in a route: its value}); the organiser is of the entity that gives the supper."""
    there = comes("Aina", needs=["childcare"], needs_note="Un bressol", needs_agreed_at=supper.starts_at)
    organiser = User.objects.create_user("nosaltres@exemple.cat", language="ca")
    supper.parties.get().entry.editors.add(organiser)
    people = {who: colleague(f"{who}@exemple.cat", who) for who in roles.ROLES}
    people |= {"anybody": User.objects.create_user("algu@exemple.cat"), "organiser": organiser}
    people |= {"roleless": colleague("sense@exemple.cat"), "superuser": staff_user}
    clients = {who: let_in(Client(), person) for who, person in people.items()} | {"stranger": Client()}
    values = {"registration": there.pk, "number": asked.gathering.number, "kind": "entity", "which": "proposed"}
    return clients, values | {
        "task": uuid4(),
        "supper": supper,
        "waiting": _proposal(staff_user),
        "follow_up": asked,
        "name": media,
    }


def _proposal(by):
    submission = drafts.start(get("entity"), by, "ca")
    submission.data, submission.label = ENTITY, ENTITY["name"][0]
    submission.save()
    return sent(submission, ENTITY)


@pytest.fixture
def media():
    """The name of a private file."""
    return default_storage.save("prova.jpg", ContentFile(b"prova"))


def address_of(name, route, values):
    """Return the path of a route with values that exist."""
    own = {
        "sign": values["supper"].pk,
        "follow": values["follow_up"].pk,
        "entry": values["supper"].parties.get().entry.pk,
    }
    of_list = "activitats" in route
    pk = own["sign"] if of_list else own["entry"] if name.startswith("entry") else values["waiting"].pk
    if name.startswith("follow_up"):
        pk = own["follow"]
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values.get(found[1], pk)), route)
    return "/" + filled


def said(answer):
    """Return how a request ended: sent to sign in, refused, or in (whatever is there says)."""
    if answer.status_code == 401 or (answer.status_code == 302 and "/entra/" in answer["Location"]):
        return SIGN_IN
    return answer.status_code if answer.status_code in (403, 404) else IN


def expected(name, who):
    if who in DOORS[name]:
        return IN
    if who == "stranger":
        return SIGN_IN
    # That somebody comes is not told of either.
    return NOT_THERE if "organiser" in DOORS[name] else FORBIDDEN


def test_every_closed_address_is_classified():
    assert {name for name, _route in closed_addresses()} == set(DOORS)
    assert {who for some in DOORS.values() for who in some} == set(WHO) - {"stranger", "anybody", "roleless"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_each_address_lets_in_whom_it_is_for_and_nobody_else(world, method):
    clients, values = world
    wrong = []
    for name, route in closed_addresses():
        address = address_of(name, route, values)
        for who in WHO:
            if method == "post" and who in DOORS[name]:
                # What each act does is told elsewhere; here, that the others cannot.
                continue
            found = said(closed(getattr(clients[who], method)(address)))
            lacks = found == NOT_THERE and name in MAY_LACK and who in DOORS[name]
            if found != expected(name, who) and not lacks:
                wrong.append((name, who, found, expected(name, who)))
    assert wrong == []


def test_without_a_role_one_is_told_whom_to_ask(world):
    clients, _values = world
    for path in ("/gestio/", "/equip/", "/gestio/trobades/", "/privat/prova.jpg"):
        answer = clients["roleless"].get(path, follow=True)
        assert answer.status_code == 403 and "encara no tens cap funció" in answer.text
        assert settings.STAFF_EMAIL in answer.text
    assert clients["roleless"].get("/el-meu-espai/").status_code == 200


def test_with_another_role_too(world):
    clients, _values = world
    for who, path in {
        "gatherings_editor": "/gestio/fitxes/",
        "reviewer": "/gestio/trobades/",
        "administrator": "/equip/projects/project/",
    }.items():
        answer = clients[who].get(path)
        assert answer.status_code == 403 and "La teva funció a l’equip no obre aquesta pàgina" in answer.text


def test_who_does_not_review_begins_elsewhere(world):
    clients, _values = world
    begins = {who: clients[who].get("/gestio/").get("Location", "") for who in roles.ROLES}
    assert begins == {
        "reviewer": "",
        "gatherings_editor": "/gestio/trobades/",
        "needs_reader": "/gestio/funcio/",
        "administrator": "/equip/",
    }


def test_a_menu_offers_only_what_opens(world):
    clients, _values = world
    for who, start in {
        "reviewer": "/gestio/",
        "gatherings_editor": "/gestio/trobades/",
        "superuser": "/gestio/",
    }.items():
        menu = re.search(r'<nav class="subnav".*?</nav>', clients[who].get(start).text, re.S)[0]
        for address in re.findall(r'href="([^"]+)"', menu):
            assert clients[who].get(address).status_code == 200, (who, address)


@pytest.mark.parametrize(
    ("page", "need"),
    [("/", "Un bressol"), ("/", "Espai de criança: 1"), (".csv", "Un bressol"), ("/full/", "espai de criança, 1")],
)
def test_what_people_need_is_read_by_who_organises_and_by_the_role_named_for_it(world, page, need):
    clients, values = world
    path = f"/el-meu-espai/activitats/{values['supper'].pk}/inscripcions{page}"
    reads = {who: closed(clients[who].get(path)).content.decode() for who in sorted(DOORS["sign_ups"])}
    assert all("Aina" in text for text in reads.values())
    assert {who for who, text in reads.items() if need in text} == {"organiser", "needs_reader", "superuser"}


def test_a_role_without_being_on_the_team_opens_nothing(colleague, let_in):
    person = colleague("plega@exemple.cat", *roles.ROLES)
    User.objects.filter(pk=person.pk).update(is_staff=False)
    person = User.objects.get(pk=person.pk)
    asked = [getattr(team, name) for name in dir(team) if re.match(r"may_(?!change)|has_role", name)]
    assert len(asked) > 5 and not any(may(person) for may in asked)


def test_the_groups_hold_what_the_code_says_after_each_migration(db):
    reviewer = Group.objects.get(name="reviewer")
    before = set(reviewer.permissions.values_list("pk", flat=True))
    assert len(before) > 20
    stranger = Group.objects.get(name="administrator").permissions.exclude(pk__in=before).first()
    reviewer.permissions.add(stranger)
    reviewer.permissions.remove(*list(before)[:3])
    for config in apps.get_app_configs():
        roles.give_out(config, "default")
    assert set(reviewer.permissions.values_list("pk", flat=True)) == before


def test_who_reads_needs_is_told_what_they_may_do_and_where(world):
    clients, values = world
    page = clients["needs_reader"].get("/gestio/", follow=True)
    assert page.redirect_chain == [("/gestio/funcio/", 302)] and "què necessita qui s’apunta" in page.text
    assert 'href="/agenda/"' in page.text and "L’organitzes tu? Mira qui ve" in page.text
    activity = clients["needs_reader"].get(values["supper"].get_absolute_url())
    assert "L’organitzes tu? Mira qui ve" in activity.text


def test_what_somebody_organises_they_hide_and_show_and_nothing_else(world, make_gathering):
    clients, values = world
    act = f"/gestio/fitxes/activity/{values['supper'].pk}/fes/"
    page = clients["gatherings_editor"].get(f"/gestio/fitxes/activity/{values['supper'].pk}/").text
    assert 'value="hide"' in page and 'value="correct"' not in page and 'href="/gestio/fitxes/?' not in page
    assert clients["gatherings_editor"].post(act, {"act": "correct"}).status_code == 403
    assert clients["gatherings_editor"].post(act, {"act": "hide", "why": "Prova"}).status_code == 302
    values["supper"].refresh_from_db()
    assert values["supper"].state == "hidden"
