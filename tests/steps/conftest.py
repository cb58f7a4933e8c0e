"""The invented city, and somebody of the team who walks it."""

import pytest
from django.test import Client

from energies.accounts.models import User
from tests.fuzz.conftest import city  # noqa: F401


@pytest.fixture
def team_of_city(db, city, let_in):  # noqa: F811
    """A client of somebody of the team in the city; what a test does there is undone after it."""
    return let_in(Client(), User.objects.get(email="equip@exemple.cat"))
