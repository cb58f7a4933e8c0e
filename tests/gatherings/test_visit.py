"""Several activities of a Trobada with one form, one letter and one page; what is told is written, and nobody is told on."""

import re

import icalendar
import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from energies.accounts import erasing
from energies.kernel import limits
from gatherings import places
from gatherings.models import Activity, Registration, Visit
from gatherings.registration import views, visits
from tests.gatherings.conftest import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering(make_gathering):
    return make_gathering(stage="published", starts_on=in_days(7).date())


@pytest.fixture
def three(gathering, make_activity):
    """A debate and a workshop at the same hour, and a supper for two that is full and comes later."""
    fields = {"gathering": gathering, "sign_up": "required"}
    debate = make_activity("Debat", capacity=10, **fields)
    workshop = make_activity("Taller", starts_at=in_days(7, "19:00"), childcare="no", **fields)
    supper = make_activity("Sopar", starts_at=in_days(7, "21:30"), capacity=2, **fields)
    places.confirm(places.sign_up(supper, name="Plena", people=2))
    mail.outbox.clear()
    return debate, workshop, supper


@pytest.fixture
def path(gathering):
    return f"{gathering.get_absolute_url()}apunta-t-hi/"


@pytest.fixture
def ask(client, path, django_capture_on_commit_callbacks):
    """Returns a function that sends the form for some activities."""

    def post(*activities, **data):
        data = {"name": "Aina", "email": "aina@exemple.cat", "people": "1", "understood": "on"} | data
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, data | {"activity": [str(one.pk) for one in activities]})

    return post


@pytest.fixture
def page():
    """Returns a function that gives the path of the page that the last letter leads to."""
    return lambda: re.search(r"http://127.0.0.1:8000(/els-teus-llocs/\S+)", mail.outbox[-1].body)[1]


@pytest.fixture
def press(client, page, django_capture_on_commit_callbacks):
    def post(act, **data):
        path = page()
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(f"{path}acte/", {"act": act, **data}, follow=True)

    return post


def states(email="aina@exemple.cat"):
    return {one.activity.name: one.state for one in Registration.objects.filter(email=email).select_related("activity")}


def test_a_programme_lets_tick_what_one_can_sign_up_for_and_gives_no_cookie(client, gathering, three, make_activity):
    closed = make_activity("Cercavila", gathering=gathering)
    answer = client.get(gathering.get_absolute_url())
    ticks = re.findall(r'name="activity" value="(\d+)"\s+form="several"', answer.text)
    assert {int(pk) for pk in ticks} == {one.pk for one in three} and str(closed.pk) not in ticks
    assert re.search(r'<form method="get" action="[^"]+/apunta-t-hi/" id="several"', answer.text)
    assert not answer.cookies and "csrfmiddlewaretoken" not in answer.text


def test_the_form_says_before_what_is_full_what_clashes_and_asks_for_care_where_there_may_be_any(client, path, three):
    debate, _workshop, supper = three
    shown = client.get(path, {"activity": [one.pk for one in three]}).text
    assert shown.count("Està plena") == 1 and shown.count("Coincideix d’hora") == 2
    assert "Coincideix d’hora, del tot o en part, amb aquesta: Taller" in shown
    childcare = re.findall(r'name="a(\d+)-needs" value="childcare"', shown)
    assert {int(pk) for pk in childcare} == {debate.pk, supper.pk}


def test_what_begins_when_another_ends_does_not_clash_with_it(client, path, gathering, make_activity):
    first = make_activity("Debat", gathering=gathering, sign_up="required")
    after = make_activity("Sopar", starts_at=first.ends_at, gathering=gathering, sign_up="required")
    shown = client.get(path, {"activity": [first.pk, after.pk]}).text
    assert "Sopar" in shown and "Coincideix d’hora" not in shown


