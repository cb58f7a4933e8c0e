"""Whatever is sent to whatever address, by whomever: words in the language asked, never a failure, no junk written."""

import random
import re
from itertools import cycle, islice
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.fuzz import hostile
from tests.fuzz.conftest import WHOLE
from tests.fuzz.walking import desk_lists, desk_parameters, known_parameters, routes

pytestmark = pytest.mark.django_db
WHO = ("stranger", "editor", "team")
TIMES = 5 if WHOLE else 1
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
    assert [len(people[who].forms) > least for who, least in zip(WHO, (10, 25, 120), strict=True)] == [True] * 3


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
    asked = sorted((form for form in people[who].forms), key=lambda form: (form.action, form.page))
    dice.shuffle(asked)
    cases = (
        sent(dice, form, hostile_from=0 if at < len(asked) else 3)
        for at, form in enumerate(islice(cycle(asked), FORMS))
    )
    assert trying(who, cases) >= FORMS


def sent(dice, form, hostile_from):
    """Return the case of a form filled in as people do and then, in a part or all over, as nobody does."""
    data = plausible(dice, form)
    for name in dice.sample(sorted(data), k=min(len(data), dice.choice([0, 1, 1, 2, 3, len(data)]))):
        data[name] = spoilt(dice, data[name])
    if form.method == "get":
        return f"{form.action.partition('?')[0]}?{urlencode(data, doseq=True, errors='replace')}", None, {}
    return form.action, {name: value for name, value in data.items() if value is not None}, {}


def plausible(dice, form):
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
        name, value = dice.choice(form.buttons)
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


def spoilt(dice, value):
    """Return what nobody would write in its place: another text, several, none, or a file."""
    text = dice.choice(hostile.VALUES)
    ways = [[text], [text], [text], [*value, text] if isinstance(value, list) else [text], [text] * 3, None,
            SimpleUploadedFile(*dice.choice(hostile.FILES)) if isinstance(value, SimpleUploadedFile | str) else [text]]  # fmt: skip
    chosen = dice.choice(ways)
    # A lone surrogate cannot be sent as UTF-8; bytes that are none can.
    return chosen
