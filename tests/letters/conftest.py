"""A small city in which every letter can be sent, and what was sent."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from energies.accounts.models import User
from energies.kernel import mail
from gatherings.models import Gathering
from networks.models import Network
from tests.gatherings.conftest import in_days, make_activity, make_gathering  # noqa: F401


@pytest.fixture
def kinds_sent(monkeypatch):
    """{Message-ID: kind of the letter}, as letters are written."""
    written, kept = mail.written, {}

    def write(*args, **kwargs):
        letter = written(*args, **kwargs)
        kept[letter["id"]] = letter["kind"]
        return letter

    monkeypatch.setattr(mail, "written", write)
    return kept


@pytest.fixture
def world(make_entity, make_project, make_activity, make_gathering, staff_user, let_in, kinds_sent):  # noqa: F811
    """Returns a function that makes the world of a scene in which everybody reads one language."""

    def make(language):
        author = User.objects.create_user("nosaltres@exemple.cat", name="Anna", language=language)
        other_side = User.objects.create_user("elles@exemple.cat", name="Berta", language=language)
        User.objects.filter(pk=staff_user.pk).update(language=language)
        staff_user.refresh_from_db()
        entity, other = make_entity("Hort Nostre", lang=language), make_entity("Ateneu Seu", lang=language)
        entity.editors.add(author)
        other.editors.add(other_side)
        network = Network.objects.create(name="Llavors", summary="Horts que es passen llavors.", scope="city")
        network.editors.add(author, other_side)
        kept = {}
        w = SimpleNamespace(language=language, author=author, other_side=other_side, staff=staff_user,
                            entity=entity, other=other, network=network)  # fmt: skip

        def once(name, make_it):
            if name not in kept:
                kept[name] = make_it()
            return kept[name]

        def call():
            today = timezone.localdate()
            days = {"call_opens_on": today, "call_closes_on": today + timedelta(days=3)}
            return once("call", lambda: make_gathering("La crida", stage="call_open", number=7, **days))

        def past():
            return once(
                "past", lambda: make_gathering("La passada", number=6, starts_on=in_days(-5).date(), stage="under_way")
            )

        def group():
            one = past().working_groups.create(name="Claus", summary="Compartir sales.")
            one.parties.add(entity.party)
            return one

        def an_activity(**fields):
            one = make_activity(**({"minutes": 90} if "gathering" in fields else {}), **fields)
            one.parties.add(entity.party)
            return one

        def a_project():
            one = make_project("Rec Viu")
            one.entities.add(entity)
            return one

        def a_return():
            one = make_gathering("La que s’acaba", stage="closed", number=5, starts_on=in_days(-20).date())
            one.parties.add(entity.party)
            return Gathering.everything.get(pk=one.pk)

        def path(name, *args):
            with translation.override(language):
                return reverse(name, args=args)

        def post(person, address, **data):
            client = Client(headers={"host": "127.0.0.1"})
            if person:
                let_in(client, person)
            answer = client.post(address, data)
            assert answer.status_code in (200, 302), (address, answer.status_code, answer.text[:3000])
            return answer

        def forget():
            outbox.outbox.clear()

        w.call, w.past, w.group, w.an_activity, w.a_project, w.a_return = (
            call,
            past,
            group,
            an_activity,
            a_project,
            a_return,
        )
        w.path, w.post, w.forget = path, post, forget
        return w

    return make


@pytest.fixture
def reader(let_in, staff_user):
    """Returns a function that gives a client of whoever reads the letters that go to an address."""

    def sign_in(email):
        client = Client()
        if email in (settings.STAFF_EMAIL, staff_user.email):
            return let_in(client, staff_user)
        client.force_login(User.objects.known_or_new(email, language="ca"))
        return client

    return sign_in