def test_one_form_makes_one_letter_one_page_and_one_press_confirms(client, ask, page, press, three):
    debate = three[0]
    needs = {f"a{debate.pk}-needs": ["childcare"], f"a{debate.pk}-children": "1", f"a{debate.pk}-children_ages": "4"}
    sent = ask(*three, needs_agreed="on", **needs).text
    assert "Mira el correu" in sent and all(one.name in sent for one in three)
    assert states() == {"Debat": "unconfirmed", "Taller": "unconfirmed", "Sopar": "waiting"}
    needed = dict(Registration.objects.filter(name="Aina").values_list("activity__name", "needs"))
    assert needed == {"Debat": ["childcare"], "Taller": [], "Sopar": []}
    (letter,) = mail.outbox
    assert "Confirma els teus llocs" in letter.subject and all(one.name in letter.body for one in three)
    assert len(re.findall("http", letter.body)) == 1
    assert client.get(page()).status_code == 200 and states()["Debat"] == "unconfirmed", "to follow it changes nothing"
    shown = press("confirm").text
    assert "T’hi esperem" in shown and states() == {"Debat": "confirmed", "Taller": "confirmed", "Sopar": "waiting"}
    assert len(mail.outbox) == 2 and "Tens lloc" in mail.outbox[1].subject and "Sopar" not in mail.outbox[1].body


def test_each_is_given_back_by_itself_and_all_are_in_a_calendar(client, ask, page, press, three):
    debate, workshop, _supper = three
    ask(debate, workshop)
    data = client.get(f"{page()}calendari.ics").content
    assert {str(one["SUMMARY"]) for one in icalendar.Calendar.from_ical(data).walk("VEVENT")} == {"Debat", "Taller"}
    assert b"Aina" not in data and b"aina@" not in data
    given_back = {"place": Registration.objects.get(activity=debate).pk}
    asked_first = press("cancel", **given_back)
    assert "si algú s’espera, serà seva a l’acte" in asked_first.text and states()["Debat"] == "unconfirmed"
    press("cancel", sure="1", **given_back)
    assert states() == {"Debat": "cancelled", "Taller": "unconfirmed"}
    assert Activity.everything.get(pk=debate.pk).taken == 0
    assert "Debat" not in re.sub("<nav.*?</nav>", "", client.get(page()).text, flags=re.S)


def test_an_offered_place_is_taken_on_that_page(ask, press, three):
    supper = three[2]
    ask(supper)
    places.cancel(Registration.objects.get(name="Plena"))
    assert states() == {"Sopar": "offered"}
    press("take", place=Registration.objects.get(name="Aina").pk)
    assert states() == {"Sopar": "confirmed"}


def test_nobody_acts_on_the_place_of_another(client, ask, press, three):
    other = places.sign_up(three[0], name="Biel", email="biel@exemple.cat")
    ask(*three)
    assert press("cancel", place=other.pk).status_code == 404
    assert press("cancel", place="²").status_code == press("res").status_code == 404
    assert client.get("/els-teus-llocs/fals/").status_code == 404
    assert Registration.objects.get(pk=other.pk).state == "unconfirmed"


def test_what_is_there_already_is_told_by_letter_alone(ask, three):
    debate = three[0]
    places.confirm(places.sign_up(debate, name="Aina", email="aina@exemple.cat", people=2))
    before = Registration.objects.filter(activity=debate).values().get()
    known = ask(*three)
    letter = mail.outbox[0]
    unknown = ask(*three, email="ningu@exemple.cat")
    assert known.text.replace("aina@", "ningu@") == unknown.text and known.status_code == unknown.status_code == 200
    assert "Ja hi tenies plaça, i està confirmada" in letter.body and "perquè la confirmis" in letter.body
    assert Registration.objects.filter(activity=debate, email="aina@exemple.cat").values().get() == before
    assert "Ja hi tenies" not in mail.outbox[0].body


def test_both_answers_ask_and_write_the_same_of_the_database(ask, three):
    def asked(email):
        with CaptureQueriesContext(connection) as queries:
            ask(*three, email=email)
        found = [
            re.match(r'(SELECT|INSERT|UPDATE|DELETE).*?(?:FROM|INTO|UPDATE) "(\w+)"', one["sql"]) for one in queries
        ]
        found += [re.match(r'(UPDATE) "(\w+)"', one["sql"]) for one in queries]
        return {one.groups() for one in found if one}

    ask(*three)
    unknown = asked("ningu@exemple.cat")
    # What the visit itself is made by shows the same to the other: it is private, and one row.
    assert asked("aina@exemple.cat") | {("INSERT", "gatherings_visit")} == unknown | {("INSERT", "gatherings_visit")}


def test_spellings_of_one_address_are_one_visit(ask, three):
    ask(three[0], email="pau@cançó.cat")
    ask(three[1], email="PAU@xn--can-4la4d.cat")
    assert Visit.objects.count() == 1 and Registration.objects.exclude(name="Plena").count() == 2


