"""A double click: the same form twice at the same instant, from two connections, is one act and one letter."""

import re
from datetime import timedelta
from itertools import count

import pytest
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from energies.accounts.models import User
from energies.curation import drafts, review
from energies.curation.models import Submission
from energies.curation.models import SubmissionMessage as Word
from energies.curation.proposable import get, kinds
from energies.operations import idempotency
from energies.operations.idempotency import Received
from energies.site.models import ContactMessage
from gatherings import places
from gatherings.models import Registration, SignUpMessage
from networks.models import Network
from tests.curation.proposing import ENTITY, PROJECT, sent
from tests.curation.test_at_once import a_database_that_threads_share, at_once  # noqa: F401
from tests.gatherings.conftest import in_days

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.at_once, pytest.mark.once]

REGISTER = "/participa/registra/"


class City:
    """Somebody who keeps an entity up, and what there is for them to propose something about."""

    def __init__(self, make_entity, make_project, make_gathering):
        self.person = User.objects.create_user("nosaltres@exemple.cat", language="ca")
        self.ours, self.theirs = make_entity("Hort Nostre"), make_entity("Ateneu Seu", contact_email="seu@exemple.cat")
        self.ours.editors.add(self.person)
        self.project = make_project("Taula Nostra")
        self.project.entities.add(self.ours)
        self.past = make_gathering(number=6, stage="closed", starts_on=in_days(-20).date())
        self.past.parties.set([self.ours.party])
        self.network = Network.objects.create(name="Llavors i Compost", summary="Horts.", scope="city")
        self.network.editors.add(User.objects.create_user("xarxa@exemple.cat"))
        self.group = self.past.working_groups.create(name="Claus i calaixos", summary="Compartir sales.")
        self.group.parties.add(self.ours.party, self.theirs.party)


@pytest.fixture
def city(make_entity, make_project, make_gathering):
    return City(make_entity, make_project, make_gathering)


@pytest.fixture
def twice():
    """Returns a function that sends a form twice at once as ``user``, and gives where both were led: to one page.

    The script of a form counts each press (``turn``).
    """

    def send(path, data, user=None):
        turns = count(1)

        def press():
            client = Client()
            if user:
                client.force_login(user)
            return client.post(path, data | {"turn": str(next(turns))})

        answers = at_once(press, press)
        assert [getattr(one, "status_code", one) for one in answers] == [302, 302], answers
        (place,) = {one["Location"] for one in answers}
        return place

    return send


def typed(city, kind):
    """Return (address of the form, what is typed into it) of something new of a kind."""
    ours, theirs = f"entity.{city.ours.pk}", f"entity.{city.theirs.pk}"
    network = {"founder": ours, "lang": "ca", "summary": "Compartir sales.", "scope": "city", "joining": "open",
               "understood": "on"}  # fmt: skip
    day = (timezone.localdate() + timedelta(days=10)).isoformat()
    return {
        "project": ("", PROJECT),
        "entity": ("entitat/", ENTITY),
        "activity": ("activitat/", {
            "name": "Sopar d’olla", "lang": "ca", "organisers": ours, "summary": "Cadascú porta el seu plat.",
            "axis": "activities", "kind": "meal", "audience": "everybody", "day": day, "starts": "20.30", "ends": "23:00",
            "venue": "Hort de mostra", "exposure": "barri", "free": "on", "sign_up": "none", "understood": "on",
        }),
        "network": ("xarxa/", network | {"name": "Xarxa de sales"}),
        "group_network": ("xarxa-de-grup/", network | {"name": "Xarxa de claus", "group": city.group.pk}),
        "relation": ("vincle/", {"mine": ours, "verb": "lends_space", "other": theirs, "lang": "ca"}),
        "membership": ("entra-hi/", {"member": ours, "network": f"network.{city.network.pk}", "asked_by": "member",
                                       "role": "member", "lang": "ca"}),
        "origin": ("origen/", {"of": f"project.{city.project.pk}", "gathering": city.past.pk, "kind": "born"}),
    }[kind]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(one.kind for one in kinds() if one.kind not in ("return", "follow_up")))
def test_something_new_of_each_kind_is_proposed_once(city, twice, kind):
    """Of «return» there is nothing new: it is a change to its Trobada, a draft already."""
    path, data = typed(city, kind)
    place = twice(f"{REGISTER}{path}", data | {"send": "1"}, city.person)
    one = Submission.objects.get(kind=kind)
    assert one.state == "pending" and place == one.get_absolute_url()


@pytest.mark.parametrize("kind", sorted(one.kind for one in kinds() if one.kind not in ("return", "follow_up")))
def test_a_draft_of_each_kind_is_sent_once_with_one_letter(city, twice, kind):
    path, data = typed(city, kind)
    client = Client()
    client.force_login(city.person)
    client.post(f"{REGISTER}{path}", data | {"save": "draft"})
    draft = Submission.objects.get(kind=kind)
    mail.outbox.clear()
    twice(f"/el-meu-espai/propostes/{draft.pk}/edita/", data | {"send": "1"}, city.person)
    draft.refresh_from_db()
    assert (draft.state, draft.revision) == ("pending", 1)
    assert len({(*one.to, one.subject) for one in mail.outbox}) == len(mail.outbox)


