"""What the tests themselves stand on: which of them run on PostgreSQL too, what they find there, and that it comes back."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection

from bin.throwaway_postgres import LOCALES
from energies.accounts.models import User
from energies.territory.models import Barri
from energies.vocabulary.models import Theme
from tests.depending import depend_on_database, works_with_database


class Item:
    """As pytest collects them: of a file and a module, with fixtures and marks."""

    def __init__(self, path, *fixtures, module=pytest, **marks):
        self.path, self.fixturenames, self.module, self.marks = path, ["_django_db_helper", *fixtures], module, marks

    def get_closest_marker(self, name):
        return self.marks.get(name)


@pytest.fixture
def file_of(tmp_path):
    return lambda name: tmp_path / f"test_{name}.py"


def test_the_first_of_a_file_depends_on_the_database_and_of_the_others_those_that_show_it(file_of):
    page, search = file_of("page"), file_of("search")
    committing = Item(page, django_db=pytest.mark.django_db(transaction=True).mark)
    first, plain, counting, live = (
        Item(page),
        Item(page),
        Item(page, "django_assert_num_queries"),
        Item(page, "live_server"),
    )
    together, words = Item(page, at_once=pytest.mark.at_once.mark), [Item(search), Item(search)]
    items = [first, plain, counting, live, committing, together, *words]
    assert depend_on_database(items) == [one for one in items if one is not plain]


def test_what_never_asks_a_database_does_not_depend_on_one(file_of):
    item = Item(file_of("search"))
    item.fixturenames = []
    assert depend_on_database([item]) == []


def test_a_file_that_takes_something_of_the_database_by_name_depends_on_it(request):
    assert works_with_database(request.module) and not works_with_database(pytest)


@pytest.mark.django_db(transaction=True)
def test_after_a_test_that_commits_everything_is_as_it_was_before_it():
    rights = Group.objects.get(name="reviewer").permissions.count()
    User.objects.create_user("algu@exemple.cat")
    Barri.objects.filter(pk="73").delete()
    Theme.objects.update(name_ca="x")
    Group.objects.all().delete()
    call_command("flush", verbosity=0, interactive=False)
    assert (User.objects.count(), Barri.objects.count(), Barri.neighbours.through.objects.count()) == (0, 73, 2 * 187)
    assert Theme.objects.filter(name_ca="x").count() == 0 < Theme.objects.count()
    assert Group.objects.get(name="reviewer").permissions.count() == rights > 0


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one way to compare")
def test_letters_are_compared_as_debian_makes_clusters():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT upper('çàï'), pg_encoding_to_char(encoding), datcollate, datctype"
            " FROM pg_database WHERE datname = current_database()"
        )
        upper, encoding, collate, ctype = cursor.fetchone()
    assert (upper, encoding) == ("ÇÀÏ", "UTF8") and collate == ctype and collate in LOCALES
