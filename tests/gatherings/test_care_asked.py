"""What somebody needs so as to come: asked where there may be any, shown to them, changed, answered, told once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from energies.accounts.models import User
from gatherings import letters, places
from gatherings.models import Activity, Registration
from gatherings.models.care import care_labels

pytestmark = pytest.mark.django_db
AGREED = {"needs_agreed": "on"}


@pytest.fixture
def activity(make_activity, make_entity):
    activity = make_activity(sign_up="required", capacity=40)
    activity.parties.add(make_entity("Hort Nostre").party)
    return activity


@pytest.fixture
def sign_up(client, activity):
    """Returns a function that fills in the form, and returns the answer."""

    def post(name="Aina", **data):
        data = {"name": name, "email": f"{name.lower()}@exemple.cat", "people": "1", "understood": "on"} | data
        return client.post("/activitats/sopar-d-olla/apunta-t-hi/", data)

    return post


@pytest.fixture
def organiser(client, activity):
    person = User.objects.create_user("nosaltres@exemple.cat", language="ca")
    activity.parties.get().entry.editors.add(person)
    client.force_login(person)
    return client


@pytest.fixture
def comes(activity):
    """Returns a function that gives somebody a confirmed place, with what they need."""

    def give(name="Aina", needs=("childcare",), **fields):
        fields = {"email": f"{name.lower()}@exemple.cat", "needs_agreed_at": timezone.now()} | fields
        one = places.sign_up(activity, name=name, needs=list(needs), **fields)
        places.confirm(one)
        mail.outbox.clear()
        return one

    return give


def mine(one):
    return f"/inscripcio/{letters.token_of(one)}/"


def page(activity):
    return f"/el-meu-espai/activitats/{activity.pk}/inscripcions/que-cal/"


def answer(client, one, activity, commit, **data):
    """Post an answer to one registration (or to "all")."""
    of = one if one == "all" else str(one.pk)
    with commit(execute=True):
        return client.post(
            page(activity), {"of": of} | {f"{of}-{name}": value for name, value in data.items()}, follow=True
        )


def test_childcare_is_asked_for_so_many_children_of_such_ages_and_shown_to_who_asked(client, sign_up):
    assert sign_up(needs=["childcare"], children="2", children_ages="3 i 6 anys", **AGREED).status_code == 200
    one = Registration.objects.get()
    assert (one.needs, one.children, one.children_ages) == (["childcare"], 2, "3 i 6 anys")
    shown = " ".join(client.get(mine(one)).text.split())
    assert "Espai de criança (2: 3 i 6 anys): <b>qui ho organitza encara no ha respost</b>" in shown


@pytest.mark.parametrize(
    ("data", "field"),
    [({"children_ages": "3"}, "children"), ({"children": "2"}, "children_ages"), ({"children": "99"}, "children")],
)
def test_childcare_without_number_or_ages_is_not_taken(sign_up, data, field):
    page = sign_up(needs=["childcare"], **AGREED, **data)
    assert page.status_code == 422 and f'id="id_{field}_error"' in page.text


def test_whoever_says_how_many_children_asks_for_childcare(sign_up):
    sign_up(children="1", children_ages="4", **AGREED)
    assert Registration.objects.get().needs == ["childcare"]


@pytest.mark.parametrize("name", list(care_labels()))
def test_what_the_activity_says_it_has_not_is_not_offered_anywhere(client, sign_up, organiser, activity, name):
    forms = ["/activitats/sopar-d-olla/apunta-t-hi/", f"/el-meu-espai/activitats/{activity.pk}/inscripcions/"]
    box = f'name="needs" value="{name}"'
    assert all(box in client.get(path).text for path in forms)
    one = places.sign_up(activity, name="Aina", email="aina@exemple.cat")
    assert box in client.get(mine(one)).text
    Activity.everything.update(**{name: "no"})
    assert not any(box in client.get(path).text for path in [*forms, mine(one)])
    refused = sign_up("Biel", needs=[name], **AGREED)
    assert refused.status_code == 422 and "aquesta activitat no té alguna cosa que has marcat" in refused.text


def test_nothing_is_kept_without_consent_not_even_how_many_children(sign_up, comes):
    assert sign_up(children="1", children_ages="4").status_code == 422
    one = comes(children=1, children_ages="4")
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=one.pk).update(needs=[], needs_agreed_at=None)


class TestChanged:
    def change(self, client, one, **data):
        return client.post(f"{mine(one)}acte/", {"act": "care"} | data, follow=True)

    def test_by_who_asked_and_what_was_answered_of_the_rest_stays(self, client, comes):
        one = comes(needs=["childcare", "food"], children=2, children_ages="3 i 6")
        places.answer_care(one, {"childcare": True, "food": False}, "Hi haurà joguines.")
        self.change(client, one, needs=["childcare", "food"], children="3", children_ages="3, 6 i 8")
        one.refresh_from_db()
        assert (one.children, one.care_answers) == (3, {"food": False}), "three children are another question"

    def test_all_is_taken_off_with_the_consent(self, client, comes):
        one = comes(children=2, children_ages="3 i 6")
        self.change(client, one)
        one.refresh_from_db()
        assert (one.needs, one.children, one.children_ages, one.needs_agreed_at) == ([], None, "", None)
        assert "No has demanat res." in client.get(mine(one)).text

    def test_to_ask_for_the_first_time_one_agrees(self, client, comes):
        one = comes(needs=[], needs_agreed_at=None)
        assert self.change(client, one, needs=["food"]).status_code == 422
        self.change(client, one, needs=["food"], **AGREED)
        one.refresh_from_db()
        assert one.needs == ["food"] and one.needs_agreed_at

    def test_on_the_last_day_only_less_can_be_asked_for(self, client, comes, activity):
        one = comes(needs=["food", "quiet_space"])
        Activity.everything.update(starts_at=timezone.now() + timedelta(hours=23))
        refused = self.change(client, one, needs=["food", "sign_language"])
        assert refused.status_code == 422 and "Comença massa aviat" in refused.text
        self.change(client, one, needs=["food"])
        one.refresh_from_db()
        assert one.needs == ["food"]


class TestAnswered:
    def test_by_who_organises_it_shown_on_their_page_and_told_by_one_letter(
        self, organiser, activity, comes, django_capture_on_commit_callbacks
    ):
        one = comes(needs=["childcare", "food"], children=2, children_ages="3 i 6", needs_note="Un bressol")
        listed = organiser.get(f"/el-meu-espai/activitats/{activity.pk}/inscripcions/").text
        assert "Espai de criança: 1 (2 infants)" in listed and "1 espera resposta" in listed
        said = {"childcare": "yes", "food": "no", "other": "yes", "word": "Porteu carmanyola."}
        answer(organiser, one, activity, django_capture_on_commit_callbacks, **said)
        (letter,) = mail.outbox
        assert letter.to == ["aina@exemple.cat"] and "Què necessites per venir-hi: Sopar" in letter.subject
        assert "– espai de criança (2: 3 i 6): n’hi haurà" in letter.body and "– menjar: no n’hi haurà" in letter.body
        assert "– Un bressol: n’hi haurà" in letter.body and "«Porteu carmanyola.»" in letter.body
        shown = " ".join(organiser.get(mine(one)).text.split())
        assert "Menjar: <b>no n’hi haurà</b>" in shown and "Porteu carmanyola." in shown
        assert "espera resposta" not in organiser.get(f"/el-meu-espai/activitats/{activity.pk}/inscripcions/").text

    def test_the_same_answer_again_writes_to_nobody(
        self, organiser, activity, comes, django_capture_on_commit_callbacks
    ):
        one = comes()
        for said in ("yes", "yes", "no"):
            answer(organiser, one, activity, django_capture_on_commit_callbacks, childcare=said)
        assert [re.search("no n’hi haurà|n’hi haurà", letter.body)[0] for letter in mail.outbox] == [
            "n’hi haurà",
            "no n’hi haurà",
        ]

    def test_to_all_at_once_but_those_who_have_an_answer(
        self, organiser, activity, comes, django_capture_on_commit_callbacks
    ):
        aina, _biel, _cesc = comes("Aina"), comes("Biel", ["childcare", "food"]), comes("Cesc", ["hearing_loop"])
        places.answer_care(aina, {"childcare": False}, "")
        mail.outbox.clear()
        answer(
            organiser,
            "all",
            activity,
            django_capture_on_commit_callbacks,
            childcare="yes",
            food="yes",
            word="Fins aviat.",
        )
        assert [letter.to for letter in mail.outbox] == [["biel@exemple.cat"]]
        answers = dict(Registration.objects.values_list("name", "care_answers"))
        assert answers == {"Aina": {"childcare": False}, "Biel": {"childcare": True, "food": True}, "Cesc": {}}

    def test_what_everybody_has_an_answer_to_is_not_asked_for_all(self, organiser, activity, comes):
        aina, _biel = comes("Aina"), comes("Biel", ["food"])
        places.answer_care(aina, {"childcare": False}, "")
        shown = organiser.get(page(activity)).text
        assert 'name="all-food"' in shown and 'name="all-childcare"' not in shown
        comes("Cesc")
        assert 'name="all-childcare"' in organiser.get(page(activity)).text

    def test_what_the_activity_itself_says_is_an_answer(self, client, comes, activity):
        one = comes()
        Activity.everything.update(childcare="yes")
        assert "<b>n’hi haurà</b>" in client.get(mine(one)).text
        Activity.everything.update(childcare="no")
        assert "<b>no n’hi haurà</b>" in client.get(mine(one)).text

    def test_one_without_e_mail_is_named_to_be_told_in_some_other_way(
        self, organiser, activity, comes, django_capture_on_commit_callbacks
    ):
        one = comes(email="")
        shown = answer(organiser, one, activity, django_capture_on_commit_callbacks, childcare="yes").text
        assert not mail.outbox and "fes-los-ho saber d’una altra manera" in shown

    def test_nonsense_is_told_in_words(self, organiser, activity, comes, django_capture_on_commit_callbacks):
        one = comes()
        wrong = answer(organiser, one, activity, django_capture_on_commit_callbacks, childcare="potser")
        assert wrong.status_code == 422 and "si n’hi haurà" in wrong.text and not mail.outbox
        assert answer(organiser, Registration(pk=0), activity, django_capture_on_commit_callbacks).status_code == 404

    def test_the_page_costs_the_same_for_three_and_for_thirty(self, organiser, activity, comes):
        def queries():
            with CaptureQueriesContext(connection) as made:
                assert organiser.get(page(activity)).status_code == 200
                assert organiser.get(f"/el-meu-espai/activitats/{activity.pk}/inscripcions/").status_code == 200
            return len(made)

        for number in range(3):
            comes(f"P{number}", children=1, children_ages="3")
        few = queries()
        for number in range(3, 30):
            comes(f"P{number}", ["food"], needs_note="Pa")
        assert queries() == few


def test_it_goes_when_the_place_is_given_back(comes, tick):
    one = comes(children=2, children_ages="3 i 6", needs_note="Un bressol")
    places.answer_care(one, {"childcare": True}, "Sí")
    places.cancel(one)
    tick()
    one.refresh_from_db()
    assert (one.needs, one.needs_note, one.children, one.children_ages, one.care_answers, one.care_word) == (
        [],
        "",
        None,
        "",
        {},
        "",
    )


class TestWaitingList:
    @pytest.fixture
    def full(self, activity):
        Activity.everything.update(capacity=2)
        places.confirm(places.sign_up(activity, name="Plena", people=2))
        mail.outbox.clear()

    def test_nothing_is_asked_to_be_confirmed(self, client, full, sign_up, django_capture_on_commit_callbacks):
        form = " ".join(client.get("/activitats/sopar-d-olla/apunta-t-hi/").text.split())
        assert "No cal que confirmis res" in form and "enllaç per confirmar" not in form
        with django_capture_on_commit_callbacks(execute=True):
            sent = sign_up().text
        assert "No cal que confirmis res" in sent and "fins que no" not in sent
        (letter,) = mail.outbox
        assert "No cal que confirmis res" in letter.body and "tindràs 24 hores" in letter.body
        shown = client.get(mine(Registration.objects.get(name="Aina"))).text
        assert (
            "No cal que confirmis res" in shown and "Treu-me de la llista" in shown and 'value="confirm"' not in shown
        )

    def test_a_group_that_does_not_fit_is_not_told_that_it_is_full(
        self, client, activity, sign_up, django_capture_on_commit_callbacks
    ):
        Activity.everything.update(capacity=2)
        with django_capture_on_commit_callbacks(execute=True):
            assert "No cal que confirmis res" in sign_up(people="3").text
        assert "no hi queda lloc per a 3 persones" in mail.outbox[0].body

    def test_a_known_address_sees_the_same(self, full, sign_up):
        first = sign_up().text
        assert sign_up().text == first

    def test_who_did_not_take_the_offer_reads_that_they_are_off_the_list(self, activity, full, tick):
        places.sign_up(activity, name="Aina", email="aina@exemple.cat")
        places.cancel(Registration.objects.get(name="Plena"))
        Registration.objects.filter(state="offered").update(held_until=timezone.now() - timedelta(minutes=1))
        letter = next(one for one in tick() if one.to == ["aina@exemple.cat"])
        assert "ja no ets a la llista d’espera" in letter.body

    def test_those_ahead_are_counted_in_people(self, client, activity, full):
        places.sign_up(activity, name="Trio", people=3)
        aina = places.sign_up(activity, name="Aina", email="aina@exemple.cat")
        assert "Tens 3 persones al davant." in client.get(mine(aina)).text
