"""Closing a Trobada: those who organised it say together what it left, the team puts it in place and publishes it."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from energies.accounts.models import User
from energies.curation.history import changes_of
from energies.curation.models import Submission
from energies.curation.proposable import get
from gatherings.models import Activity, Gathering, Outcome
from networks.models import Network
from tests.curation.test_leaks import everywhere
from tests.gatherings.conftest import in_days

pytestmark = pytest.mark.django_db

AGREEMENT = {
    "text": "Compartir tres sales", "kind": "agreement", "axis": "territory", "lang": "ca", "barri": "01",
    "due_on": "2027-06-01", "state": "to_start",
}  # fmt: skip


@pytest.fixture
def hosts(make_entity):
    """Two entities, each with somebody who keeps it up."""
    found = []
    for name in ("Ateneu de mostra", "Casal de mostra"):
        entity = make_entity(name)
        entity.editors.add(User.objects.create_user(f"{name[:3].lower()}@exemple.cat", language="ca"))
        found.append(entity)
    return found


@pytest.fixture
def gathering(make_gathering, make_activity, hosts):
    """A Trobada that is over, with two activities."""
    one = make_gathering(stage="closed", starts_on=in_days(-20).date())
    one.barris.add("01")
    one.parties.set([host.party for host in hosts])
    one.parties.add(Network.objects.create(name="Xarxa de mostra", summary="Una xarxa de mostra.", scope="city").party)
    for name in ("Sopar d’olla", "Assemblea"):
        make_activity(name, gathering=one, starts_at=in_days(-20)).parties.add(hosts[0].party)
    return one


@pytest.fixture
def team(staff_user, let_in):
    return let_in(Client(), staff_user)


@pytest.fixture
def begin(gathering):
    """Returns a function by which whoever keeps an entity up begins to tell; gives their client and the form's address."""

    def start(entity):
        person = Client()
        person.force_login(entity.editors.get())
        return person, person.post(f"/el-meu-espai/canvia/return/{gathering.pk}/").url

    return start


@pytest.fixture
def approve(team):
    """Returns a function by which the team approves the proposal sent last."""

    def post(**data):
        one = Submission.objects.filter(state="pending").latest("submitted_at")
        team.post(f"/gestio/{one.pk}/decideix/", {"act": "approve", "revision": one.revision, **data})
        return Submission.objects.get(pk=one.pk)

    return post


def outcome(number=0, **parts):
    return {f"outcomes-{number}-{part}": value for part, value in {**AGREEMENT, **parts}.items()}


def told(gathering, entity, **more):
    """Return what one types: minutes, who was there, how many came to the first activity, one agreement."""
    supper = gathering.activities.get(name="Sopar d’olla")
    return {
        "minutes": "Es va parlar de **claus**.", "present": [entity.pk], "present_also": "Veïns de l’escala B",
        "attendance-0-key": supper.pk, "attendance-0-people": "42",
        **outcome(carrier_1=f"entity.{entity.pk}"), "send": "1", **more,
    }  # fmt: skip


def publish(team, gathering):
    return team.post(f"/gestio/trobades/{gathering.number}/pas/", {"step": "publish_return", "sure": "1"}, follow=True)


def test_what_they_say_is_put_in_place_and_public_once_the_team_publishes_it(
    client, gathering, hosts, begin, approve, team
):
    person, form = begin(hosts[0])
    person.post(form, told(gathering, hosts[0]))
    assert approve().state == "approved"
    page = client.get(gathering.get_absolute_url()).text
    assert "Compartir tres sales" not in page and "claus" not in page
    publish(team, gathering)
    page = client.get(gathering.get_absolute_url()).text
    for words in (
        "Compartir tres sales",
        "<strong>claus</strong>",
        "Veïns de l’escala B",
        "<dd>42</dd>",
        "1 de juny de 2027",
    ):
        assert words in page


def test_approved_it_says_what_was_sent(gathering, hosts, begin, approve):
    person, form = begin(hosts[0])
    person.post(form, told(gathering, hosts[0]))
    sent = approve()
    assert get("return").values_of(Gathering.objects.get()) == sent.values


def test_nobody_else_tells_what_it_left(client, gathering, make_entity):
    other = make_entity("Altres")
    other.editors.add(person := User.objects.create_user("altres@exemple.cat"))
    client.force_login(person)
    assert client.post(f"/el-meu-espai/canvia/return/{gathering.pk}/").status_code == 404
    assert gathering.name not in client.get("/el-meu-espai/").text


