"""Whatever is sent to whatever address, by whomever: words in the language asked, never a failure, no junk written."""

import csv
import random
import re
from importlib import import_module
from itertools import cycle, islice
from pkgutil import walk_packages
from urllib.parse import quote, urlencode

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Value
from django.db.models.functions import Concat

from energies.kernel.csv_files import plain_cell
from gatherings.models import Activity, Gathering, Outcome, Registration
from networks.models import Network
from projects.models import Entity, Project
from tests.fuzz import hostile
from tests.fuzz.pages import view_of
from tests.fuzz.walking import desk_lists, desk_parameters, known_parameters, routes
from tests.packages import OURS
from tests.whole import WHOLE

pytestmark = pytest.mark.django_db
WHO = ("stranger", "editor", "team")
TIMES = 5 if WHOLE else 1
# Asked for in the midst of an act, with what was chosen before, or of what was decided: tests of their pages send them.
NOT_ON_A_PAGE = {"CodeForm", "MergeForm", "NewCodesForm", "PlacingForm", "ReasonForm", "ReopenForm", "SecondFactorForm"}
CSS = 22_000  # bytes, before they are compressed
PATHS, QUERIES, DESK, FORMS = 40 * TIMES, 60 * TIMES, 80 * TIMES, 80 * TIMES  # cases, of each person but the desk's


@pytest.fixture
def trying(people):
    """Returns a function that tries the cases of a person and tells how many; fails with the faults found."""

    def every(who, cases):
        walker = people[who]
        walker.faults, before = [], walker.counted
        for path, data, extra in cases:
            walker.knock(path, data, **extra)
        assert not walker.faults, "\n".join(map(str, walker.faults))
        return walker.counted - before

    return every


def test_nothing_broke_on_the_way(people):
    """What is linked opens: forms and pages are found, of each person's own."""
    assert {who: walker.faults for who, walker in people.items()} == {who: [] for who in WHO}
    found = {who: len(people[who].forms) for who in WHO}
    assert all(found[who] > least for who, least in zip(WHO, (10, 25, 100), strict=True)), found


def test_whoever_comes_is_sent_no_more_than_22_kilobytes_of_css(people):
    """Each public page with all its sheets; the page of components (``noindex``) shows every one of them."""
    weights = people["stranger"].weights
    heavy = {path: weight for path, weight in weights.items() if weight > CSS and view_of(path) != "styleguide"}
    assert len(weights) > 25 and all(weights.values())
    assert heavy == {}


@pytest.mark.parametrize("who", WHO)
def test_no_argument_of_an_address_breaks_it(trying, who):
    dice = random.Random(f"paths {who}")
    shapes = sorted({route for _name, route in routes() if "{" in route})
    dice.shuffle(shapes)

    def filled(route):
        return re.sub(r"\{\w+\}", lambda _: dice.choice([*hostile.ARGUMENTS, "1", "project", "el-raval"]), route)

    cases = ((filled(route), None, {}) for route in islice(cycle(shapes), PATHS))
    assert trying(who, cases) >= PATHS


@pytest.mark.parametrize("who", WHO)
def test_no_parameter_breaks_a_page(people, trying, who):
    dice, names = random.Random(f"queries {who}"), known_parameters()
    pages = sorted(path.partition("?")[0] for paths in people[who].pages.values() for path in paths)
    dice.shuffle(pages)
    cases = ((f"{page}?{query(dice, names)}", None, {}) for page in islice(cycle(pages), QUERIES))
    assert trying(who, cases) >= QUERIES


def test_no_parameter_breaks_a_list_of_the_teams_desk(trying):
    dice, lists = random.Random("desk"), list(desk_lists())
    cases = (
        (f"{path}?{query(dice, desk_parameters(model_admin), most=2)}", None, {})
        for path, model_admin in islice(cycle(lists), DESK)
    )
    assert trying("team", cases) >= DESK


def query(dice, names, most=6):
    """Return a query string: known names, some twice or as «a[]», with values of every kind."""
    pairs = []
    for name in dice.choices(names, k=dice.randint(1, most)):
        value = dice.choice([*(quote(text[:3000], safe="") for text in hostile.VALUES), *hostile.ENCODED])
        pairs += [f"{name}{dice.choice(['', '', '', '[]', '%00'])}={value}"] * dice.choice([1, 1, 1, 2])
    return "&".join(pairs)


@pytest.mark.parametrize("who", WHO)
def test_no_form_breaks(people, trying, who):
    dice = random.Random(f"forms {who}")
    asked = sorted(people[who].forms, key=lambda form: (form.action, form.page, sorted(form.inputs)))
    dice.shuffle(asked)
    assert trying(who, (sent(dice, form) for form in islice(cycle(asked), FORMS))) >= FORMS


