"""Who may do what about networks and links: a stranger, somebody, a member, who coordinates, the team."""

import pytest
from django.test import Client

from energies.accounts.models import User
from energies.entries.parties import ref
from networks.models import Relation

WHO = ("stranger", "anybody", "member", "coordinator", "reviewer", "administrator")
SIGN_IN, FORBIDDEN, NOT_THERE, SAID, OK = "sign in", 403, 404, "said why", 200
# For each address: the answers to WHO, in that order.
TABLE = {
    "/participa/registra/xarxa/": (SIGN_IN, SAID, OK, OK, SAID, SAID),
    "/participa/registra/entra-hi/?network={network}": (SIGN_IN, SAID, OK, OK, SAID, SAID),
    "/participa/registra/entra-hi/?member={other}": (SIGN_IN, SAID, SAID, OK, SAID, SAID),
    "/participa/registra/vincle/?other={other}": (SIGN_IN, SAID, OK, OK, SAID, SAID),
    "/el-meu-espai/xarxes/": (SIGN_IN, OK, OK, OK, OK, OK),
    "/el-meu-espai/xarxes/{pk}/membres/": (SIGN_IN, NOT_THERE, NOT_THERE, OK, NOT_THERE, NOT_THERE),
    "POST /el-meu-espai/canvia/network/{pk}/": (SIGN_IN, NOT_THERE, NOT_THERE, OK, NOT_THERE, NOT_THERE),
    "POST /el-meu-espai/xarxes/membership/{stay}/acaba/": (SIGN_IN, NOT_THERE, OK, OK, NOT_THERE, NOT_THERE),
    "POST /el-meu-espai/xarxes/relation/{link}/acaba/": (SIGN_IN, NOT_THERE, OK, NOT_THERE, NOT_THERE, NOT_THERE),
    "/gestio/fitxes/network/{pk}/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "/gestio/fitxes/membership/{stay}/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_THERE, NOT_THERE),
    "/equip/networks/network/{pk}/change/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "/equip/networks/relation/{link}/change/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "/equip/networks/membership/add/": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
}


@pytest.fixture
def world(ours, theirs, make_network, make_entity, staff_user, colleague, let_in):
    """({who: client}, {name in the addresses: value}); «ours» coordinates a network that «theirs» belongs to."""
    network, other = make_network(), make_entity("Una altra", contact_email="altra@exemple.cat")
    network.memberships.create(party=ours[0].party, role="coordinator")
    stay = network.memberships.create(party=theirs[0].party)
    link = Relation.objects.create(kind="shares", from_party=theirs[0].party, to_party=other.party)
    reviewer = colleague("revisa@exemple.cat", "reviewer")
    clients = {"stranger": Client(), "anybody": let_in(Client(), User.objects.create_user("algu@exemple.cat"))}
    clients |= {"member": theirs[1], "coordinator": ours[1], "reviewer": let_in(Client(), reviewer)}
    names = {"network": ref(network), "other": ref(other), "pk": network.pk, "stay": stay.pk, "link": link.pk}
    return clients | {"administrator": let_in(Client(), staff_user)}, names


def said(answer):
    """Return what became of a request: the status, or that one has to sign in, or was told why not in one's space."""
    if answer.status_code == 401 or (answer.redirect_chain and "/entra/" in answer.redirect_chain[-1][0]):
        return SIGN_IN
    if answer.redirect_chain and answer.redirect_chain[-1][0] == "/el-meu-espai/" and 'role="status"' in answer.text:
        return SAID
    return answer.status_code


@pytest.mark.parametrize("address", TABLE)
def test_the_table_holds(world, address):
    clients, names = world
    method, _space, path = address.rpartition(" ")
    path, found = path.format(**names), []
    for who in WHO:
        client = clients[who]
        # The first of the two steps: it asks whether one is sure, and ends nothing.
        found.append(said(client.post(path, follow=True) if method else client.get(path, follow=True)))
    assert tuple(found) == TABLE[address]
    assert not Relation.objects.exclude(until=None).exists()
