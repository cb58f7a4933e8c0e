"""Nothing that was sent is lost: not when the session has gone, nor when the check of a form fails; at every address."""

import re
from datetime import timedelta
from functools import cache

import html5lib
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from energies.accounts import held_forms
from energies.accounts.models import HeldForm, User
from energies.accounts.private_allauth import TOTP
from energies.kernel import limits
from energies.site.models import ContactMessage
from gatherings.models import Activity
from tests.site.test_limits import addresses
from tests.totp import figures_now
from tests.whole import WHOLE, some_of

pytestmark = pytest.mark.django_db
TEXT = 'Fem «planters» per a tot el barri.\nI n’aprenem <junts> & "a poc a poc".'
TYPED = {
    "name": "Rec Viu",
    "text": TEXT,
    "theme": ["food", "care"],
    "send": "1",
    "email": "altra@exemple.cat",
    "held": "x",
}
OURS, OTHERS = {"Origin": "http://testserver"}, {"Origin": "https://un-altre.exemple"}
# Keys of second factors are set up and used there: nothing of that goes into a page again.
SECRET_PLACES = ("/el-meu-espai/segon-factor/", "/el-meu-espai/entra/")
REGISTER = "/participa/registra/"


@cache
def everywhere():
    return sorted({f"/{one}" for one in addresses(get_resolver().url_patterns)})


def forms_of(answer):
    """Return [(action, {name: [values]})] of the forms in the content of a page that is good HTML."""
    found = []
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.text)
    for form in page.findall(".//main//form"):
        inputs = {}
        for one in form.iter("input"):
            inputs.setdefault(one.get("name"), []).append(one.get("value", ""))
        found.append((form.get("action"), inputs))
    return found


@pytest.fixture
def come_in(django_capture_on_commit_callbacks):
    """Returns a function that sends the form of a page that asks to sign in, and the figures; gives where one is then."""

    def sign_in(client, form, email="autora@exemple.cat"):
        action, inputs = form
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(action, inputs | {"email": email})
        assert answer.status_code == 302
        code = re.search(r"\b\d{6}\b", mail.outbox[-1].subject)[0]
        answer = client.post(answer["Location"], {"code": code})
        assert answer.status_code == 302
        return answer["Location"]

    return sign_in


def sent_of(inputs):
    """Return what a form would send, less the check."""
    return {name: texts for name, texts in inputs.items() if name != "csrfmiddlewaretoken"}


SENT = {name: text if isinstance(text, list) else [text] for name, text in TYPED.items()}


@pytest.fixture
def unlimited(monkeypatch):
    monkeypatch.setattr(limits, "count", lambda limit, who: None)


def test_at_every_address_what_is_sent_without_a_session_is_there_after_signing_in(unlimited, come_in):
    closed, tried = [], some_of(everywhere())
    for number, address in enumerate(tried):
        client = Client()
        answer = client.post(f"{address}?q=1", TYPED)
        if answer.status_code in (302, 303) and not address.startswith(SECRET_PLACES):
            assert not answer["Location"].startswith(reverse("sign_in")), f"{address} throws away what was sent"
        if answer.status_code != 401:
            continue
        closed.append(address)
        assert "no-store" in answer["Cache-Control"] and answer.has_header("WWW-Authenticate")
        (form,) = forms_of(answer)
        place = come_in(client, form, f"persona{number}@exemple.cat")
        page = client.get(place)
        action, inputs = forms_of(page)[0]
        assert sent_of(inputs) == SENT, address
        assert f'data-not-yet="{address}"' in page.text and f"Va a: {address}" in page.text
        answer = client.post(action, inputs)
        assert (answer.status_code, answer["Location"]) == (307, f"{address}?q=1"), address
    # Whoever has to sign in to read has to, to write.
    asked = {
        one
        for one in tried
        if f"{reverse('sign_in')}?" in Client(raise_request_exception=False).get(one).get("Location", "")
    }
    assert {one for one in asked - set(closed) if not one.startswith(SECRET_PLACES)} == set()
    assert len(closed) > len(some_of(range(60)))
    assert not WHOLE or {REGISTER, "/gestio/1/decideix/", "/equip/vocabulary/theme/add/"} <= set(closed)


def test_at_every_address_what_fails_the_check_of_the_form_can_be_sent_again(unlimited):
    tried = 0
    for address in some_of(everywhere()):
        client = Client(enforce_csrf_checks=True)
        answer = client.post(address, TYPED | {"csrfmiddlewaretoken": "a" * 32}, headers=OURS)
        if answer.status_code not in (401, 403):
            # It reads nothing, or needs no check.
            assert answer.status_code in (302, 404, 405) or address in NOT_CHECKED, (address, answer.status_code)
            continue
        tried += 1
        forms = forms_of(answer)
        if answer.status_code == 401:
            assert held_forms.read(forms[0][1]["held"][0])["to"] == address
            continue
        action, inputs = forms[0]
        assert action == address and sent_of(inputs) == SENT
        again = client.post(action, inputs, headers=OURS)
        assert "No hem pogut comprovar" not in again.text and again.status_code != 403, address
    assert tried > len(some_of(range(80)))


