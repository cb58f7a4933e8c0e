"""The invented city, and somebody of the team who walks it."""

import pytest
from django.test import Client

from energies.accounts.models import User
from tests.fuzz.conftest import city  # noqa: F401
from tests.fuzz.walking import of_a_test


@pytest.fixture
def team_of_city(city, let_in, django_db_blocker):  # noqa: F811
    """A client of somebody of the team in the city; what a test does there is undone after it."""
    from django.db import transaction

    with django_db_blocker.unblock(), of_a_test():
        yield let_in(Client(), User.objects.get(email="equip@exemple.cat"))
        transaction.set_rollback(True)
