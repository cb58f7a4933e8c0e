"""A letter and what it tells of are committed together or not at all, whatever the act."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from energies.accounts.models import User
from energies.curation import drafts, team_changes
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.kernel import mail
from energies.pagecache.models import ContentVersion
from gatherings import places
from gatherings.importing import rows
from gatherings.importing.read import ImportedEvent
from gatherings.models import Activity
from networks.models import Membership, Network
from tests.curation.proposing import PROJECT, sent

pytestmark = pytest.mark.django_db(transaction=True)

# What is counted and remembered apart from what people do.
BESIDES = {"sessions", "operations", "search", "contenttypes", "auth", "django_tasks_database"}


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()


@pytest.fixture
def as_in_production(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def everything():
    """Return all rows of the tables that hold what people do; of proposals, without what is typed, which is kept first."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in BESIDES]
    parts = {Submission: ("pk", "state", "revision")}
    rows = {model: model._base_manager.values_list(*parts.get(model, ())) for model in models}
    return {model._meta.label: sorted(map(repr, found)) for model, found in rows.items() if model is not ContentVersion}


def queued():
    """Return how many letters wait."""
    return DBTaskResult.objects.filter(task_path=mail.deliver.module_path).count()


@pytest.fixture
def author(territory, vocabulary):
    return User.objects.create_user("autora@exemple.cat", name="Mercè")


@pytest.fixture
def signed_in(author):
    client = Client(raise_request_exception=False)
    client.force_login(author)
    return client


@pytest.fixture
def draft(author):
    one = drafts.start(get("project"), author, "ca")
    one.data, one.label = PROJECT, "Rec Viu"
    one.save()
    return one


@pytest.fixture
def activity(territory, vocabulary):
    soon = timezone.now() + timedelta(days=7)
    return Activity.everything.create(
        name="Sopar", summary="Sopar.", axis="activities", kind="meal", venue="Ateneu", barri_id="01",
        starts_at=soon, ends_at=soon + timedelta(hours=2), sign_up="required", capacity=10,
    )  # fmt: skip


@pytest.fixture
def kept_up(make_entity, author):
    """An entity that the author keeps up."""
    entity = make_entity("Ateneu", contact_email="ateneu@exemple.cat")
    entity.editors.add(author)
    return entity


# Each of these makes what an act needs, and returns the act.


@pytest.fixture
def send_a_proposal(signed_in, draft):
    return lambda: signed_in.post(reverse("submission_edit", args=[draft.pk]), PROJECT | {"send": "1"})


@pytest.fixture
def ask_the_other_side(signed_in, make_entity, kept_up):
    other = make_entity("Casal", contact_email="casal@exemple.cat")
    data = {"mine": f"entity.{kept_up.pk}", "verb": "shares", "other": f"entity.{other.pk}", "lang": "ca"}
    path = reverse("relate")
    signed_in.post(path, data | {"save": ""})
    draft = Submission.objects.get()
    return lambda: signed_in.post(reverse("submission_edit", args=[draft.pk]), data | {"send": "1"})


@pytest.fixture
def propose_as_the_team(staff_user, let_in, kept_up):
    client = let_in(Client(raise_request_exception=False), staff_user)
    draft = team_changes.open_draft(kept_up, by=staff_user, awaits="entity", language="ca")
    data = draft.data | {"summary": ["Una altra frase."], "why": ["Perquè sí."], "send": ["1"], "understood": ["on"]}
    return lambda: client.post(reverse("submission_edit", args=[draft.pk]), data)


@pytest.fixture
def pending(draft):
    return sent(draft, PROJECT)


@pytest.fixture
def write_to_the_author(staff_user, let_in, pending):
    client = let_in(Client(raise_request_exception=False), staff_user)
    return lambda: client.post(reverse("review_write", args=[pending.pk]), {"note-text": "Quan hi sou?"})


@pytest.fixture
def decline(staff_user, let_in, pending):
    client = let_in(Client(raise_request_exception=False), staff_user)
    data = {"act": "decline", "revision": pending.revision, "text": "No hi cap."}
    return lambda: client.post(reverse("review_decide", args=[pending.pk]), data)


@pytest.fixture
def leave_a_network(signed_in, kept_up):
    network = Network.everything.create(name="Xarxa", summary="Xarxa.", scope="city")
    network.editors.add(User.objects.create_user("xarxa@exemple.cat"))
    stay = Membership.everything.create(network=network, party=kept_up.party, since=timezone.localdate())
    return lambda: signed_in.post(reverse("end_link", args=["membership", stay.pk]), {"sure": "1"})


@pytest.fixture
def bring_a_calendar(author, kept_up):
    day = str(timezone.localdate() + timedelta(days=9))
    found = ImportedEvent("1@exemple.cat", "Sopar", "Cadascú porta el seu plat.", day, "19:00", "21:00", day, "Ateneu")
    asked_once = {"venue": "", "audience": "everybody", "themes": []} | dict.fromkeys(Activity.CARE, "unknown")
    shared = {"organiser": f"entity.{kept_up.pk}", "axis": "activities", "kind": "meal", "barri": "01"} | asked_once
    return lambda: rows.propose([(found, shared)], author)


@pytest.fixture
def write_to_the_team(client):
    client.raise_request_exception = False
    data = {"about": "other", "text": "Hola, tinc una pregunta.", "email": "ona@exemple.cat"}
    return lambda: client.post(reverse("contact"), data)


@pytest.fixture
def sign_up(activity):
    return lambda: places.sign_up(activity, name="Aina", email="aina@exemple.cat")


@pytest.fixture
def ask_for_a_code(client):
    client.raise_request_exception = False
    return lambda: client.post(reverse("sign_in"), {"email": "aina@exemple.cat"})


ACTS = (
    "send_a_proposal",
    "ask_the_other_side",
    "propose_as_the_team",
    "write_to_the_author",
    "decline",
    "leave_a_network",
    "bring_a_calendar",
    "write_to_the_team",
    "sign_up",
    "ask_for_a_code",
)


@pytest.mark.parametrize("name", ACTS)
def test_what_cannot_be_told_is_not_done_and_what_is_done_is_told(name, request, as_in_production, monkeypatch):
    act = request.getfixturevalue(name)
    before = everything()
    with monkeypatch.context() as broken:

        def fails(letter):
            raise MemoryError

        broken.setattr(mail, "_queue", fails)
        with suppress(MemoryError):
            assert act().status_code == 500
    assert everything() == before and not queued()
    act()
    assert queued() == 1 and (everything() != before or name == "ask_for_a_code")


def test_a_letter_outside_a_transaction_is_an_error(db):
    with pytest.raises(TransactionManagementError):
        mail.queue("Hola", "Hola.", to=["aina@exemple.cat"])


@pytest.mark.django_db
def test_nor_does_the_transaction_of_a_test_count_as_one():
    with pytest.raises(TransactionManagementError):
        mail.queue("Hola", "Hola.", to=["aina@exemple.cat"])
    with transaction.atomic():
        mail.queue("Hola", "Hola.", to=["aina@exemple.cat"])