NOT_CHECKED = set()


@pytest.mark.parametrize("path", ["/contacte/", REGISTER, "/gestio/1/decideix/", "/equip/vocabulary/theme/add/"])
def test_what_a_page_of_others_sends_gets_no_button_and_none_of_its_words_in_ours(path):
    for heads in (OTHERS, {"Origin": "null"}, {"Referer": "https://un-altre.exemple/"}, {"Sec-Fetch-Site": "cross-site"},
                  {"Sec-Fetch-Site": "same-site", **OURS}, {"Origin": "https://testserver"}):  # fmt: skip
        answer = Client(enforce_csrf_checks=True).post(path, TYPED, headers=heads)
        assert answer.status_code == 403 and "planters" not in answer.text and forms_of(answer) == [], heads


def test_where_the_browser_says_nothing_it_can_be_copied_and_there_is_no_button():
    answer = Client(enforce_csrf_checks=True).post("/contacte/", TYPED)
    assert answer.status_code == 403 and "planters" in answer.text and forms_of(answer) == []


def test_the_button_says_what_it_sends_where_to_and_who_as(client):
    person = User.objects.create_user("una.altra@exemple.cat")
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    answer = client.post("/gestio/1/decideix/", {"act": "decline"}, headers=OURS)
    assert answer.status_code == 403
    for words in ("una.altra@exemple.cat", "/gestio/1/decideix/", '<blockquote dir="auto">decline</blockquote>'):
        assert words in answer.text


def test_a_message_to_the_team_gets_there_by_the_button_of_the_refusal():
    client = Client(enforce_csrf_checks=True)
    typed = {"about": "other", "text": TEXT, "email": "a@exemple.cat"}
    action, inputs = forms_of(client.post("/contacte/", typed, headers=OURS))[0]
    assert client.post(action, inputs, headers=OURS).status_code == 302
    assert ContactMessage.objects.get().text == TEXT


# What waits, and for whom.


@pytest.fixture
def asked(client):
    """The form by which somebody whose session has gone signs in again, having sent a proposal."""
    (form,) = forms_of(client.post(REGISTER, TYPED))
    return form


def shown(client):
    return client.get(reverse("held_form"))


def test_nothing_is_kept_of_whoever_only_sends(asked):
    assert not HeldForm.objects.exists()


def test_what_waits_is_sealed_and_tells_nobody_whose_it_is(client, asked, come_in):
    come_in(client, asked)
    row = HeldForm.objects.get()
    assert "planters" not in row.sealed and "Rec" not in row.sealed and "autora" not in row.whose
    assert client.session["held"] == str(row.pk)


def test_whoever_signs_in_next_on_the_same_browser_is_not_shown_it(client, asked, come_in):
    action, inputs = asked
    client.post(action, inputs | {"email": "autora@exemple.cat"})
    # She goes; somebody else asks for figures of their own.
    other = (reverse("sign_in"), {"next": [reverse("held_form")]})
    place = come_in(client, other, "altra@exemple.cat")
    page = client.get(place)
    assert page.status_code == 410 and "planters" not in page.text and "ja no és aquí" in page.text


def test_whoever_signs_in_on_the_page_of_another_is_not_shown_it_either(client, come_in):
    """The form says for whom it was drawn: the address that somebody gives then does not make it theirs."""
    writer = User.objects.create_user("merce@exemple.cat")
    client.force_login(writer)
    drawn = re.search(r'name="written_by" value="(\w+)"', client.get(REGISTER).text)[1]
    for email, status in (("joan@exemple.cat", 410), ("merce@exemple.cat", 200)):
        browser = Client()
        asked = browser.post(REGISTER, TYPED | {"written_by": drawn})
        page = browser.get(come_in(browser, forms_of(asked)[0], email=email))
        assert page.status_code == status and ("planters" in page.text) is (status == 200)


def test_a_form_of_another_gets_no_button_when_its_check_fails():
    other = Client(enforce_csrf_checks=True)
    other.force_login(User.objects.create_user("joan@exemple.cat"))
    page = other.post(REGISTER, TYPED | {"written_by": "x" * 20}, headers=OURS)
    assert page.status_code == 403 and "Torna-ho a enviar" not in page.text and "una altra persona" in page.text


def test_what_is_shown_is_what_somebody_typed_and_nothing_of_the_page():
    page = Client(enforce_csrf_checks=True).post(
        "/contacte/", {"name": "Pep", "opened": "a:B:c" * 9, "seen": '{"name": "ab"}', "theme": "food"}, headers=OURS
    )
    shown = page.text.partition("<main")[2]
    quoted = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", shown, re.S)
    assert quoted == ["Pep"]


def test_it_waits_for_the_person_and_not_for_how_they_spell_their_address(client, asked, come_in):
    come_in(client, asked, "Autora@EXEMPLE.cat")
    assert "planters" in shown(client).text


def test_it_is_only_in_the_session_that_sent_it(client, asked, come_in):
    come_in(client, asked)
    elsewhere = Client()
    elsewhere.force_login(User.objects.get())
    assert shown(elsewhere).status_code == 410


