"""What the browser is told of the forms that it keeps: which was taken, whose they are, and when to let go of them."""

import re

import pytest
from django.test import Client

from energies.accounts.models import User
from tests.site.test_resubmission import REGISTER, TEXT, TYPED
from tests.site.test_weight import templates

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sending", "data", "taken"),
    [
        ("%2Fcontacte%2F", {"about": "other", "text": TEXT}, True),
        ("%2Fcontacte%2F", {"text": ""}, False),
        ("%2Fparticipa%2Fregistra%2F", {"about": "other", "text": TEXT}, False),
        ("", {"about": "other", "text": TEXT}, False),
    ],
)
def test_the_browser_is_told_of_the_form_that_was_taken_and_of_no_other(client, sending, data, taken):
    if sending:
        client.cookies["sending"] = sending
    answer = client.post("/contacte/", data)
    assert ("taken" in answer.cookies) is taken
    assert not taken or answer.cookies["taken"].value == sending


def test_what_a_page_sends_by_itself_while_one_writes_is_not_the_form_that_is_sent(client):
    client.cookies["sending"] = "%2Fcontacte%2F"
    answer = client.post("/contacte/", {"about": "other", "text": TEXT}, headers={"X-Fragment": "alike"})
    assert answer.status_code in (200, 302) and "taken" not in answer.cookies


def test_no_refusal_says_that_it_was_taken():
    client = Client()
    client.cookies["sending"] = "%2Fparticipa%2Fregistra%2F"
    assert client.post(REGISTER, TYPED).status_code == 401
    assert "taken" not in client.post(REGISTER, TYPED).cookies


@pytest.mark.parametrize("path", ["/el-meu-espai/surt/", "/equip/logout/"])
def test_signing_out_clears_what_the_browser_kept_for_whoever_does_and_no_more(team, path):
    key = re.search(r'data-keep="(\w+)"', team.get("/contacte/").text)[1]
    answer = team.post(path)
    assert answer.cookies["left"].value == key and "Clear-Site-Data" not in answer
    assert team.get("/el-meu-espai/").status_code == 302


def test_the_key_by_which_the_browser_keeps_text_is_of_one_person_in_all_their_sessions(client):
    def key_of(email):
        browser = Client()
        browser.force_login(User.objects.get_or_create(email=email, email_key=email)[0])
        return re.search(r'data-keep="(\w*)"', browser.get("/contacte/").text)[1]

    keys = [key_of(f"{who}@exemple.cat") for who in ("una", "altra", "una")]
    assert keys[0] == keys[2] != keys[1] and all(keys)
    assert 'data-keep=""' in client.get("/contacte/").text


# Forms that nobody writes in for long: an address, a few figures, a menu, one line.
SHORT = {
    "account/sign_in.html", "account/code.html", "accounts/erase.html", "mfa/totp/activate_form.html",
    "gatherings/registration/registration.html", "gatherings/board/_placing.html", "gatherings/board/_slot.html",
    "gatherings/registration/_row_acts.html", "gatherings/registration/_came.html", "gatherings/registration/answer_care.html",
}  # fmt: skip
ASKS = re.compile(r"<textarea|<input class|forms/field|any\.html|yes_or_no|\{\{ ?(field|\w+\.text) ?\}\}")


def test_every_form_in_which_people_write_is_kept_by_the_browser():
    forms = [
        (name, form)
        for name, text in templates().items()
        for form in re.findall(r'<form\b[^>]*method="post".*?</form>', text, re.S)
        if ASKS.search(form)
    ]
    assert {str(name.relative_to("templates")) for name, form in forms if "{% autosave %}" not in form} == SHORT
    assert len(forms) - len(SHORT) > 12
    for name, form in forms:
        given = "forms/autosave.html" in form or "yes_or_no" in form
        assert given is ("{% autosave %}" in form), name
