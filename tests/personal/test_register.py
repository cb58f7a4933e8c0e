"""The register of personal data: nothing that tells of a person is kept without saying what for, who sees it, how long."""

import re

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils import translation

from energies.kernel import personal
from energies.kernel.images import Illustrated

PERSON = "accounts.User"
# What a field that is no text may still be called, when it tells of a person.
TELLING = re.compile(
    r"email|mail_|phone|telephone|mobile|(^|_)name|surname|address|street|contact|birth|gender|age$|(^|_)ip($|_)|agent"
    r"|latitude|longitude|client|session|nif|(^|_)dni|needs|health|agreed"
)
# Yes, no, how many, since when: by themselves they tell of nobody.
DULL = (models.BooleanField, models.AutoField, models.UUIDField)
FIGURES = (models.IntegerField, models.FloatField, models.DecimalField, models.DateField, models.TimeField,
           models.DurationField)  # fmt: skip


def may_tell_of_somebody(field):
    """Whether a field may hold something of a person: what is written freely, a file, a link to an account, a telling name."""
    if field.is_relation:
        return bool(field.related_model) and field.related_model._meta.label == PERSON
    if isinstance(field, DULL) or field.choices or hasattr(field, "translated_field"):
        return False
    if isinstance(field, FIGURES):
        return bool(TELLING.search(field.name))
    return True


def of_ours(model):
    """Return the (label, field) of a model that may tell of somebody."""
    fields = [*model._meta.concrete_fields, *model._meta.local_many_to_many]
    return {(model._meta.label, field.name) for field in fields if may_tell_of_somebody(field)}


def every():
    # The rows behind a many-to-many field are told with the field itself.
    return set().union(*(of_ours(model) for model in apps.get_models()))


def told():
    return set().union(*(line.fields for line in personal.lines()))


def test_whatever_may_tell_of_a_person_is_registered_or_said_not_to():
    missing = sorted(every() - told() - personal.harmless().keys())
    asked = [
        f"{label}.{name}: in {apps.get_model(label).__module__.partition('.models')[0].replace('.', '/')}/personal.py (of a "
        "library: in that of the app of ours that uses it), say what it is for with register(Personal(…)) or also(…), "
        "with a Rule by which tick deletes it and a Part by which a person is erased; or, if it tells of nobody, "
        f'not_personal("{label}", "{name}", because="…").'
        for label, name in missing
    ]
    assert not missing, "\n".join(asked)


def test_the_register_names_only_what_is_there():
    there = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
    }
    assert sorted((told() | personal.harmless().keys()) - there) == []


def test_nothing_is_both_personal_and_not():
    assert sorted(told() & personal.harmless().keys()) == []


@pytest.mark.parametrize(
    ("field", "tells"),
    [
        (models.CharField(max_length=9), True),
        (models.TextField(), True),
        (models.JSONField(), True),
        (models.FileField(), True),
        (models.GenericIPAddressField(), True),
        (models.BinaryField(), True),
        (models.CharField(max_length=9, choices=[("a", "a")]), False),
        (models.BooleanField(), False),
        (models.PositiveSmallIntegerField(name="people"), False),
        (models.PositiveBigIntegerField(name="phone"), True),
        (models.DateField(name="birthday"), True),
        (models.DateTimeField(name="created_at"), False),
    ],
)
def test_a_new_field_is_asked_about_if_somebody_can_write_in_it_or_its_name_tells(field, tells):
    field.name = field.name or "anything"
    assert may_tell_of_somebody(field) is tells


def test_every_line_says_all_that_the_law_asks_in_three_languages():
    tables = {}
    for language in ("ca", "es", "en"):
        with translation.override(language):
            tables[language] = personal.table()
    assert all(all(line) for table in tables.values() for line in table)
    assert len(tables["en"]) == len(personal.lines()) >= 15
    for each in zip(*tables.values(), strict=True):
        assert len({line.what for line in each}) == len({line.retention for line in each}) == 3, each


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ca", "es", "en"])
def test_the_privacy_page_shows_the_whole_register(client, language):
    from energies.site import reference

    reference.load()
    with translation.override(language):
        page, lines = client.get(reverse("page_privacy")), personal.table()
    assert all(page.text.count(f'<th scope="row">{line.what}</th>') == 1 for line in lines)
    assert all(line.retention in page.text.replace("&#x27;", "'") for line in lines)


def test_the_private_address_of_an_entry_is_kept_out_of_the_history_whatever_the_entry():
    with_address = [
        model for model in apps.get_models()
        if issubclass(model, Illustrated) and any(isinstance(field, models.EmailField) for field in model._meta.fields)
    ]  # fmt: skip
    assert len(with_address) >= 4
    for model in with_address:
        emails = {field.name for field in model._meta.fields if isinstance(field, models.EmailField)}
        assert emails <= personal.kept_from_history(model), model
