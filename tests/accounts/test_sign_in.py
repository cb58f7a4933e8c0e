"""Signing in by six figures sent by mail: the same for the known and the unknown."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from energies.accounts import codes
from energies.accounts.models import SignInCode, User

pytestmark = pytest.mark.django_db
SIGN_IN, CODE = "/el-meu-espai/entra/", "/el-meu-espai/entra/codi/"
SPACE = "/el-meu-espai/"


@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    """Returns a function that asks for a code and returns the letter that came."""

    def ask_for(email="nova@exemple.cat", path=SIGN_IN, **data):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            client.post(path, {"email": email, **data})
        return mail.outbox[0] if mail.outbox else None

    return ask_for


def figures(letter):
    return re.search(r"\b\d{6}\b", letter.body)[0]


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


def test_somebody_unknown_is_made_only_by_the_right_code(client, ask):
    code = figures(ask("Nova@Exemple.cat"))
    client.post(CODE, {"code": wrong(code)})
    assert not User.objects.exists()
    answer = client.post(CODE, {"code": f" {code[:3]} {code[3:]} "})
    user = User.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, SPACE)
    assert (user.email, user.language, user.has_usable_password()) == ("Nova@exemple.cat", "ca", False)
    assert client.get(SPACE).status_code == 200


def test_somebody_known_signs_in_whatever_the_case_of_the_address(client, ask):
    user = User.objects.create_user("nova@exemple.cat")
    client.post(CODE, {"code": figures(ask("NOVA@exemple.cat"))})
    assert User.objects.get() == user
    assert client.session["_auth_user_id"] == str(user.pk)


def test_nothing_tells_who_has_an_account(client, ask):
    User.objects.create_user("coneguda@exemple.cat")
    told = []
    for email in ("coneguda@exemple.cat", "nova@exemple.cat"):
        letter = ask(email)
        code = figures(letter)
        page = client.get(CODE).text.replace(email, "")
        missed = client.post(CODE, {"code": wrong(code)}).text.replace(email, "").replace(wrong(code), "")
        texts = [re.sub('value="[^"]{40,}"', "", text) for text in (page, missed)]
        told.append([letter.subject.replace(code, ""), letter.body.replace(code, ""), *texts])
    assert told[0] == told[1]


def test_a_code_serves_once(client, ask):
    code = figures(ask())
    client.post(CODE, {"code": code})
    client.post("/el-meu-espai/surt/")
    assert client.post(CODE, {"code": code})["Location"].startswith(SIGN_IN)
    assert "_auth_user_id" not in client.session


def test_three_mistakes_end_a_code(client, ask):
    code = figures(ask())
    answers = [client.post(CODE, {"code": wrong(code)}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert "ja no serveixen" in answers[2].text
    assert client.post(CODE, {"code": code})["Location"].startswith(SIGN_IN)
    assert not User.objects.exists()


def test_a_code_holds_for_fifteen_minutes(client, ask):
    code, now = figures(ask()), timezone.now()
    assert abs(SignInCode.objects.get().expires_at - now - timedelta(minutes=15)) < timedelta(seconds=30)
    SignInCode.objects.update(expires_at=now)
    assert client.post(CODE, {"code": code})["Location"].startswith(SIGN_IN)
    assert not User.objects.exists()


def test_somebody_who_was_shut_out_learns_nothing_and_stays_out(client, ask):
    User.objects.create_user("fora@exemple.cat", is_active=False)
    answer = client.post(CODE, {"code": figures(ask("fora@exemple.cat"))})
    assert "_auth_user_id" not in client.session
    assert answer.status_code == 422


def test_one_address_gets_few_codes_an_hour(client, ask):
    letters = [ask() for _ in range(6)]
    assert [letter is not None for letter in letters] == [True] * 5 + [False]
    answer = client.post(SIGN_IN, {"email": "nova@exemple.cat"})
    assert answer.status_code == 429 and answer["Retry-After"]
    assert "d’aquí a una hora" in answer.text
    assert ask("altra@exemple.cat") is not None


def test_a_hall_of_people_signs_in_from_one_connection_and_no_more(ask):
    most = codes.PER_CLIENT.most
    assert most >= 100 and all(ask(f"persona{number}@exemple.cat") for number in range(most))
    assert ask("una.mes@exemple.cat") is None


@pytest.mark.parametrize("email", ["", "nova@", "nova"])
def test_a_wrong_address_is_said_beside_the_field_and_kept(client, email):
    answer = client.post(SIGN_IN, {"email": email})
    assert answer.status_code == 422
    assert f'href="#{answer.context["form"]["email"].id_for_label}"' in answer.text
    assert not email or f'value="{email}"' in answer.text


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_one_is_never_sent_to_another_site(client, ask, elsewhere):
    code = figures(ask(next=elsewhere))
    assert client.post(CODE, {"code": code, "next": elsewhere})["Location"] == SPACE


def test_one_goes_on_where_one_was_going(client, ask):
    asked = client.get("/participa/registra/")["Location"]
    assert asked == f"{SIGN_IN}?next=/participa/registra/"
    code = figures(ask(next="/participa/registra/"))
    assert client.post(CODE, {"code": code, "next": "/participa/registra/"})["Location"] == "/participa/registra/"


def test_the_letter_is_in_the_language_of_the_page(client, ask):
    letter = ask(path="/en/my-space/sign-in/")
    assert "are your figures to sign in" in letter.subject
    client.post("/en/my-space/sign-in/code/", {"code": figures(letter)})
    assert User.objects.get().language == "en"


def test_the_session_changes_its_name_when_somebody_signs_in(client, ask):
    code = figures(ask())
    before = client.session.session_key
    client.post(CODE, {"code": code})
    assert client.session.session_key != before


def test_signing_out_takes_a_button(client, ask):
    client.post(CODE, {"code": figures(ask())})
    assert client.get("/el-meu-espai/surt/").status_code == 405
    client.post("/el-meu-espai/surt/")
    assert client.get(SPACE).status_code == 302


@pytest.mark.parametrize(
    "typed",
    [
        "ana@b\u0131c\u0131.cat",
        "ANA@B\u0131C\u0131.CAT",
        "ana@b\u0130c\u0130.cat",
        "ana@xn--bc-hpab.cat",
        "ana@\u0432ici.cat",
    ],
)
def test_an_address_that_only_looks_like_somebodys_opens_a_space_of_its_own(client, ask, typed):
    ana = User.objects.create_user("ana@bici.cat")
    letter = ask(typed)
    assert letter.to != ["ana@bici.cat"] and letter.to[0].isascii()
    client.post(CODE, {"code": figures(letter)})
    assert client.session["_auth_user_id"] != str(ana.pk)
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    "typed", ["an\u0131@bici.cat", "\uff41na@bici.cat", "\ufb01na@bici.cat", "n\u00faria@bici.cat"]
)
def test_letters_beyond_ascii_before_the_at_are_refused_and_sent_nothing(client, ask, typed):
    User.objects.create_user("ana@bici.cat")
    assert ask(typed) is None
    answer = client.post(SIGN_IN, {"email": typed})
    assert answer.status_code == 422 and "sense accents" in answer.text


@pytest.mark.parametrize(
    "typed", ["pau@can\u00e7\u00f3.cat", "PAU@CAN\u00c7\u00d3.cat", "pau@xn--can-4la4d.cat", "pau@XN--CAN-4LA4D.cat"]
)
def test_however_it_is_spelled_the_code_goes_to_the_address_that_is_kept(client, ask, typed):
    pau = User.objects.create_user("Pau@Can\u00e7\u00f3.cat")
    letter = ask(typed)
    assert letter.to == ["Pau@xn--can-4la4d.cat"]
    client.post(CODE, {"code": figures(letter)})
    assert client.session["_auth_user_id"] == str(pau.pk) and User.objects.count() == 1


def test_an_unknown_address_is_kept_in_ascii(client, ask):
    letter = ask("Nova@can\u00e7\u00f3.cat")
    client.post(CODE, {"code": figures(letter)})
    assert letter.to == [User.objects.get().email] == ["Nova@xn--can-4la4d.cat"]


def test_spellings_of_one_address_share_its_limit(ask):
    spellings = [
        "pau@can\u00e7\u00f3.cat",
        "PAU@can\u00e7\u00f3.cat",
        "pau@xn--can-4la4d.cat",
        "Pau@CAN\u00c7\u00d3.cat",
        "paU@can\u00e7\u00f3.cat",
    ]
    assert all(ask(one) for one in spellings)
    assert ask("pau@canc\u0327\u00f3.cat") is None


def test_what_is_refused_counts_too(client, ask):
    answers = [client.post(SIGN_IN, {"email": "res"}).status_code for _ in range(codes.PER_CLIENT.most + 1)]
    assert answers == [422] * codes.PER_CLIENT.most + [429]
    assert ask() is None


def test_a_code_opens_only_in_the_session_that_asked_for_it(client, ask):
    code = figures(ask())
    other = Client()
    assert other.post(CODE, {"code": code})["Location"].startswith(SIGN_IN)
    assert client.post(CODE, {"code": code})["Location"] == SPACE


def test_asking_again_ends_the_former_code(client, ask):
    first, second = figures(ask()), figures(ask())
    assert SignInCode.objects.count() == 1
    assert first == second or client.post(CODE, {"code": first}).status_code == 422


def test_the_figures_are_written_down_nowhere(client, ask):
    code = figures(ask())
    kept = str([*SignInCode.objects.values(), dict(client.session)])
    assert code not in kept and "nova@exemple.cat" in kept


def test_codes_whose_time_is_over_are_deleted(ask):
    ask("una@exemple.cat")
    SignInCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    Client().post(SIGN_IN, {"email": "altra@exemple.cat"})
    call_command("tick")
    assert SignInCode.objects.get().email == "altra@exemple.cat"
