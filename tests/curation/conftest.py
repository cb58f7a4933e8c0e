"""People who propose and people who review."""

import pytest

from energies.accounts.models import User
from energies.curation import drafts
from energies.curation.proposable import get
from tests.curation.proposing import ENTITY, PROJECT, author_of, sent


@pytest.fixture
def author(db):
    return User.objects.create_user("autora@exemple.cat", name="Mercè")


@pytest.fixture
def author_client(client, author):
    client.force_login(author)
    return client


@pytest.fixture
def reviewer(staff_user, let_in):
    """A client of the team, apart from the author’s."""
    from django.test import Client

    return let_in(Client(), staff_user)


@pytest.fixture
def propose(territory, vocabulary, author):
    """Returns a function that sends a proposal of something new and returns the Submission."""

    def send(kind="project", by=author, **data):
        data = (PROJECT if kind == "project" else ENTITY) | data
        submission = drafts.start(get(kind), by, "ca")
        submission.data, submission.label = data, data["name"][0]
        submission.save()
        return sent(submission, data)

    return send


@pytest.fixture
def change(propose):
    """Returns a function that sends a change to something the author edits."""

    def send(target, **data):
        submission = drafts.open_change(get(target._meta.model_name), author_of(target), target, "ca")
        return sent(submission, submission.data | {"understood": ["on"]} | data)

    return send
