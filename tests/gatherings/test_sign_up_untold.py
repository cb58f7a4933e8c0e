"""Who has signed up is told to nobody but by letter; places that nobody confirms are not held for long."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from energies.accounts.models import User
from energies.kernel import limits
from energies.pagecache import content_version
from gatherings import places, when
from gatherings.models import Activity, Registration
from gatherings.models.registration import TO_CONFIRM, TO_CONFIRM_NEARLY_FULL
from gatherings.registration import clients, views

pytestmark = pytest.mark.django_db
PATH = "/activitats/sopar-d-olla/apunta-t-hi/"


@pytest.fixture
def activity(make_activity):
    """A supper in a week with room for fifty."""
    cache.clear()
    return make_activity(sign_up="required", capacity=50)


@pytest.fixture
def ask(client, activity, django_capture_on_commit_callbacks):
    """Returns a function that fills in the form and returns the answer, and puts its letters in the outbox."""

    def post(email="aina@exemple.cat", path=PATH, extra=None, **data):
        mail.outbox.clear()
        data = {"name": "Aina", "email": email, "people": "1", "understood": "on"} | data
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, data, **extra or {})

    return post


def seen(answer, email):
    """What whoever asked can see of an answer, without what differs from one to the next anyway."""
    return answer.status_code, re.sub('value="[^"]{40,}"', "", answer.text).replace(email, ""), sorted(answer.headers)


@pytest.mark.parametrize("state", ["unconfirmed", "confirmed", "waiting", "offered"])
def test_one_cannot_tell_from_the_answer_who_has_signed_up(ask, activity, state):
    if state in ("waiting", "offered"):
        Activity.everything.update(capacity=1)
        places.sign_up(activity, name="Una", email="una@exemple.cat")
    there = places.sign_up(activity, name="Aina", email="aina@exemple.cat")
    if state == "confirmed":
        places.confirm(there)
    if state == "offered":
        places.cancel(Registration.objects.get(name="Una"))
    there.refresh_from_db()
    assert there.state == state
    known, unknown = ask("aina@exemple.cat"), ask("ningu@exemple.cat")
    assert seen(known, "aina@exemple.cat") == seen(unknown, "ningu@exemple.cat")
    assert "Mira el correu" in known.text and "apuntada" not in known.text


def test_who_is_there_already_is_told_by_letter_how_they_stand_and_nothing_changes(client, ask, activity):
    needs = {"needs": ["childcare"], "needs_note": "cadira", "needs_agreed_at": timezone.now()}
    there = places.sign_up(activity, name="Aina", email="aina@exemple.cat", people=2, **needs)
    places.confirm(there)
    before = Registration.objects.values().get()
    ask("AINA@exemple.cat", name="Intrusa", people="6", needs_note="res", needs_agreed="on", entity_name="Ens")
    assert Registration.objects.values().get() == before
    assert Activity.everything.get().taken == 2
    (letter,) = mail.outbox
    assert letter.to == ["aina@exemple.cat"] and "Ja t’hi havies apuntat" in letter.subject
    assert "està confirmada" in letter.body
    assert not {"Intrusa", "cadira", "Ens"} & set(re.findall(r"\w+", letter.body))
    link = re.search(r"http://127.0.0.1:8000(\S+)", letter.body)[1]
    page = client.get(link).text
    assert "Aina" in page and "cadira" in page and "Intrusa" not in page, "it is hers to read"


@pytest.mark.parametrize(
    ("state", "words"), [("unconfirmed", "Et guardem una plaça fins"), ("waiting", "Ets a la llista d’espera")]
)
def test_the_letter_says_what_is_left_to_do(ask, activity, state, words):
    if state == "waiting":
        Activity.everything.update(capacity=1)
        places.sign_up(activity, name="Una")
    places.sign_up(activity, name="Aina", email="aina@exemple.cat")
    ask()
    assert words in mail.outbox[0].body


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("pau@cançó.cat", "pau@xn--can-4la4d.cat"),
        ("pau@xn--can-4la4d.cat", "PAU@CANÇÓ.cat"),
        ("pau@exemple.cat", "Pau@Exemple.cat"),
    ],
)
def test_two_spellings_of_one_address_are_one_person(ask, first, second):
    ask(first)
    ask(second)
    assert Registration.objects.count() == 1
    assert mail.outbox[0].to == [Registration.objects.get().email]


def test_an_address_that_only_looks_alike_is_another_person(ask):
    ask("ana@bici.cat")
    ask("ana@b\u0131c\u0131.cat")
    assert mail.outbox[0].to == ["ana@xn--bc-hpab.cat"] and "Confirma" in mail.outbox[0].subject
    assert Registration.objects.count() == 2


def test_one_is_not_written_to_without_end_by_whoever_knows_their_address(ask):
    ask()
    letters = []
    for _ in range(5):
        assert ask().status_code == 200
        letters += mail.outbox
    assert len(letters) == views.PER_EMAIL_AND_ACTIVITY.most - 1


def test_whoever_gave_their_place_back_signs_up_again_like_anybody(ask, activity):
    places.cancel(places.sign_up(activity, name="Aina", email="aina@exemple.cat"))
    ask()
    assert "Confirma" in mail.outbox[0].subject
    assert sorted(Registration.objects.values_list("state", flat=True)) == ["cancelled", "unconfirmed"]


def test_both_answers_ask_and_write_the_same_of_the_database(ask, activity):
    """Else their time would tell, or which pages are made anew: each table is read or written in both cases, or in none."""

    def asked(email):
        with CaptureQueriesContext(connection) as queries:
            ask(email)
        found = (
            re.match(r'(SELECT|INSERT|UPDATE|DELETE).*?(?:FROM|INTO|UPDATE) "(\w+)"', one["sql"]) for one in queries
        )
        updated = (re.match(r'(UPDATE) "(\w+)"', one["sql"]) for one in queries)
        return {one.groups() for one in (*found, *updated) if one}

    # Signed up from elsewhere: that this connection sent the very same before, it knows by itself.
    places.sign_up(activity, name="Aina", email="aina@exemple.cat")
    ask("biel@exemple.cat")
    known, unknown = asked("aina@exemple.cat"), asked("ningu@exemple.cat")
    assert known == unknown
    assert {("INSERT", "gatherings_registration"), ("UPDATE", "gatherings_activity")} <= known
    assert {("INSERT", "operations_received"), ("UPDATE", "operations_received")} <= known


@pytest.mark.once
def test_what_is_sent_twice_is_answered_again_alike_whether_the_address_is_known(ask, activity):
    places.sign_up(activity, name="Aina", email="aina@exemple.cat")
    pages = {}
    for email in ("aina@exemple.cat", "ningu@exemple.cat"):
        first, second = ask(email), ask(email)
        assert mail.outbox == [], "one letter, by the first"
        assert first.text == second.text and first.status_code == second.status_code == 200
        pages[email] = second.text.replace(email, "")
    assert len(set(pages.values())) == 1


@pytest.mark.django_db(transaction=True)
def test_public_pages_are_made_anew_after_both(client, activity):
    tokens = [content_version.current()]
    for email in ("aina@exemple.cat", "aina@exemple.cat"):
        client.post(PATH, {"name": "Aina", "email": email, "people": "1", "understood": "on"})
        tokens.append(content_version.current())
    assert len(set(tokens)) == 3 and Registration.objects.count() == 1


def test_every_form_that_is_sent_counts_also_those_that_are_refused(ask):
    for _ in range(views.PER_CLIENT.most - 3):
        limits.count(views.PER_CLIENT, "127.0.0.1")
    assert [ask("res").status_code for _ in range(3)] == [422] * 3
    assert ask("bona@exemple.cat").status_code == 429
    assert not Registration.objects.exists()


class TestPlacesHeldByNobody:
    def held_for(self, one):
        return one.held_until - one.state_at

    def near(self, time, wanted):
        return abs(time - wanted) < timedelta(seconds=30)

    @pytest.mark.parametrize(
        ("capacity", "taken", "wanted"),
        [
            (None, 0, TO_CONFIRM),
            (50, 0, TO_CONFIRM),
            (50, 39, TO_CONFIRM),  # ten are left: a fifth
            (50, 40, TO_CONFIRM_NEARLY_FULL),
            (20, 14, TO_CONFIRM),  # five are left
            (20, 15, TO_CONFIRM_NEARLY_FULL),
            (20, 19, TO_CONFIRM_NEARLY_FULL),
            (4, 0, TO_CONFIRM_NEARLY_FULL),
        ],
    )
    def test_a_place_is_held_for_minutes_when_few_are_left_else_for_hours(self, activity, capacity, taken, wanted):
        Activity.everything.update(capacity=capacity, taken=taken)
        assert self.near(self.held_for(places.sign_up(activity, name="Aina")), wanted)

    def test_what_was_promised_stands_when_it_gets_nearly_full(self, activity):
        early = places.sign_up(activity, name="Aina")
        Activity.everything.update(taken=45)
        late = places.sign_up(activity, name="Biel")
        early.refresh_from_db()
        assert self.near(self.held_for(early), TO_CONFIRM) and self.near(self.held_for(late), TO_CONFIRM_NEARLY_FULL)

    def test_they_are_given_back_when_their_time_is_over_and_go_to_who_waits(self, activity):
        Activity.everything.update(capacity=1)
        places.sign_up(activity, name="Ningú", email="ningu@exemple.cat")
        places.sign_up(activity, name="Biel", email="biel@exemple.cat")
        Registration.objects.filter(name="Ningú").update(held_until=timezone.now() - timedelta(seconds=1))
        call_command("tick")
        assert dict(Registration.objects.values_list("name", "state")) == {"Ningú": "expired", "Biel": "offered"}

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("ca", ["Tens 6 hores, o 30 minuts", "menys de 5 places, o menys del 20%"]),
            (
                "es",
                ["Tienes 6 horas, o 30 minutos", "menos de 5 plazas, o menos del 20%"],
            ),
            (
                "en",
                ["You have 6 hours, or 30 minutes", "fewer than 5 places are left, or fewer than 20%"],
            ),
        ],
    )
    def test_the_page_publishes_the_rule_with_the_figures_that_hold(self, client, activity, language, words):
        with translation.override(language):
            page = " ".join(client.get(reverse("sign_up", args=[activity.slug])).text.split())
        assert all(one in page for one in words)

    def test_the_letter_says_until_when(self, ask):
        ask()
        assert when.moment(Registration.objects.get().held_until) in mail.outbox[0].body


class TestManyFromOneClient:
    @pytest.fixture
    def organiser(self, client, activity, make_entity):
        activity.parties.add(make_entity("Hort Nostre").party)
        person = User.objects.create_user("nosaltres@exemple.cat", language="ca")
        activity.parties.get().entry.editors.add(person)
        return person

    def sign_up(self, ask, number, address="192.0.2.1", start=0):
        for each in range(start, start + number):
            assert ask(f"p{each}@exemple.cat", name=f"Nom {each}", extra={"REMOTE_ADDR": address}).status_code == 200

    def page(self, client, organiser, activity):
        client.force_login(organiser)
        page = client.get(f"/el-meu-espai/activitats/{activity.pk}/inscripcions/").text
        client.logout()
        return page

    def test_they_are_marked_to_those_who_organise_it_and_not_refused(self, client, ask, activity, organiser):
        self.sign_up(ask, clients.MANY - 1)
        self.sign_up(ask, 1, "192.0.2.2", start=50)
        assert "moltes des d’un mateix lloc" not in self.page(client, organiser, activity)
        self.sign_up(ask, 1, start=20)
        page = self.page(client, organiser, activity)
        assert page.count("moltes des d’un mateix lloc") == clients.MANY
        assert "la mateixa wifi" in page

    def test_of_another_activity_they_are_others(self, activity, make_activity, rf):
        request = rf.get("/", REMOTE_ADDR="192.0.2.1")
        other = make_activity("Passejada")
        assert (
            clients.mark_of(request, activity) == clients.mark_of(request, activity) != clients.mark_of(request, other)
        )

    def test_no_network_address_is_kept_nor_its_mark_once_it_is_confirmed(self, ask):
        ask(extra={"REMOTE_ADDR": "192.0.2.77"})
        there = Registration.objects.get()
        assert there.client and "192.0.2.77" not in str(Registration.objects.values())
        places.confirm(there)
        assert Registration.objects.get().client == ""

    def test_nor_after_a_day(self, ask):
        ask()
        call_command("tick")
        assert Registration.objects.get().client
        Registration.objects.update(created_at=timezone.now() - timedelta(days=1, seconds=1))
        call_command("tick")
        assert Registration.objects.get().client == ""

    def test_the_list_costs_the_same_however_many_are_marked(
        self, client, ask, activity, organiser, django_assert_max_num_queries
    ):
        def queries():
            client.force_login(organiser)
            with CaptureQueriesContext(connection) as made:
                client.get(f"/el-meu-espai/activitats/{activity.pk}/inscripcions/")
            client.logout()
            return len(made)

        self.sign_up(ask, 3)
        few = queries()
        self.sign_up(ask, 12, start=3)
        assert queries() == few
