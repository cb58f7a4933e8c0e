"""Nothing of a proposal shows before it is approved, nor after what it made is hidden: no word and no file."""

import io
import random

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation
from PIL import Image

from energies.curation import drafts, review
from energies.curation.models import Submission
from energies.kernel.images import clean_image
from projects.models import Project
from tests.files import status
from tests.site.test_leaks import surfaces

STATES = ["draft", "pending", "asked", "declined", "withdrawn"]
LETTERS = "bcdfghjklmnpqrstvwxz"


def a_word(seed):
    """A word that nothing else on the site has: the same for the same seed."""
    chance = random.Random(seed)
    return "Zq" + "".join(chance.choice(LETTERS) + chance.choice("aeiou") for _ in range(5))


@pytest.fixture
def a_photo():
    out = io.BytesIO()
    Image.new("RGB", (900, 500), "teal").save(out, "PNG")
    return drafts.keep_picture(clean_image(ContentFile(out.getvalue(), "foto.png")))


def saying(word, photo):
    """Whatever the form lets one say, in one word."""
    texts = ("name", "summary", "description", "address", "schedule", "how_to_take_part", "tags", "entity_name")
    return {
        **{name: [word] for name in texts},
        **{"needs-0-text": [word], "offers-0-kind": ["space"], "offers-0-text": [word], "links-0-label": [word]},
        **{"links-0-url": [f"https://{word.lower()}.example.org"], "public_phone": ["930 111 222"]},
        **{"texts-0-lang": ["es"], "texts-0-name": [word], "texts-0-summary": [word], "texts-0-description": [word]},
        **{"image": [photo], "image_alt": [word], "image_author": [word], "image_licence": ["cc0"]},
        "image_people": ["none"],
    }


def everywhere(word):
    """Every public address, and searches for the word, in three languages."""
    yield from surfaces()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            search, suggestions = reverse("search"), reverse("suggestions")
            projects, entities = reverse("projects"), reverse("entities")
        # By its beginning: a page repeats the whole word that was asked for.
        yield f"{search}?q={word[:5].lower()}"
        yield f"{suggestions}?q={word[:5].lower()}"
        yield f"{projects}?view=map"
        yield f"{projects}?q={word[:5].lower()}"
        yield f"{entities}?q={word[:5].lower()}"


def showing(client, word, photo):
    """The public addresses that show the word, or give the photo."""
    shown = [path for path in everywhere(word) if word.lower() in client.get(path).text.lower()]
    return shown + [name for name in [photo] if status(client, reverse("public_media", args=[name])) != 404]


def brought_to(state, propose, by, word, photo):
    one = propose(**saying(word, photo))
    if state == "draft":
        Submission.objects.filter(pk=one.pk).delete()
        one.pk, one.state, one._state.adding = None, "draft", True
        one.save()
    elif state == "asked":
        review.ask(one, by=by, revision=1, text=word)
    elif state == "declined":
        review.decline(one, by=by, revision=1, text=word)
    elif state == "withdrawn":
        one.withdraw()
    return Submission.objects.get(state=state)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("state", STATES)
def test_what_was_not_approved_shows_nowhere(propose, staff_user, client, a_photo, state, seed):
    word = a_word(f"{state} {seed}")
    brought_to(state, propose, staff_user, word, a_photo)
    assert showing(client, word, a_photo) == []


@pytest.mark.django_db(transaction=True)  # a picture goes with the commit
@pytest.mark.parametrize("act", ["hide", "remove"])
def test_what_was_approved_shows_until_it_is_hidden(propose, staff_user, client, a_photo, act):
    word = a_word(act)
    project = review.approve(propose(**saying(word, a_photo)), by=staff_user, revision=1)
    project = Project.objects.get(pk=project.pk)
    entity = project.entities.get()
    media = [reverse("public_media", args=[row["jpeg"]]) for row in project.renditions]
    shown = showing(client, word, a_photo)
    assert {"/projectes/", "/", f"/cerca/?q={word[:5].lower()}"} <= set(shown)
    assert a_photo not in shown and media and {status(client, url) for url in media} == {200}
    for entry in (project, entity):
        getattr(entry, act)(by=staff_user, why="prova")
    assert showing(client, word, a_photo) == []
    assert {status(client, url) for url in media} == {404}


def test_a_change_that_waits_shows_nothing_new(propose, change, staff_user, client, a_photo):
    word = a_word("change")
    project = review.approve(propose(), by=staff_user, revision=1)
    said = saying(word, a_photo)
    change(project, **{name: texts for name, texts in said.items() if not name.startswith("entity_")})
    assert showing(client, word, a_photo) == []
    assert word not in client.get(project.get_absolute_url()).text