def test_after_an_hour_it_is_over(client, asked, come_in):
    come_in(client, asked)
    HeldForm.objects.update(expires_at=timezone.now())
    assert shown(client).status_code == 410


def test_once_sent_it_is_over_but_for_a_second_press_of_the_button(client, asked, come_in):
    come_in(client, asked)
    action, inputs = forms_of(shown(client))[0]
    assert [client.post(action, inputs).status_code for _press in range(2)] == [307, 307]
    assert HeldForm.objects.get().expires_at <= timezone.now() + timedelta(minutes=1)


def test_it_can_be_thrown_away(client, asked, come_in):
    come_in(client, asked)
    action, inputs = forms_of(shown(client))[1]
    assert client.post(action, inputs).status_code == 302
    assert not HeldForm.objects.exists()


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "", lambda t: "x" * 1000])
def test_only_what_we_signed_waits(client, asked, change):
    action, inputs = asked
    assert (
        client.post(action, inputs | {"email": "autora@exemple.cat", "held": change(inputs["held"][0])}).status_code
        == 302
    )
    assert not HeldForm.objects.exists()


def test_what_is_wrong_with_the_address_typed_costs_nothing(client, asked, come_in):
    action, inputs = asked
    answer = client.post(action, inputs | {"email": "autora"})
    assert answer.status_code == 422
    come_in(client, forms_of(answer)[0])
    assert "planters" in shown(client).text


def test_what_is_too_long_to_carry_is_on_the_page_to_be_sent_from_there(client, monkeypatch):
    monkeypatch.setattr(held_forms, "MOST", 10)
    answer = client.post(REGISTER, TYPED, headers=OURS)
    assert answer.status_code == 401 and (REGISTER, SENT) in [
        (action, sent_of(one)) for action, one in forms_of(answer)
    ]


def test_files_have_to_be_chosen_again_and_it_is_said(client, come_in):
    photo = SimpleUploadedFile("foto.jpg", b"x" * 100, "image/jpeg")
    (form,) = forms_of(client.post(REGISTER, TYPED | {"picture": photo}))
    come_in(client, form)
    page = shown(client)
    assert "torna-la a triar aquí" in page.text and 'enctype="multipart/form-data"' in page.text
    assert forms_of(page)[0][1]["picture"] == [""], "there is where to choose it"


@pytest.mark.parametrize("secret", ["code", "credential", "password"])
def test_no_secret_goes_into_a_page(secret):
    for path in (REGISTER, "/contacte/", "/no-hi-es/"):
        answer = Client(enforce_csrf_checks=True).post(path, TYPED | {secret: "123456"}, headers=OURS)
        assert "123456" not in answer.text and "planters" not in answer.text
    token = forms_of(Client().post(REGISTER, TYPED | {secret: "123456"}))[0][1].get("held")
    assert token is None


def test_the_view_it_goes_to_decides_what_whoever_sends_it_may(client, come_in):
    """Somebody of no role sends a decision of the team after signing in: refused, and still to be copied."""
    (form,) = forms_of(client.post("/gestio/1/decideix/", TYPED))
    come_in(client, form)
    action, inputs = forms_of(shown(client))[0]
    answer = client.post(action, inputs, follow=True, headers=OURS)
    assert answer.redirect_chain == [("/gestio/1/decideix/", 307)] and answer.status_code == 403
    assert "planters" in answer.text


def test_the_team_finds_it_after_its_second_factor(client, staff_user, come_in):
    TOTP.activate(staff_user, "JBSWY3DPEHPK3PXP")
    client.force_login(staff_user)  # without having shown it
    (form,) = forms_of(client.post("/gestio/1/decideix/", TYPED))
    place = come_in(client, form, staff_user.email)
    answer = client.post(place, {"code": figures_now("JBSWY3DPEHPK3PXP")})
    assert answer["Location"] == reverse("held_form") and "planters" in shown(client).text


def test_a_colleague_without_a_second_factor_keeps_what_they_sent(client, colleague):
    client.force_login(colleague("nova@exemple.cat", "reviewer"))
    answer = client.post("/gestio/1/decideix/", TYPED, headers=OURS)
    assert answer.status_code == 403 and sent_of(forms_of(answer)[0][1]) == SENT


def test_what_no_limit_can_count_just_now_can_be_sent_again(client, monkeypatch, make_activity_open):
    def away(limit, who):
        raise limits.NotCounted(limit.act)

    monkeypatch.setattr(limits, "count", away)
    answer = client.post(make_activity_open, TYPED)
    assert answer.status_code == 503 and answer["Retry-After"] and sent_of(forms_of(answer)[0][1]) == SENT


@pytest.fixture
def make_activity_open(territory, vocabulary):
    """The path by which one signs up for an activity."""
    soon = timezone.now() + timedelta(days=7)
    Activity.everything.create(
        name="Sopar", summary="Sopar.", axis="activities", kind="meal", venue="Ateneu", barri_id="01",
        starts_at=soon, ends_at=soon + timedelta(hours=2), sign_up="required", capacity=9,
    )  # fmt: skip
    return "/activitats/sopar/apunta-t-hi/"