def test_one_signs_up_once_and_gets_one_letter(make_activity, twice):
    make_activity(sign_up="required", capacity=10)
    data = {"name": "Aina", "email": "aina@exemple.cat", "people": "2", "understood": "on"}
    pages = at_once(*[lambda: Client().post("/activitats/sopar-d-olla/apunta-t-hi/", data)] * 2)
    assert {one.status_code for one in pages} == {200} and pages[0].text == pages[1].text
    assert "aina@exemple.cat" in pages[0].text
    assert Registration.objects.count() == 1 and len(mail.outbox) == 1


def test_a_letter_to_the_team_is_one(twice):
    twice(reverse("contact"), {"about": "other", "text": "Bon dia", "name": "Aina"})
    assert ContactMessage.objects.count() == 1 and len(mail.outbox) == 1


def test_a_yes_given_by_the_link_of_a_letter_is_one(city):
    client, data = Client(), typed(city, "relation")[1]
    client.force_login(city.person)
    client.post(f"{REGISTER}vincle/", data | {"send": "1"})
    link = re.search(r"http://127.0.0.1:8000(/\S+)", mail.outbox[-1].body)[1]
    pages = at_once(*[lambda: Client().post(link, {"act": "accept"})] * 2)
    assert pages[0].text == pages[1].text and "Ja és públic." in pages[0].text


def test_a_message_to_all_who_come_is_one(city, make_activity, twice):
    activity = make_activity(sign_up="required", capacity=10)
    activity.parties.add(city.ours.party)
    places.confirm(places.sign_up(activity, name="Aina", email="aina@exemple.cat"))
    mail.outbox.clear()
    twice(f"/el-meu-espai/activitats/{activity.pk}/missatge/", {"text": "Porteu got.", "letters": "1"}, city.person)
    assert SignUpMessage.objects.count() == 1 and len(mail.outbox) == 1


def test_a_word_about_a_proposal_is_one(city, twice, staff_user):
    draft = drafts.start(get("entity"), city.person, "ca")
    draft.data, draft.label = ENTITY, "Amics del Rec"
    draft.save()
    one = sent(draft, ENTITY)
    review.ask(one, by=staff_user, revision=1, text="Quin any?", fields=[])
    mail.outbox.clear()
    twice(f"/el-meu-espai/propostes/{one.pk}/fes/", {"act": "answer", "text": "El 2015."}, city.person)
    assert Word.objects.filter(text="El 2015.").count() == 1


def test_the_second_is_told_what_the_first_was_told(city):
    client, data = Client(), ENTITY | {"send": "1"}
    client.force_login(city.person)
    first = client.post(f"{REGISTER}entitat/", data, follow=True)
    again = client.post(f"{REGISTER}entitat/", data, follow=True)
    assert first.redirect_chain == again.redirect_chain
    assert "Enviat" in first.text and "Enviat" in again.text
    assert Submission.objects.count() == 1


def test_what_came_back_with_errors_may_be_sent_again_at_once(city):
    client, data = Client(), ENTITY | {"send": "1", "name": ""}
    client.force_login(city.person)
    assert client.post(f"{REGISTER}entitat/", data).status_code == 422
    assert client.post(f"{REGISTER}entitat/", data).status_code == 422
    assert not Received.objects.exists()


def written(client, text="Bon dia"):
    return client.post(reverse("contact"), {"about": "other", "text": text}).status_code


def test_what_another_person_sends_or_one_sends_after_something_else_is_another(city):
    clients = [Client(), Client()]
    clients[0].force_login(city.person)
    clients[1].force_login(User.objects.create_user("altra@exemple.cat"))
    assert [written(client) for client in clients] == [302, 302]
    assert (written(clients[0], "Una altra cosa"), written(clients[0])) == (302, 302)
    assert ContactMessage.objects.count() == 4


def test_seconds_later_it_is_meant(client):
    written(client)
    Received.objects.update(at=timezone.now() - timedelta(seconds=idempotency.SECONDS + 1))
    written(client)
    assert ContactMessage.objects.count() == 2


def test_what_a_killed_process_left_half_done_is_taken_over(client):
    written(client)
    Received.objects.update(answer=None, at=timezone.now() - timedelta(seconds=idempotency.ABANDONED + 1))
    assert written(client) == 302 and ContactMessage.objects.count() == 2


def test_a_minute_later_nothing_is_known_of_it(city):
    client = Client()
    client.force_login(city.person)
    client.post(f"{REGISTER}entitat/", ENTITY | {"send": "1"})
    assert not idempotency.over(timezone.now()).exists()
    assert idempotency.over(timezone.now() + timedelta(minutes=1)).count() == 1


def each_time(patterns):
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from each_time(one.url_patterns)
        elif getattr(one.callback, "each_time", False):
            yield one.name


def test_only_counting_heads_is_done_each_time_that_it_is_asked():
    assert set(each_time(get_resolver().url_patterns)) == {"check_in_one_more"}


def test_two_heads_within_a_second_are_two(city, make_activity):
    activity = make_activity(starts_at=in_days(0, "00:00"))
    activity.parties.add(city.ours.party)
    client = Client()
    client.force_login(city.person)
    for _head in range(2):
        client.post(reverse("check_in_one_more", args=[activity.pk]))
    activity.refresh_from_db()
    assert activity.walk_ins == 2