def test_my_space_says_that_it_is_time_to_tell(gathering, hosts, begin):
    person, _form = begin(hosts[0])
    page = person.get("/el-meu-espai/").text
    assert gathering.name in page and "explica què ha deixat" in page


def test_before_it_is_over_there_is_nothing_to_tell(gathering, hosts, begin):
    gathering.stage = "under_way"
    gathering.save()
    person = Client()
    person.force_login(hosts[0].editors.get())
    assert person.post(f"/el-meu-espai/canvia/return/{gathering.pk}/").status_code == 404


def test_two_hosts_fill_it_in_at_once_and_nothing_of_either_is_lost(gathering, hosts, begin, approve):
    (ours, our_form), (theirs, their_form) = begin(hosts[0]), begin(hosts[1])
    ours.post(our_form, told(gathering, hosts[0]))
    approve()
    meeting = gathering.activities.get(name="Assemblea")
    second = outcome(text="Una caixa d’eines comuna", kind="resource", state="under_way")
    counted = {"attendance-1-key": meeting.pk, "attendance-1-people": "15"}
    theirs.post(their_form, {"present": [hosts[1].pk], **counted, **second, "send": "1"})
    assert approve().state == "approved"
    assert set(Outcome.everything.values_list("text", flat=True)) == {
        "Compartir tres sales",
        "Una caixa d’eines comuna",
    }
    assert set(gathering.present.all()) == set(hosts)
    assert sorted(Activity.objects.values_list("attended", flat=True)) == [15, 42]
    assert Gathering.objects.get().minutes == "Es va parlar de **claus**."


def test_a_text_put_better_is_the_same_outcome_with_its_history(gathering, hosts, begin, approve):
    person, form = begin(hosts[0])
    person.post(form, told(gathering, hosts[0]))
    approve()
    first = Outcome.everything.get()
    person, form = begin(hosts[0])
    person.post(form, told(gathering, hosts[0], **outcome(text="Compartir quatre sales", state="done", key=first.key)))
    approve()
    again = Outcome.everything.get()
    assert again.pk == first.pk and again.text == "Compartir quatre sales"
    assert [step.state for step in again.steps.order_by("pk")] == ["to_start", "done"]


def test_what_is_public_is_not_taken_away_but_given_up_with_a_reason(gathering, hosts, begin, approve, team):
    person, form = begin(hosts[0])
    person.post(form, told(gathering, hosts[0]))
    approve()
    publish(team, gathering)
    key = Outcome.objects.get().key
    person, form = begin(hosts[0])
    person.post(form, told(gathering, hosts[0], **outcome(text="", key=key)))
    failed = approve()
    assert failed.state == "pending" and "és públic" in failed.problem and Outcome.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"outcomes-0-state": "dropped"}, "Digues per què es va descartar"),
        ({"outcomes-0-reason": "Perquè sí"}, "Digues que està aturat o descartat"),
        ({"outcomes-0-text": "", "outcomes-0-detail": "Amb claus"}, "Digues en una frase què va deixar."),
        ({"outcomes-0-due_on": "demà"}, "Escriu una data"),
        ({"attendance-0-people": "molts"}, "Sopar d’olla: Escriu quantes persones hi van venir"),
        ({"outcomes-0-barri": "99"}, "Fila 1"),
        ({"present": ["0"]}, "opció vàlida"),
    ],
    ids=["given up", "reason", "no text", "day", "number", "barri", "entity"],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(gathering, hosts, begin, wrong, words):
    person, form = begin(hosts[0])
    answer = person.post(form, told(gathering, hosts[0], **wrong))
    assert answer.status_code == 422 and words in answer.text
    assert "Es va parlar de **claus**." in answer.text and Submission.objects.get().state == "draft"


def test_who_is_written_by_name_and_in_the_directory_is_ticked(gathering, hosts, begin, approve):
    person, form = begin(hosts[0])
    person.post(form, told(gathering, hosts[0], present_also="casal de MOSTRA, Gegants del Raval"))
    approve()
    assert set(gathering.present.all()) == set(hosts)
    assert Gathering.objects.get().present_also == "Gegants del Raval"


def test_it_is_not_published_empty(client, gathering, team):
    answer = publish(team, gathering)
    assert "Primer escriu" in answer.text and Gathering.objects.get().stage == "closed"


