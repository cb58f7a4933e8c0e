"""Limits as people meet them: a hall on one wifi gets in, a machine does not, and nobody loses what they wrote."""

import re
from datetime import timedelta
from uuid import uuid4

import html5lib
import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import get_converters
from django.utils import timezone

from energies.accounts import codes, second_factor_forms
from energies.kernel import limits
from energies.operations.models import Counter
from energies.site import views
from energies.site.models import ContactMessage
from gatherings.models import Activity, Registration
from gatherings.registration import views as registration

pytestmark = pytest.mark.django_db
PROXY = "10.0.0.1"


@pytest.fixture
def behind_proxy(settings, monkeypatch):
    from energies.kernel import env

    monkeypatch.setenv("TRUSTED_PROXIES", PROXY)
    settings.TRUSTED_PROXIES = env.proxies()


@pytest.fixture
def used_up(monkeypatch):
    """Returns a function that makes a limit small: ``most`` times and no more."""

    def shrink(module, name, most):
        limit = getattr(module, name)
        monkeypatch.setitem(limit.__dict__, "most", most)

    return shrink


def sample(converter):
    return {"int": "1", "path": "a/b", "uuid": str(uuid4())}.get(converter, "x")


def addresses(patterns, prefix=""):
    """Yield an address for each pattern of the site that has a view, in Catalan."""
    names = {type(one): name for name, one in get_converters().items()}
    for one in patterns:
        route = str(one.pattern)
        for name, converter in one.pattern.converters.items():
            route = re.sub(rf"<(\w+:)?{name}>", sample(names[type(converter)]), route)
        if isinstance(one, URLPattern):
            yield prefix + re.sub(r"\(\?P.*", "", route.removeprefix("^").removesuffix("$"))
        else:
            yield from addresses(one.url_patterns, prefix + route)


def test_whatever_a_stranger_may_send_is_counted(client, monkeypatch):
    """Every address of the site: it takes nothing, or sends to sign in, or says that it was too often."""

    def over(limit, who):
        raise limits.TooMany(limit, 60)

    monkeypatch.setattr(limits, "count", over)
    answers = {
        address: client.post(address) for address in {f"/{one}" for one in addresses(get_resolver().url_patterns)}
    }
    counted = {address for address, answer in answers.items() if answer.status_code == 429}
    closed = {address for address, answer in answers.items() if answer.status_code in (401, 403, 405)}
    doors = (reverse("sign_in"), reverse("admin:login"))
    # Whoever leaves, without having come in, changes nothing.
    leaving = {reverse("sign_out"), reverse("admin:logout")}
    turned_away = {address for address, answer in answers.items() if answer.get("Location", "").startswith(doors)}
    assert set(answers) - counted - closed - turned_away - leaving == set()
    assert {"/contacte/", "/el-meu-espai/entra/", "/el-meu-espai/entra/codi/", "/activitats/x/apunta-t-hi/"} <= counted


def hall(count, forwarded):
    """Return the answers to ``count`` people who sign up by one proxy, ``forwarded(number)`` being what it tells."""
    answers = []
    for number in range(count):
        data = {"name": f"P{number}", "email": f"p{number}@exemple.cat", "people": "1", "understood": "on"}
        headers = {"X-Forwarded-For": forwarded(number)}
        answers.append(Client().post("/activitats/sopar/apunta-t-hi/", data, REMOTE_ADDR=PROXY, headers=headers))
    return [answer.status_code for answer in answers]


@pytest.fixture
def supper(territory, vocabulary):
    return make_supper()


def make_supper():
    soon = timezone.now() + timedelta(days=7)
    return Activity.everything.create(
        name="Sopar", summary="Sopar.", axis="activities", kind="meal", venue="Ateneu", barri_id="01",
        starts_at=soon, ends_at=soon + timedelta(hours=2), sign_up="required", capacity=500,
    )  # fmt: skip


def test_a_hall_on_one_wifi_signs_up(behind_proxy, supper):
    assert hall(150, lambda number: "203.0.113.5") == [200] * 150
    assert Registration.objects.count() == 150


