"""Two entities that somebody keeps up, and a network."""

import pytest
from django.test import Client

from energies.accounts.models import User
from networks.models import Network


@pytest.fixture
def make_network(territory, vocabulary):
    """Returns a function that makes a visible network of the whole city."""

    def make(name="Llavors i Compost", **fields):
        fields = {"scope": "city", "summary": "Horts que es passen llavors.", **fields}
        return Network.everything.create(name=name, **fields)

    return make


@pytest.fixture
def ours(make_entity):
    """An entity, and a client of whoever keeps it up."""
    return _kept_up(make_entity("Hort Nostre"), "nosaltres@exemple.cat")


@pytest.fixture
def theirs(make_entity):
    return _kept_up(make_entity("Ateneu Seu"), "elles@exemple.cat")


def _kept_up(entity, email):
    person = User.objects.create_user(email, language="ca")
    entity.editors.add(person)
    client = Client()
    client.force_login(person)
    client.user = person
    return entity, client


@pytest.fixture
def post(django_capture_on_commit_callbacks):
    """Returns a function that posts and lets letters and drawings go."""

    def act(client, path, **data):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, data)

    return act


@pytest.fixture
def relate(ours, theirs, post):
    """Returns a function by which ours tells of a relation with theirs; gives the Submission."""
    from energies.curation.models import Submission

    def ask(verb="lends_space", **data):
        (mine, client), (other, _client) = ours, theirs
        said = {"mine": f"entity.{mine.pk}", "verb": verb, "other": f"entity.{other.pk}", "lang": "ca", **data}
        answer = post(client, "/participa/registra/vincle/", **said, send="1")
        assert answer.status_code == 302, answer.context["form"].errors
        return Submission.objects.filter(kind="relation").latest("pk")

    return ask


@pytest.fixture
def reviewer(staff_user, let_in):
    """A client of the team."""
    return let_in(Client(), staff_user)
