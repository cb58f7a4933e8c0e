"""Wherever there is an e-mail address, in a table, a form or a comparison, it is one of ours: what apps bring is walked."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from energies.accounts.models import User
from energies.kernel.email_fields import AddressField, AddressKeyField, Keyed
from energies.kernel.forms import EmailField
from tests.packages import OURS

ROOT = Path(__file__).resolve().parents[2]
LOOKED_UP = {"filter", "exclude", "get", "Q", "get_or_create", "update_or_create", "order_by", "distinct"}


def our_models():
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]


def columns(kind):
    return [
        (model, field) for model in our_models() for field in model._meta.concrete_fields if isinstance(field, kind)
    ]


def keyed():
    return [(model, field) for model, field in columns(AddressKeyField)]


def modules():
    for top in OURS:
        package = importlib.import_module(top)
        for found in pkgutil.walk_packages(package.__path__, f"{top}."):
            if ".migrations." not in found.name and not found.name.endswith("wsgi"):
                yield importlib.import_module(found.name)


def all_forms():
    """Every form class of the product, those inside rows of others too, and those that the admin makes."""
    found = {
        thing
        for module in modules()
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, forms.BaseForm) and thing.__module__.split(".")[0] in OURS
    }
    return found


def test_every_address_in_a_table_is_kept_in_one_spelling():
    assert columns(models.EmailField)
    assert [
        f"{model._meta.label}.{field.name}"
        for model, field in columns(models.EmailField)
        if not isinstance(field, AddressField)
    ] == []


def test_every_form_asks_for_addresses_with_our_field(rf, staff_user):
    request = rf.get("/")
    request.user = staff_user
    made = {options.get_form(request) for model, options in admin.site._registry.items() if model in our_models()}
    ours = [
        form
        for form in all_forms() | made
        if any(isinstance(field, forms.EmailField) for field in form.base_fields.values())
    ]
    assert len(ours) >= 8
    others = {
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in ours
        for name, field in form.base_fields.items()
        if isinstance(field, forms.EmailField) and not isinstance(field, EmailField)
    }
    assert others == set()


def test_no_source_compares_an_address_but_by_its_key():
    """A lookup by a column of addresses (or anything like «iexact» on one) is a second notion of who is who."""
    names = {field.name for _model, field in columns(AddressField)}
    wanted = re.compile(rf"(^|.*__)({'|'.join(names)})(__\w+)?$")
    found = []
    for path in (path for top in OURS for path in (ROOT / top).rglob("*.py") if "migrations" not in path.parts):
        for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name not in LOOKED_UP:
                continue
            found += [
                f"{path.relative_to(ROOT)}:{call.lineno} {word.arg}"
                for word in call.keywords
                if word.arg and wanted.match(word.arg) and not _is_empty(word.value)
            ]
    assert found == []


def _is_empty(node):
    return isinstance(node, ast.Constant) and node.value == ""


def test_every_key_is_written_by_the_model_that_has_it():
    assert {model._meta.label for model, _field in keyed()} >= {
        "accounts.User",
        "projects.Entity",
        "projects.Project",
        "networks.Network",
        "gatherings.Registration",
    }
    assert [model._meta.label for model, _field in keyed() if not issubclass(model, Keyed)] == []


@pytest.fixture
def make(make_entity, make_project, territory):
    """Returns a function that makes a row of a model that has an address."""
    from gatherings.models import Activity, Gathering, Registration, Visit
    from networks.models import Network

    def registration(email):
        activity = Activity.everything.create(
            name="Sopar", summary="Un sopar.", axis="activities", kind="meal", barri_id="01",
            starts_at="2031-03-01T10:00Z", ends_at="2031-03-01T12:00Z",
        )  # fmt: skip
        return Registration.objects.create(activity=activity, name="Pau", email=email, state="waiting")

    def visit(email):
        day = "2031-03-01"
        there = Gathering.everything.create(name="Trobada", number=1, summary="Un dia.", starts_on=day, ends_on=day)
        return Visit.objects.create(gathering=there, email=email)

    makers = {
        "accounts.User": lambda email: User.objects.create(email=email),
        "projects.Entity": lambda email: make_entity(contact_email=email),
        "projects.Project": lambda email: make_project(contact_email=email),
        "networks.Network": lambda email: Network.everything.create(
            name="X", summary="X.", scope="city", contact_email=email
        ),
        "gatherings.Registration": registration,
        "gatherings.Visit": visit,
    }
    return lambda model, email: makers[model._meta.label](email)


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "key"), keyed(), ids=str)
def test_the_key_follows_the_address_however_it_is_written(model, key, make):
    one, rows = (
        make(model, "Pau@Cançó.cat"),
        model._base_manager if model is User else getattr(model, "everything", model.objects),
    )

    def stands(address, form):
        there = rows.filter(pk=one.pk).values_list(key.of, key.name).get()
        assert there == (address, form)

    stands("Pau@xn--can-4la4d.cat", "pau@xn--can-4la4d.cat")
    setattr(one, key.of, "Ana@bıcı.cat")
    one.save(update_fields=[key.of])
    stands("Ana@xn--bc-hpab.cat", "ana@xn--bc-hpab.cat")
    rows = User.objects if model is User else rows
    rows.filter(pk=one.pk).update(**{key.of: "Ona@Bici.cat"})
    stands("Ona@bici.cat", "ona@bici.cat")
    setattr(one, key.of, "Lia@Bici.cat")
    rows.bulk_update([one], [key.of])
    stands("Lia@bici.cat", "lia@bici.cat")
    with pytest.raises(TypeError, match="its key can be made"):
        rows.filter(pk=one.pk).update(**{key.of: models.Value("a@b.cat")})
    with pytest.raises(ValidationError):
        rows.filter(pk=one.pk).update(**{key.of: "núria@bici.cat"})
    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(model).filter(pk=one.pk).update(**{key.name: ""})
    stands("Lia@bici.cat", "lia@bici.cat")


@pytest.mark.django_db
def test_many_made_at_once_have_their_keys():
    User.objects.bulk_create([User(email=f"{name}@Bici.cat") for name in ("Ana", "Ona")])
    assert list(User.objects.order_by("email_key").values_list("email_key", flat=True)) == [
        "ana@bici.cat",
        "ona@bici.cat",
    ]


@pytest.mark.django_db
def test_two_accounts_of_one_address_cannot_be_however_they_are_written():
    User.objects.create_user("pau@cançó.cat")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="PAU@xn--can-4la4d.cat")
    with pytest.raises(ValidationError, match="Ja hi ha una persona"):
        User.objects.create_user("PAU@xn--can-4la4d.cat")