def test_the_city_behind_a_proxy_is_not_one_person(behind_proxy, supper, used_up):
    used_up(registration, "PER_CLIENT", 2)
    assert hall(20, lambda number: f"203.0.113.{number}") == [200] * 20


def test_a_machine_that_forges_where_it_comes_from_is_one_client(behind_proxy, supper, used_up):
    used_up(registration, "PER_CLIENT", 3)
    assert hall(6, lambda number: f"198.51.100.{number}, 203.0.113.5") == [200] * 3 + [429] * 3
    assert Registration.objects.count() == 3


def test_without_a_trusted_proxy_what_is_forged_gains_nothing(supper, used_up, settings):
    settings.TRUSTED_PROXIES = ()
    used_up(registration, "PER_CLIENT", 3)
    assert hall(6, lambda number: f"198.51.100.{number}") == [200] * 3 + [429] * 3


def test_one_activity_is_not_filled_from_one_place(behind_proxy, supper, used_up):
    used_up(registration, "PER_ACTIVITY", 2)
    assert hall(3, lambda number: "203.0.113.5") == [200, 200, 429]


def test_one_letter_box_gets_few_letters_whoever_asks(supper, client, used_up):
    used_up(registration, "PER_EMAIL", 2)
    data = {"name": "Aina", "email": "aina@exemple.cat", "people": "1", "understood": "on"}
    paths = [f"{one.get_absolute_url()}apunta-t-hi/" for one in (supper, make_supper(), make_supper(), make_supper())]
    answers = [
        client.post(path, data, REMOTE_ADDR=f"203.0.113.{number}").status_code for number, path in enumerate(paths)
    ]
    assert answers == [200, 200, 429, 429]


def test_310_others_do_not_wash_out_what_was_counted(used_up):
    for _time in range(codes.PER_EMAIL.most):
        limits.count(codes.PER_EMAIL, "primera@exemple.cat")
    for number in range(310):
        limits.count(codes.PER_EMAIL, f"altra{number}@exemple.cat")
    with pytest.raises(limits.TooMany):
        limits.count(codes.PER_EMAIL, "primera@exemple.cat")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/contacte/", "Podràs continuar d’aquí a una hora"),
        ("/es/contacto/", "Podrás continuar dentro de una hora"),
        ("/en/contact/", "You will be able to go on in an hour"),
    ],
)
def test_it_says_when_to_go_on_and_loses_nothing(client, used_up, path, words):
    used_up(views, "MESSAGES", 1)
    typed = {"about": "other", "text": 'Primera línia\n"segona" <línia>', "email": "a@exemple.cat"}
    client.post(path, typed)
    answer = client.post(f"{path}?page=/x/", typed)
    assert answer.status_code == 429 and words in answer.text
    assert 3590 <= int(answer["Retry-After"]) <= 3600
    assert "no-store" in answer["Cache-Control"]
    html5lib.HTMLParser(strict=True).parse(answer.text)
    document = html5lib.parse(answer.text, namespaceHTMLElements=False)
    form = document.find(".//main//form")
    hidden = {one.get("name"): one.get("value") for one in form.iter("input")}
    assert form.get("action") == f"{path}?page=/x/"
    assert hidden.pop("csrfmiddlewaretoken") and hidden == typed
    Counter.objects.all().delete()
    assert client.post(form.get("action"), hidden).status_code == 302
    assert [one.text for one in ContactMessage.objects.order_by("pk")] == [typed["text"]] * 2


def test_minutes_are_told_as_minutes(client, used_up, monkeypatch):
    used_up(views, "MESSAGES", 0)
    monkeypatch.setitem(views.MESSAGES.__dict__, "seconds", 600)
    assert "d’aquí a 10 minuts" in client.post("/contacte/", {"text": "Hola"}).text


def test_the_second_factor_is_tried_a_few_times_for_one_person_from_wherever(staff_user, let_in, used_up):
    used_up(second_factor_forms, "TRIES", 3)
    again = reverse("mfa_reauthenticate")
    answers = [
        let_in(Client(), staff_user).post(again, {"code": "000000"}, REMOTE_ADDR=f"203.0.113.{number}").status_code
        for number in range(5)
    ]
    assert answers == [200] * 3 + [429] * 2