def test_the_board_says_what_is_missing_and_what_has_come(gathering, hosts, begin, team):
    person, form = begin(hosts[0])
    board = f"/gestio/trobades/{gathering.number}/"
    assert "Primer escriu" in team.get(board).text
    person.post(form, told(gathering, hosts[0]))
    assert f"/gestio/{Submission.objects.get().pk}/" in team.get(board).text


def test_the_preview_shows_it_as_it_will_be_and_changes_nothing(gathering, hosts, begin):
    person, form = begin(hosts[0])
    person.post(form, told(gathering, hosts[0]))
    page = person.get(f"/el-meu-espai/propostes/{Submission.objects.get().pk}/vista-previa/").text
    assert "Compartir tres sales" in page and "<strong>claus</strong>" in page
    assert Gathering.objects.get().stage == "closed" and not Outcome.everything.exists()


def test_those_who_organised_it_are_asked_once(gathering, hosts, django_capture_on_commit_callbacks):
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            call_command("tick", verbosity=0)
    assert sorted(letter.to[0] for letter in mail.outbox) == ["ate@exemple.cat", "cas@exemple.cat"]
    assert "Què ha deixat" in mail.outbox[0].subject and "/el-meu-espai/" in mail.outbox[0].body


def test_an_earlier_version_comes_back_as_a_proposal(gathering, hosts, begin, approve, team):
    person, form = begin(hosts[0])
    person.post(form, told(gathering, hosts[0]))
    approve()
    person, form = begin(hosts[0])
    person.post(form, told(gathering, hosts[0], minutes="Altra cosa.", **outcome(key=Outcome.everything.get().key)))
    approve()
    change = changes_of(Gathering.objects.get())[1]
    team.post(f"/gestio/fitxes/return/{gathering.pk}/fes/", {"act": "restore", "change": change.pk})
    approve()
    assert Gathering.objects.get().minutes == "Es va parlar de **claus**." and Outcome.everything.count() == 1


def test_who_was_counted_at_the_door_is_in_the_form_and_cannot_be_fewer(gathering, hosts, begin):
    supper = gathering.activities.get(name="Sopar d’olla")
    supper.registrations.create(name="Aina", people=4, state="confirmed", attended=3)
    person, form = begin(hosts[0])
    assert 'value="3"' in person.get(form).text
    answer = person.post(form, told(gathering, hosts[0], **{"attendance-0-people": "2"}))
    assert answer.status_code == 422 and "Sopar d’olla: 3 es van comptar d’un en un" in answer.text


def test_what_waits_or_is_not_published_shows_nowhere_nor_what_is_hidden_afterwards(
    client, gathering, hosts, begin, approve, team, staff_user
):
    word = "Zqbaduluvo"
    says = outcome(text=word, detail=word, state="stopped", reason=word)
    person, form = begin(hosts[0])
    person.post(form, told(gathering, hosts[0], minutes=word, present_also=word, **says))

    def shown():
        paths = [*everywhere(word), gathering.get_absolute_url(), "/barris/el-raval/", "/trobades/que-han-deixat/"]
        return {path for path in paths if word.lower() in client.get(path).text.lower()}

    assert shown() == set()
    approve()
    assert shown() == set()
    publish(team, gathering)
    assert {gathering.get_absolute_url(), "/barris/el-raval/", "/trobades/que-han-deixat/"} <= shown()
    gathering.hide(by=staff_user, why="prova")
    assert shown() == set()


def test_the_team_is_told_before_it_is_over_that_it_is_too_soon(gathering, hosts, team):
    gathering.stage = "under_way"
    gathering.save()
    form = team.post(f"/gestio/fitxes/return/{gathering.pk}/fes/", {"act": "propose"}).url
    answer = team.post(form, told(gathering, hosts[0], why="Per avançar feina"))
    assert answer.status_code == 422 and "no s’ha acabat" in answer.text


def test_entities_of_those_who_signed_up_are_offered_only_when_they_agreed_to_be_named(client, gathering, hosts, begin):
    supper = gathering.activities.get(name="Sopar d’olla")
    for name, agreed in (("Gegants del Raval", True), ("Grup discret", False)):
        supper.registrations.create(name="Aina", people=1, state="confirmed", entity_name=name, is_listed=agreed)
    person, form = begin(hosts[0])
    page = person.get(form).text
    assert "Gegants del Raval" in page and "Grup discret" not in page
    assert "Gegants del Raval" not in client.get(gathering.get_absolute_url()).text
    listed = person.get(f"/el-meu-espai/activitats/{supper.pk}/inscripcions/").text
    assert "Gegants del Raval (es pot dir)" in listed and "Grup discret (es pot dir)" not in listed
