"""A passkey as the second factor, with a virtual key in Chromium."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FACTORS = "/el-meu-espai/segon-factor/"


def sign_in(page, address, user):
    page.goto(address)
    page.fill("#id_email", user.email)
    page.click("main form .btn")
    page.fill("#id_code", re.search(r"\b\d{6}\b", mail.outbox[-1].subject)[0])
    page.click("main form .btn")


def test_somebody_of_the_team_makes_a_passkey_and_enters_with_it(live_server, territory, open_page, staff_user):
    page = open_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key | {"isUserVerified": True}})
    sign_in(page, live_server.url + "/gestio/", staff_user)
    page.goto(live_server.url + FACTORS + "webauthn/add/")
    page.fill("#id_name", "El meu telèfon")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add/" not in url)
    assert Authenticator.objects.filter(user=staff_user, type="webauthn").count() == 1
    page.context.clear_cookies()
    sign_in(page, live_server.url + "/gestio/", staff_user)
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url("**/gestio/")
    assert page.text_content("h1") == "Revisió"
