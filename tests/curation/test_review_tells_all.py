"""The page of a review tells all that its decision is about: also what the author left as it was."""

import pytest
from django.urls import reverse

from energies.curation import review
from projects.models import Project
from tests.curation.proposing import ENTITY

HOME = "Carrer de Sants 12, 3r 2a"


def page_of(client, one):
    return client.get(reverse("review", args=[one.pk])).text


@pytest.mark.parametrize("kind", ["project", "entity"])
@pytest.mark.parametrize(
    ("exposure", "told"),
    [
        ("barri", "Només el barri. L’adreça no serà pública."),
        ("exact", "Exacte: l’adreça i el punt són públics."),
    ],
)
def test_beside_an_address_it_says_what_may_be_told_of_it(propose, reviewer, kind, exposure, told):
    one = propose(kind, address=[HOME], exposure=[exposure], exact_agreed=["on"])
    assert f"Què es pot dir del lloc? {told}" in page_of(reviewer, one)


def test_of_a_change_to_the_address_alone_too_and_once_decided(propose, change, reviewer, staff_user):
    project = review.approve(propose(exposure=["barri"]), by=staff_user, revision=1)
    one = change(project, address=[HOME])
    assert "L’adreça no serà pública." in page_of(reviewer, one)
    review.approve(one, by=staff_user, revision=1)
    assert "L’adreça no serà pública." in page_of(reviewer, one)
    assert Project.objects.get().public_address == ""


def test_without_an_address_nothing_is_said_of_it(propose, reviewer):
    assert not ENTITY.get("address") and "L’adreça" not in page_of(reviewer, propose("entity"))
