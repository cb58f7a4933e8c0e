"""Of every kind that has a page: looking how it will look touches nothing."""

import re
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from energies.accounts.models import User
from energies.curation import drafts
from energies.curation.proposable import Maintained, WithPage, get, kinds
from networks.models import Network
from tests.gatherings.conftest import in_days

pytestmark = pytest.mark.django_db
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE)\b", re.IGNORECASE)
PAGES = [one.kind for one in kinds() if isinstance(one, WithPage)]
CHANGED = [one.kind for one in kinds() if isinstance(one, Maintained)]


@contextmanager
def written(found):
    """Collect (the SQL, how many savepoints deep) of what is written meanwhile."""

    def look(execute, sql, params, many, context):
        if WRITES.match(sql):
            found.append((sql, len(connection.savepoint_ids)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield


@pytest.fixture
def author():
    return User.objects.create_user("autora@exemple.cat", name="Mercè", language="ca")


@pytest.fixture
def there(author, make_entity, make_project, make_gathering, make_activity, vocabulary):
    """{kind: something of it that the author keeps up}."""
    entity, project = make_entity("Hort Nostre"), make_project("Rec Viu")
    entity.editors.add(author)
    project.entities.add(entity)
    network = Network.everything.create(name="Llavors", summary="Horts que es passen llavors.", scope="city")
    network.editors.add(author)
    over = make_gathering("Espais que cuiden", number=6, stage="closed", starts_on=in_days(-20).date())
    over.parties.add(entity.party)
    supper = make_activity("Sopar")
    supper.parties.add(entity.party)
    return {
        "project": project, "entity": entity, "network": network, "activity": supper, "return": over, "group_network": network,
    }  # fmt: skip


def rows():
    """All that every table holds."""
    return {model._meta.label: sorted(map(repr, model._base_manager.values_list())) for model in apps.get_models()}


@pytest.mark.parametrize("kind", PAGES)
def test_to_draw_a_page_is_to_write_nothing(kind, there, rf, author):
    request, found = rf.get("/"), []
    request.user = author
    # The first reader of a day writes down what can be chosen in lists, for all.
    get(kind).page(request, there[kind])
    with written(found):
        page = get(kind).page(request, get(kind).model._base_manager.get(pk=there[kind].pk))
    assert page.status_code == 200 and not found


@pytest.mark.parametrize("kind", CHANGED)
def test_a_preview_undoes_all_that_it_puts_in_place(kind, there, author):
    one = drafts.open_change(get(kind), author, there[kind], "ca")
    client, found = Client(), []
    client.force_login(author)
    before, outside = rows(), len(connection.savepoint_ids)
    with written(found):
        page = client.get(f"/el-meu-espai/propostes/{one.pk}/vista-previa/")
    assert page.status_code == 200 and "Així quedarà" in page.text and rows() == before
    # What is put in place to be looked at is inside what is undone; nothing else is written.
    assert all(depth > outside for _sql, depth in found)
