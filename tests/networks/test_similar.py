"""Who answers for an entity that nobody keeps up is known by the normal form of its address, and by nothing that looks alike."""

import re

import pytest
from django.core import mail

from energies.accounts.models import User
from energies.entries import parties
from networks.models import Relation
from tests.networks.test_both_sides import TELL, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def reached(make_entity):
    """An entity that nobody keeps up yet, reached at an address."""
    return make_entity("Sense Gent", contact_email="Ana@bici.cat")


@pytest.mark.parametrize(
    ("address", "answers"),
    [
        ("ana@bici.cat", True),
        ("ANA@BICI.CAT", True),
        ("ana@ｂｉｃｉ.cat", True),
        ("ana@b\u0131c\u0131.cat", False),
        ("ana@b\u0130c\u0130.cat", False),
        ("ana@xn--bc-hpab.cat", False),
    ],
)
def test_only_whoever_reads_its_address_answers_for_it(reached, address, answers):
    user = User.objects.create_user(address)
    assert parties.may_answer(user, reached) is answers
    assert parties.edited_by(user) == ([reached] if answers else [])


def test_an_entity_without_an_address_is_nobodys(make_entity):
    entity = make_entity("Sense Adreça")
    assert parties.edited_by(User.objects.create_user("ana@bici.cat")) == [] and parties.contacts(entity) == {}


def test_two_spellings_of_its_address_get_one_letter(make_entity, make_project):
    project = make_project(contact_email="pau@cançó.cat")
    project.entities.add(make_entity(contact_email="PAU@xn--can-4la4d.cat"))
    assert [key for key in parties.contacts(project)] == ["pau@xn--can-4la4d.cat"]
    assert len(parties.answerers(project)) == 1


def test_the_link_of_the_letter_acts_as_whoever_reads_that_address(ours, reached, post, client):
    other = User.objects.create_user("ana@b\u0131c\u0131.cat")
    post(ours[1], TELL, **told(ours[0], "shares", reached))
    letter = mail.outbox[-1]
    assert letter.to == ["Ana@bici.cat"]
    client.post(re.search(r"http://127.0.0.1:8000(/\S+)", letter.body)[1], {"act": "accept"})
    assert Relation.objects.count() == 1
    made = User.objects.exclude(pk__in=[other.pk, ours[1].user.pk]).get()
    assert made.email == "Ana@bici.cat"
