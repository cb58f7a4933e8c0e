"""The team shows a second factor; nobody else gets to the desk or to what waits for review."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from energies.accounts import second_factor
from energies.accounts.models import User
from energies.accounts.private_allauth import TOTP
from tests.totp import figures_now

pytestmark = pytest.mark.django_db
DOORS = ["/gestio/", "/equip/"]
SHOW = "/el-meu-espai/segon-factor/authenticate/"


@pytest.fixture
def sign_in(client, django_capture_on_commit_callbacks):
    """Returns a function that signs in with the code that is mailed, and returns the last answer."""

    def sign_in_as(user, to="/gestio/"):
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/el-meu-espai/entra/", {"email": user.email, "next": to})
        code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
        return client.post("/el-meu-espai/entra/codi/", {"code": code, "next": to})

    return sign_in_as


@pytest.mark.parametrize("door", DOORS)
def test_a_stranger_is_asked_to_sign_in(client, door):
    assert client.get(door, follow=True).redirect_chain[-1][0].startswith("/el-meu-espai/entra/?next=")


@pytest.mark.parametrize("door", DOORS)
def test_somebody_who_is_not_of_the_team_is_told_no(client, door):
    client.force_login(User.objects.create_user("veina@exemple.cat"))
    assert client.get(door, follow=True).status_code == 403


@pytest.mark.parametrize("door", DOORS)
def test_the_team_sets_up_a_second_factor_first(client, sign_in, staff_user, door):
    sign_in(staff_user)
    assert client.get(door, follow=True).redirect_chain[-1][0] == "/el-meu-espai/segon-factor/"


def test_an_app_opens_the_doors(client, sign_in, staff_user):
    TOTP.activate(staff_user, "JBSWY3DPEHPK3PXP")
    assert sign_in(staff_user)["Location"] == SHOW
    assert "_auth_user_id" not in client.session
    assert client.post(SHOW, {"code": "000000"}).status_code == 200
    assert client.post(SHOW, {"code": figures_now("JBSWY3DPEHPK3PXP")})["Location"] == "/gestio/"
    assert [client.get(door).status_code for door in DOORS] == [200, 200]


def test_a_recovery_code_opens_once(client, sign_in, staff_user):
    code = second_factor.renew(staff_user)[0]
    sign_in(staff_user)
    assert client.post(SHOW, {"code": code})["Location"] == "/gestio/"
    client.post("/el-meu-espai/surt/")
    sign_in(staff_user)
    assert client.post(SHOW, {"code": code}).status_code == 200
    assert client.get("/gestio/").status_code == 302


def test_a_session_without_the_factor_does_not_pass(client, staff_user):
    TOTP.activate(staff_user, "JBSWY3DPEHPK3PXP")
    client.force_login(staff_user)
    assert [client.get(door).status_code for door in DOORS] == [302, 302]


def test_setting_up_an_app_shows_the_drawing_and_asks_for_its_figures(client, sign_in, staff_user):
    sign_in(staff_user)
    page = client.get("/el-meu-espai/segon-factor/totp/activate/")
    assert "<svg" in page.text and page.context["form"].secret in page.text
    client.post("/el-meu-espai/segon-factor/totp/activate/", {"code": figures_now(page.context["form"].secret)})
    assert Authenticator.objects.filter(user=staff_user, type="totp").exists()


def test_who_runs_the_site_helps_whoever_lost_theirs(staff_user, capsys):
    call_command("second_factor", "Equip@exemple.cat", renew=True)
    codes = capsys.readouterr().out.split()
    assert set(codes) == set(Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes())
    call_command("second_factor", "equip@exemple.cat", reset=True)
    assert not Authenticator.objects.exists()
    with pytest.raises(CommandError, match="Nobody has the e-mail"):
        call_command("second_factor", "ningu@exemple.cat", reset=True)


def test_public_pages_set_no_cookie(client, territory):
    for path in ("/", "/projectes/", "/barris/"):
        assert not client.get(path).cookies


def test_the_team_is_told_beside_the_address_that_somebody_has_it_in_another_spelling(team):
    User.objects.create_user("pau@cançó.cat")
    answer = team.post("/equip/accounts/user/add/", {"email": "PAU@xn--can-4la4d.cat", "name": "", "language": "ca"})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["email"] == ["Ja hi ha una persona amb aquest correu."]
    other = User.objects.create_user("altra@exemple.cat")
    answer = team.post(
        f"/equip/accounts/user/{other.pk}/change/", {"email": "PAU@cançó.cat", "language": "ca", "is_active": "on"}
    )
    assert answer.context["adminform"].form.errors["email"] == ["Ja hi ha una persona amb aquest correu."]


def test_the_first_account_is_made_by_the_documented_command_in_one_spelling():
    call_command("createsuperuser", email="Equip@Cançó.cat", interactive=False, verbosity=0)
    assert User.objects.values_list("email", "email_key").get() == (
        "Equip@xn--can-4la4d.cat",
        "equip@xn--can-4la4d.cat",
    )
    for taken in ("equip@cançó.cat", "n\u00faria@exemple.cat"):
        with pytest.raises((CommandError, ValidationError)):
            call_command("createsuperuser", email=taken, interactive=False, verbosity=0)
    assert User.objects.count() == 1