def test_what_closes_meanwhile_is_told_and_the_rest_is_written(ask, three, staff_user):
    debate, workshop, _supper = three
    debate.cancel(by=staff_user, why="Plou.")
    sent = ask(debate, workshop).text
    assert "A aquestes no s’hi pot apuntar" in sent and states() == {"Taller": "unconfirmed"}
    assert "Debat" not in mail.outbox[0].body
    refused = ask(debate)
    assert refused.status_code == 409 and not mail.outbox and "Debat" in refused.text


def test_all_is_written_or_nothing(ask, three, monkeypatch):
    def broken(*_args):
        raise RuntimeError("the queue is away")

    monkeypatch.setattr(places.letters, "signed_up_for_all", broken)
    with pytest.raises(RuntimeError):
        ask(*three)
    assert states() == {} and Activity.everything.get(pk=three[0].pk).taken == 0 and not Visit.objects.exists()


@pytest.mark.parametrize("query", ["", "activity=res", "activity=²", "activity=99999999999999999999999"])
def test_nothing_ticked_is_told_in_words(client, path, three, query):
    answer = client.get(f"{path}?{query}")
    assert answer.status_code in (409, 422) and "Apunta’t a diverses activitats" in answer.text


def test_too_many_at_once_are_told_in_words(client, path, three):
    answer = client.get(path, {"activity": list(range(1, visits.MOST + 2))})
    assert answer.status_code == 422 and f"Marca {visits.MOST} activitats com a molt" in answer.text


def test_those_of_another_trobada_are_not_taken(ask, three, make_activity, make_gathering):
    other = make_activity("D’una altra", gathering=make_gathering(stage="published"), sign_up="open")
    ask(three[0], other)
    assert states() == {"Debat": "unconfirmed"}


@pytest.mark.parametrize(
    ("wrong", "place"), [({"name": ""}, "id_name"), ({"email": "res"}, "id_email"), ({"people": "9"}, "id_people")]
)
def test_what_is_wrong_is_told_beside_the_field_and_nothing_is_written(ask, three, wrong, place):
    answer = ask(*three, **wrong)
    assert answer.status_code == 422 and f'href="#{place}"' in answer.text and states() == {}


def test_what_is_wrong_in_the_care_of_one_names_it(ask, three):
    answer = ask(*three, **{f"a{three[0].pk}-needs": ["childcare"], "needs_agreed": "on"})
    assert answer.status_code == 422 and "Debat: Escriu quants infants" in answer.text
    assert f'id="id_a{three[0].pk}-children_error"' in answer.text and states() == {}
    assert ask(*three, **{f"a{three[0].pk}-needs_note": "Pa"}).status_code == 422, "without consent"


def test_a_form_counts_once_for_the_address_and_for_each_activity(ask, three, monkeypatch):
    counted = []
    monkeypatch.setattr(limits, "count", lambda limit, who: counted.append(limit))
    ask(*three)
    assert counted.count(views.PER_CLIENT) == counted.count(views.PER_EMAIL) == 1
    assert counted.count(views.PER_ACTIVITY) == 3


def test_one_is_not_written_to_without_end_when_nothing_is_new(ask, three):
    ask(*three)
    written = 0
    for _ in range(5):
        assert ask(*three).status_code == 200
        written += len(mail.outbox)
    assert written == visits.PER_EMAIL_AND_GATHERING.most - 1


def test_the_pages_cost_the_same_for_three_and_for_twenty(client, path, ask, page, gathering, three, make_activity):
    def queries(address, data=None):
        with CaptureQueriesContext(connection) as made:
            assert client.get(address, data).status_code == 200
        return len(made)

    ask(*three)
    few = queries(path, {"activity": [one.pk for one in three]}), queries(page()), queries(gathering.get_absolute_url())
    more = [make_activity(f"Més {n}", gathering=gathering, sign_up="open", starts_at=in_days(8)) for n in range(17)]
    ask(*more)
    many = [*three, *more]
    assert (
        queries(path, {"activity": [one.pk for one in many]}),
        queries(page()),
        queries(gathering.get_absolute_url()),
    ) == few


def test_who_is_erased_has_no_page_any_more(client, ask, page, three, staff_user):
    ask(*three)
    address = page()
    erasing.erase(erasing.person_of("aina@exemple.cat"), by=staff_user)
    assert client.get(address).status_code == 410 and not Visit.objects.exists()