@pytest.mark.skipif(not WHOLE, reason="in the whole run: there are many")
def test_every_form_of_ours_is_filled_in_and_breaks_nothing(people, trying, monkeypatch):
    """As people would, by whoever may: what the walks above spoil is all that there is."""
    bound, init, dice = set(), forms.BaseForm.__init__, random.Random("all")

    def noted(form, *args, **kwargs):
        init(form, *args, **kwargs)
        bound.update(type(form).__mro__ if form.is_bound else ())

    monkeypatch.setattr(forms.BaseForm, "__init__", noted)
    for who in WHO:
        asked = people[who].forms
        cases = [sent(dice, form, spoil=False, button=one) for form in asked for one in form.buttons or [None]]
        assert trying(who, cases) == len(cases)
    ours = forms_of_ours()
    assert len(ours) > 30 and {one.__qualname__ for one in ours} >= NOT_ON_A_PAGE
    assert sorted({one.__qualname__ for one in ours - bound} - NOT_ON_A_PAGE) == []


def forms_of_ours():
    """Return the Form classes that the product makes, whatever module they are in."""
    for app in OURS:
        package = import_module(app)
        for module in walk_packages(package.__path__, f"{app}."):
            if ".migrations" not in module.name and not module.name.startswith("energies.wsgi"):
                import_module(module.name)
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.split(".")[0] in OURS and "<locals>" not in one.__qualname__:
            found.add(one)
    return found


def test_every_number_of_a_form_has_bounds():
    """Fields of models have those of their columns; others say theirs, or a figure too many is a failure of the database."""
    numbers = [
        (one.__qualname__, name, field)
        for one in forms_of_ours()
        for name, field in one.base_fields.items()
        if isinstance(field, forms.IntegerField) and not hasattr(one, "_meta")
    ]
    assert len(numbers) > 8
    for form, name, field in numbers:
        assert None not in (field.min_value, field.max_value) and field.max_value < 2**31, (form, name)


def test_no_table_for_spreadsheets_holds_a_formula(people):
    """Every file of the kind text/csv that a person is led to, with names of which each begins as a formula may."""
    for model in (Project, Entity, Network, Activity, Gathering):
        model.everything.update(name=Concat(Value(" =1+"), "name"))
    Outcome.everything.update(text=Concat(Value("\n@"), "text"), detail="＝1")
    Registration.objects.update(name="+1-1", entity_name="\t=1", phone="-1+1")
    found = set()
    for walker in people.values():
        for path in walker.tables:
            text = walker.client.get(path).content.decode("utf-8-sig")
            cells = [
                cell
                for row in csv.reader(text.splitlines(keepends=True), delimiter=";" if ";" in text else ",")
                for cell in row
            ]
            assert [cell for cell in cells if plain_cell(cell) != cell] == []
            found |= {view_of(path)} if any(cell.startswith("' =1+") or cell == "'+1-1" for cell in cells) else set()
    assert found == {"sign_ups_csv.csv", "outcomes_csv.csv", "graph_export.csv"}


def sent(dice, form, spoil=True, button=None):
    """Return the case of a form filled in as people do and then, in a part or all over, as nobody does."""
    data = plausible(dice, form, button)
    for name in (
        [] if not spoil else dice.sample(sorted(data), k=min(len(data), dice.choice([0, 1, 1, 2, 3, len(data)])))
    ):
        data[name] = spoilt(dice, data[name], form.inputs.get(name))
    if form.method == "get":
        return f"{form.action.partition('?')[0]}?{urlencode(data, doseq=True, errors='replace')}", None, {}
    return form.action, {name: value for name, value in data.items() if value is not None}, {}


def plausible(dice, form, button=None):
    """Return {name: [str…]} as somebody would send it: what is written stays, what is empty is filled, one button pressed."""
    data = {}
    for name, one in form.inputs.items():
        chosen = [choice for choice in one.choices if choice]
        if one.type == "file":
            data[name] = SimpleUploadedFile(*dice.choice(hostile.FILES[1:])) if dice.random() < 0.5 else ""
        elif one.type in ("checkbox", "radio", "select"):
            data[name] = one.values or (dice.sample(chosen, 1) if chosen and dice.random() < 0.8 else [])
        else:
            data[name] = ["".join(one.values) or likely(one.type, name)]
    if form.buttons:
        name, value = button or dice.choice(form.buttons)
        data[name] = [value]
    return {name: value for name, value in data.items() if value != []}


def likely(kind, name):
    if "trap" in name or name == "address2":
        return ""
    return {
        "email": "prova@exemple.cat",
        "date": "2027-05-01",
        "time": "18:30",
        "number": "3",
        "url": "https://exemple.cat",
    }.get(kind, "3" if "people" in name or "number" in name else "Una prova")


def spoilt(dice, value, asked):
    """Return what nobody would write in its place: another text, several, none, or a file."""
    if isinstance(value, SimpleUploadedFile | str):
        return SimpleUploadedFile(*dice.choice(hostile.FILES))
    likely_to_hurt = {
        "date": hostile.DATES,
        "time": hostile.HOURS,
        "hidden": hostile.REFERENCES,
        "select": hostile.REFERENCES,
    }
    text = dice.choice(dice.choice([hostile.VALUES, likely_to_hurt.get(asked and asked.type, hostile.TEXTS)]))
    return dice.choice([[text], [text], [text], [*value, text], [text] * 3, None])
