"""What both sides have not agreed on, or one of them may not show, is on no public page, search, map, export or sitemap."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from energies.curation import review
from energies.curation.models import Submission
from energies.entries.parties import ref
from networks.models import Relation
from tests.site.test_leaks import surfaces

WORD = "Xilòfon"


def everywhere(*entries):
    """Every public address, those of ``entries``, searches for the word, and the exports, in three languages."""
    yield from surfaces()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield from (entry.get_absolute_url() for entry in entries)
            for name in ("search", "suggestions", "networks", "projects", "entities"):
                # By its beginning: a page repeats the whole word that was asked for.
                yield f"{reverse(name)}?q=xilof"
            yield f"{reverse('networks')}?view=map"
            yield from (reverse("graph_export", args=[form]) for form in ("json", "csv", "graphml"))


def showing(word, *entries):
    """The public addresses that show the word, as written or in an address, to a stranger."""
    client = Client()
    pages = {path: client.get(path).content.decode("utf-8-sig").lower() for path in everywhere(*entries)}
    shown = (word.lower(), word.lower().encode("ascii", "backslashreplace").decode(), "xilofon")
    return {path for path, text in pages.items() if any(one in text for one in shown)}


def brought_to(one, state, by):
    """Bring a waiting submission to a state, as the people concerned would."""
    if state == "declined":
        review.decline(one, by=by, revision=one.revision, text=WORD)
    elif state == "withdrawn":
        one.withdraw()
    elif state == "draft":
        one.withdraw()
        one.resume()
    assert Submission.objects.get().state == state


STATES = ["draft", "pending", "declined", "withdrawn"]


@pytest.mark.parametrize("state", STATES)
def test_a_relation_that_was_not_agreed_on_shows_nowhere(relate, ours, theirs, state):
    one = relate(words=WORD)
    brought_to(one, state, theirs[1].user)
    assert showing(WORD, ours[0], theirs[0]) == set()
    assert "Ateneu Seu" not in Client().get(ours[0].get_absolute_url()).text


@pytest.mark.parametrize("asked_by", ["member", "network"])
@pytest.mark.parametrize("state", STATES)
def test_a_member_that_was_not_agreed_on_shows_nowhere(ours, theirs, make_network, post, state, asked_by):
    network = make_network()
    network.memberships.create(party=ours[0].party, role="coordinator")
    asking, asked = (theirs[1], ours[1]) if asked_by == "member" else (ours[1], theirs[1])
    said = {"network": ref(network), "member": ref(theirs[0]), "role": "member", "words": WORD, "asked_by": asked_by}
    assert post(asking, "/participa/registra/entra-hi/", **said, send="1").status_code == 302
    brought_to(Submission.objects.get(), state, asked.user)
    assert showing(WORD, network, ours[0], theirs[0]) == set()
    assert "Ateneu Seu" not in Client().get(network.get_absolute_url()).text
    assert network.name not in Client().get(theirs[0].get_absolute_url()).text


def test_what_was_agreed_shows_on_both_pages(relate, ours, theirs, post):
    one = relate(words=WORD)
    review.approve(one, by=theirs[1].user, revision=1)
    assert {ours[0].get_absolute_url(), theirs[0].get_absolute_url()} <= showing(WORD, ours[0], theirs[0])


@pytest.fixture
def tied(make_project, make_entity, make_network):
    """A loud project in a quiet network, tied to a quiet entity; a loud network of which the quiet entity is part."""
    project, entity = make_project(f"{WORD} projecte"), make_entity("Tranquil·la")
    quiet, loud = make_network("Xarxa tranquil·la"), make_network(f"{WORD} xarxa", summary=WORD, meets=WORD)
    quiet.memberships.create(party=project.party, role="coordinator")
    quiet.memberships.create(party=entity.party)
    loud.memberships.create(party=entity.party)
    Relation.objects.create(kind="lends_space", from_party=entity.party, to_party=project.party, words=WORD)
    return project, entity, quiet, loud


@pytest.mark.parametrize("act", ["hide", "remove"])
def test_a_hidden_side_takes_its_links_with_it(tied, staff_user, act, django_capture_on_commit_callbacks):
    project, entity, quiet, loud = tied
    assert {entity.get_absolute_url(), quiet.get_absolute_url(), "/xarxes/?view=map"} <= showing(WORD, entity, quiet)
    with django_capture_on_commit_callbacks(execute=True):
        getattr(project, act)(by=staff_user, why="prova")
        getattr(loud, act)(by=staff_user, why="prova")
    assert showing(WORD, entity, quiet) == set()


def test_a_hidden_side_that_comes_back_brings_its_links(tied, staff_user):
    project, entity, quiet, _loud = tied
    project.hide(by=staff_user, why="prova")
    project.show(by=staff_user)
    assert {entity.get_absolute_url(), quiet.get_absolute_url()} <= showing(WORD, entity, quiet)


def test_what_has_ended_shows_no_more_among_what_holds(tied, staff_user):
    project, entity, _quiet, _loud = tied
    Relation.objects.get().end_on(project.created_at.date(), by=staff_user)
    page = Client().get(entity.get_absolute_url()).text
    assert "Cedeix espai a" not in page
