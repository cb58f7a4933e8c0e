"""The page of a review tells all that its decision is about: also what the author left as it was."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from energies.curation import drafts, review
from energies.kernel.images import clean_image
from projects.models import Project
from tests.curation.proposing import ENTITY, fresh

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


@pytest.mark.parametrize("decision", ["approve", "decline"])
def test_what_is_decided_is_not_for_anybody_to_take_on(propose, reviewer, staff_user, decision):
    one, other = propose(), propose("entity")
    getattr(review, decision)(one, by=staff_user, revision=1, text="Fet.")
    offered = reverse("review_take_on", args=[one.pk])
    assert offered not in page_of(reviewer, one)
    reviewer.post(offered, {"act": "take"})
    assert fresh(one).assigned_to is None
    offered = reverse("review_take_on", args=[other.pk])
    assert offered in page_of(reviewer, other)
    reviewer.post(offered, {"act": "take"})
    assert fresh(other).assigned_to == staff_user


@pytest.fixture
def with_a_photo():
    """What one types for a project with a photo, and what is said of it."""
    out = io.BytesIO()
    Image.new("RGB", (800, 500), "teal").save(out, "PNG")
    said = {"image_alt": "Uns tomàquets", "image_author": "Mar", "image_licence": "cc-by", "image_people": "none"}
    picture = drafts.keep_picture(clean_image(ContentFile(out.getvalue(), "foto.png")))
    return {"image": [picture]} | {name: [text] for name, text in said.items()}


def decide_without_the_photo(client, one):
    """Take the tick of the photo away, and no other, as a reviewer does."""
    take = [told.name for told in review.fields_changed(one) if told.name != "image"]
    data = {"act": "approve", "revision": one.revision, "choosing": "1", "take": take, "text": "Sense foto."}
    assert client.post(reverse("review_decide", args=[one.pk]), data).status_code == 302


@pytest.mark.parametrize("of_a_change", [False, True])
def test_what_is_said_of_a_photo_left_out_goes_with_it(
    propose, change, reviewer, staff_user, with_a_photo, of_a_change
):
    if of_a_change:
        project = review.approve(propose(), by=staff_user, revision=1)
        one = change(project, schedule=["Dijous"], **with_a_photo)
    else:
        one = propose(schedule=["Dijous"], **with_a_photo)
    decide_without_the_photo(reviewer, one)
    project = Project.objects.get()
    assert (project.schedule, project.image, project.image_alt, project.image_licence) == ("Dijous", "", "", "")
    told = {row.name: row.left_out for row in review.fields_changed(fresh(one))}
    about = {"image", "image_alt", "image_author", "image_licence", "image_people"}
    assert {name for name, left_out in told.items() if left_out} == about and "schedule" in told
    assert page_of(reviewer, one).count("Va quedar fora") == len(about)
