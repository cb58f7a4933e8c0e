"""Whatever stands in an address of the desk, or is sent to it: words, never an error of ours."""

from itertools import product

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.rows import a_project, one_of_each
from tests.whole import some_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territory", "vocabulary")]
VALUES = (
    "99999999",
    "9" * 30,
    "9" * 5000,
    "-1",
    "0",
    "²",
    "abc",
    "2026-13-45",
    "0001-01-01",
    "1,2,x",
    "'\"",
    "None",
    "",
)
LOOKUPS = ("exact", "year", "gte", "isnull", "regex", "id__exact", "nothing")
# What Django itself reads in the address of a list, and what it once put there.
OWN = ("p", "o", "q", "all", "e", "_facets", "_popup", "_to_field", "role", "done", "fresh", "utm_source")


def address_of(model, name="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def paths_of(model, desk):
    """Return the names by which something of a model may be asked for: its filters, its calendar, its key, a secret."""
    named = [one for one in desk.list_filter if isinstance(one, str)]
    dated = [desk.date_hierarchy] if desk.date_hierarchy else []
    return {*named, *dated, model._meta.pk.name, "password"}


@pytest.fixture
def rows(staff_user):
    one_of_each(a_project(), staff_user)


def test_the_year_that_broke_it_is_answered_in_words(team, rows):
    answer = team.get("/equip/curation/change/?at__year=99999999", follow=True)
    assert answer.status_code == 200 and "L’adreça demanava una cosa que no pot ser" in answer.text
    assert answer.context["cl"].result_count > 0


@pytest.mark.parametrize(
    "path", ["starts_at__year=9999", "starts_at__year=1", "starts_at__year=2026&starts_at__day=32"]
)
def test_a_calendar_knows_its_limits(team, rows, path):
    assert team.get(f"/equip/gatherings/activity/?{path}", follow=True).status_code == 200


def test_any_nonsense_in_the_address_of_any_list(team, rows):
    """Each name with a value of its own turn, so that all values meet all kinds of names, in hundreds of requests."""
    wrong, count = [], 0
    for model, desk in admin.site._registry.items():
        names = [f"{path}__{lookup}" for path in sorted(paths_of(model, desk)) for lookup in LOOKUPS] + [*OWN]
        for name in some_of(names):
            value = VALUES[count % len(VALUES)]
            count += 1
            answer = team.get(address_of(model), {name: value}, follow=True)
            if answer.status_code >= 500 or "Database error" in answer.text:
                wrong.append((model.__name__, name, value[:40], answer.status_code))
    assert wrong == [] and count > len(some_of(range(300)))


# What a person writes as a date is taken as of Barcelona, with a warning for programmers.
@pytest.mark.filterwarnings("ignore:DateTimeField .* received a naive datetime")
def test_any_value_for_what_the_filters_do_ask(team, rows):
    wrong = []
    for model in admin.site._registry:
        shown = team.get(address_of(model)).context["cl"]
        names = [name for spec in shown.filter_specs for name in spec.expected_parameters()]
        for number, name in enumerate(dict.fromkeys(names)):
            for value in some_of(VALUES[number % 4 :: 4]):
                answer = team.get(address_of(model), {name: value, "e": "1"}, follow=True)
                if answer.status_code != 200 or "cl" not in answer.context:
                    wrong.append((model.__name__, name, value[:40], answer.status_code))
    assert wrong == []


def test_keys_that_are_none(team, rows):
    wrong = []
    for model in admin.site._registry:
        for key, name in some_of(product(("abc", "9" * 30, "²", "_5F'/b"), ("change", "history", "delete")), 4):
            answer = team.get(address_of(model, name, key), follow=True)
            if answer.status_code >= 500:
                wrong.append((model.__name__, name, key, answer.status_code))
    assert wrong == []


def test_acts_on_rows_that_are_none(team, rows):
    wrong = []
    for model, desk in admin.site._registry.items():
        acts = [name for name in desk.actions or []] or ["delete_selected"]
        for number, key in enumerate(("abc", "9" * 30, "²", "")):
            sent = {
                "action": acts[number % len(acts)],
                "_selected_action": [key, "1"],
                "index": "x",
                "select_across": "²",
            }
            answer = team.post(address_of(model), sent, follow=True)
            if answer.status_code >= 500:
                wrong.append((model.__name__, sent, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize(("total", "key"), [("1", "9" * 30), ("1", "abc"), ("abc", "²"), ("9" * 30, ""), ("-1", "1")])
def test_a_list_edited_in_place_with_nonsense(team, rows, total, key):
    edited = [model for model, desk in admin.site._registry.items() if desk.list_editable]
    assert edited
    for model in edited:
        pk = model._meta.pk.name
        data = {
            "_save": "",
            "form-TOTAL_FORMS": total,
            "form-INITIAL_FORMS": "1",
            f"form-0-{pk}": key,
            "form-0-position": key,
        }
        assert team.post(address_of(model), data, follow=True).status_code < 500


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?app_label=x&model_name=y&field_name=z",
        "?app_label=projects&model_name=project&field_name=entities&term=a&page=abc",
        "?app_label=projects&model_name=project&field_name=entities&term=a&page=" + "9" * 5000,
        "?app_label=projects&model_name=project&field_name=name",
    ],
)
def test_nonsense_asked_of_the_suggestions(team, rows, asked):
    assert team.get(f"/equip/autocomplete/{asked}").status_code < 500


@pytest.mark.parametrize(
    "path", ["r/1/abc/", "r/99999999999999999999999/1/", "r/abc/1/", "jsi18n/", "nothing/", "projects/"]
)
def test_the_other_pages_of_the_desk(team, rows, path):
    assert team.get(f"/equip/{path}", follow=True).status_code < 500
