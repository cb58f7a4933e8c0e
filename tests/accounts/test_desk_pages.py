"""Every page of the desk, of every model, as each account of the team: those that the documented commands make."""

from io import StringIO

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from energies.accounts.models import User
from energies.accounts.roles import ROLES
from gatherings.models import Activity
from tests.fuzz.pages import Page
from tests.fuzz.walking import of_a_test
from tests.rows import a_project, one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territory", "vocabulary")]
WITH_PASSWORD, WITHOUT = "first@exemple.cat", "second@exemple.cat"


@pytest.fixture
def first(monkeypatch):
    """The first account, as docs/developers.md says; its password opens nothing."""
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "una frase que ningú no endevina")
    call_command("createsuperuser", email=WITH_PASSWORD, interactive=False, stdout=StringIO())
    return User.objects.get(email=WITH_PASSWORD)


@pytest.fixture
def account(first, let_in, monkeypatch):
    """Returns a function that returns the client of an account: "superuser", "passwordless", or the key of a role."""

    def of(name):
        if name == "superuser":
            return let_in(Client(), first)
        if name == "passwordless":
            monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD")
            call_command("createsuperuser", email=WITHOUT, interactive=False, stdout=StringIO())
            return let_in(Client(), User.objects.get(email=WITHOUT))
        role = Group.objects.get(name=name).pk
        data = {"email": f"{name}@exemple.cat", "language": "ca", "is_staff": "on", "groups": [role]}
        assert let_in(Client(), first).post(reverse("admin:accounts_user_add"), data).status_code == 302
        return let_in(Client(), User.objects.get(email=f"{name}@exemple.cat"))

    return of


def page(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def expected(allowed):
    return 200 if allowed else 403


def pages_of(model, desk, request):
    """Yield (address, status it must have) of each page of a model, for whoever sent ``request``."""
    row = model._base_manager.first()
    assert row is not None, f"tests/rows.py makes no {model.__name__}"
    sees = desk.has_view_or_change_permission(request)
    yield page(model, "changelist"), expected(sees)
    yield page(model, "changelist") + "?q=hort&o=-1.2&_facets=True", expected(sees)
    yield page(model, "add"), expected(desk.has_add_permission(request))
    yield page(model, "change", row.pk), expected(desk.has_view_or_change_permission(request, row))
    yield page(model, "history", row.pk), expected(sees)
    yield page(model, "delete", row.pk), expected(desk.has_delete_permission(request, row))


@pytest.mark.parametrize("name", ["superuser", "passwordless", *ROLES])
def test_every_page_answers_whoever_may_and_refuses_the_others(account, first, name):
    one_of_each(a_project(), first)
    client = account(name)
    request = client.get(reverse("admin:index")).wsgi_request
    wrong = []
    for model, desk in admin.site._registry.items():
        for address, status in pages_of(model, desk, request):
            answer = client.get(address, follow=True)
            if answer.status_code != status or 'lang="ca"' not in answer.text:
                wrong.append((address, answer.status_code, status))
    assert wrong == []


def test_every_filter_of_every_list_answers(account, first):
    one_of_each(a_project(), first)
    client, count = account("superuser"), 0
    for model in admin.site._registry:
        address = page(model, "changelist")
        shown = client.get(address).context["cl"]
        for spec in shown.filter_specs:
            for choice in list(spec.choices(shown))[:12]:
                answer = client.get(address + choice["query_string"])
                assert answer.status_code == 200, (address, choice)
                count += 1
    assert count > 60


def test_the_desk_of_each_role_shows_what_is_theirs(account):
    shown = {}
    for name in ROLES:
        apps = account(name).get(reverse("admin:index")).context["app_list"]
        shown[name] = {model["object_name"] for app in apps for model in app["models"]}
    assert {"Project", "Entity", "Network", "Tag", "ContactMessage", "DeclineReason"} <= shown["reviewer"]
    assert {"Gathering", "Activity", "Outcome", "WorkingGroup", "Origin"} <= shown["gatherings_editor"]
    assert shown["needs_reader"] == set()
    assert {"User", "Page", "Theme"} <= shown["administrator"]
    assert [name for name in ROLES if "User" in shown[name]] == ["administrator"]
    assert [name for name in ROLES if "ContactMessage" in shown[name]] == ["reviewer"]


def test_an_administrator_does_not_reach_who_has_every_right(account, first):
    administrator = account("administrator")
    address = page(User, "change", first.pk)
    assert administrator.get(address).context["has_change_permission"] is False
    assert administrator.post(address, {"email": "meu@exemple.cat", "language": "ca"}).status_code == 403
    mine = User.objects.get(email="administrator@exemple.cat")
    data = {"email": mine.email, "language": "ca", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    assert administrator.post(page(User, "change", mine.pk), data).status_code == 302
    assert not User.objects.get(pk=mine.pk).is_superuser


def test_nobody_has_a_password_to_change(account, first):
    client = account("superuser")
    assert client.get("/equip/password_change/").status_code == 404
    answer = client.get(f"/equip/accounts/user/{first.pk}/password/", follow=True)
    assert 'type="password"' not in answer.text and answer.context["title"] != "Canvia la contrasenya"
    form = client.get(page(User, "change", first.pk)).context["adminform"].form
    assert not {"password", "user_permissions"} & set(form.fields)


def filled(form):
    """Return what a browser would send of a Page's form as it stands, its button to save pressed."""
    sent = {
        name: one.values or [""]
        for name, one in form.inputs.items()
        if one.values or one.type not in ("select", "checkbox", "radio")
    }
    return {name: values for name, values in sent.items() if name != "action"} | {"_save": "on"}


def to_save(client, address):
    """Return the form of a page that saves, as a Page reads it, or None on a page that is only looked at."""
    forms = Page(address, client.get(address).text).forms
    return next((form for form in forms if "_save" in dict(form.buttons)), None)


def test_whatever_is_emptied_in_a_form_of_the_desk_is_said_and_breaks_nothing(account, first):
    """Also what a rule of the database ties to a column that the form does not show."""
    one_of_each(a_project(), first)
    client, saved, tried, broken = account("superuser"), 0, 0, []
    client.raise_request_exception = False
    for model in admin.site._registry:
        address = page(model, "change", model._base_manager.first().pk)
        form = to_save(client, address)
        if form is None:
            continue
        whole = filled(form)
        saved += client.post(address, whole).status_code == 302
        fields = {name for name, one in form.inputs.items() if one.type != "hidden" and name != "action"}
        # An hour stands in two inputs, and is no hour without both.
        for names in {name.removesuffix("_0").removesuffix("_1") for name in fields}:
            tried += 1
            with of_a_test():
                left = {key: value for key, value in whole.items() if key not in (names, f"{names}_0", f"{names}_1")}
                answer = client.post(
                    address, left | {key: "" for key in (names, f"{names}_0", f"{names}_1") if key in whole}
                )
                if answer.status_code not in (200, 302):
                    broken.append((address, names, answer.status_code))
                transaction.set_rollback(True)
    assert saved > 12 and tried > 150 and broken == [], (saved, tried)


def test_a_public_activity_without_its_hour_is_refused_in_words(account, first, make_activity):
    activity = make_activity()
    address = page(Activity, "change", activity.pk)
    client = account("superuser")
    data = filled(to_save(client, address)) | {
        f"{edge}_at_{part}": "" for edge in ("starts", "ends") for part in (0, 1)
    }
    answer = client.post(address, data)
    assert answer.status_code == 200 and "té dia i hora" in answer.text
    assert Activity.objects.get(pk=activity.pk).starts_at
