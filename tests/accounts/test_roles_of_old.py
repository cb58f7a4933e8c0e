"""What the migration makes of a team that had no roles."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection

from energies.accounts.models import User
from energies.accounts.roles import ROLES

pytestmark = pytest.mark.django_db
MIGRATION = import_module("energies.accounts.migrations.0003_roles_and_sealed_secrets")


class Editor:
    connection = connection


def roles_of(person):
    return set(person.groups.values_list("name", flat=True))


def test_who_was_on_the_staff_goes_on_reviewing_and_organising():
    Group.objects.all().delete()
    old, outside = User.objects.create_user("a@exemple.cat", is_staff=True), User.objects.create_user("b@exemple.cat")
    first = User.objects.create_superuser("c@exemple.cat")
    other = User.objects.create_user("d@exemple.cat", is_staff=True)
    other.groups.add(Group.objects.create(name="una altra"))
    MIGRATION.give_roles(apps, Editor)
    MIGRATION.give_roles(apps, Editor)
    assert roles_of(old) == {"reviewer", "gatherings_editor"}
    assert (roles_of(outside), roles_of(first), roles_of(other)) == (set(), set(), {"una altra"})
    assert set(ROLES) <= set(Group.objects.values_list("name", flat=True))
