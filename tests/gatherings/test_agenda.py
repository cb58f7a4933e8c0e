"""The agenda: what it holds, how it narrows, and its month."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from energies.search import index
from energies.vocabulary.models import Language, Theme
from gatherings.filters import days_of, month_of
from gatherings.models import Activity
from gatherings.month import Month
from gatherings.programme import by_nearness
from tests.gatherings.conftest import in_days, moment


def names(answer):
    return [one.name for one in answer.context["page"]]


def test_what_is_on_comes_first_and_what_is_over_is_kept_apart(client, make_activity):
    now = timezone.now()
    make_activity("Ara", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    make_activity("Demà", starts_at=in_days(1, "10:00"))
    make_activity("Ahir", starts_at=in_days(-1, "10:00"))
    make_activity("Fa un any", starts_at=in_days(-365))
    answer = client.get("/agenda/")
    assert names(answer) == ["Ara", "Demà"]
    assert [heading for heading, _some in answer.context["groups"]] == ["Ara mateix", "Demà"]
    assert names(client.get("/agenda/?when=past")) == ["Ahir", "Fa un any"]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("barri=el-raval", ["Sopar", "Taller"]),
        ("district=nou-barris", ["Passejada"]),
        ("axis=territory", ["Passejada"]),
        ("kind=workshop", ["Taller"]),
        ("theme=food", ["Sopar"]),
        ("language=ar", ["Taller"]),
        ("audience=citizens", ["Sopar", "Passejada"]),
        ("free=on", ["Sopar", "Passejada"]),
        ("care=childcare", ["Sopar"]),
        ("care=childcare&care=step_free", []),
        ("q=passejades", ["Passejada"]),
        ("q=zzzz", []),
        ("axis=territory&barri=el-raval", []),
    ],
)
def test_it_narrows(client, make_activity, query, left):
    supper = make_activity("Sopar", starts_at=in_days(1), childcare="on_request")
    supper.themes.add(Theme.objects.get(key="food"))
    workshop = make_activity("Taller", starts_at=in_days(2), kind="workshop", audience="professionals",
                             free=False, price="3 €")  # fmt: skip
    workshop.languages.add(Language.objects.get(key="ar"))
    make_activity("Passejada", starts_at=in_days(3), axis="territory", barri_id="52")
    index.flush()
    assert names(client.get(f"/agenda/?{query}")) == left


@pytest.mark.parametrize(
    "query",
    ["day=ahir", "barri=x", "care=x", "when=mai", "since=2026-13-40", "q=%00", "theme=%00", "month=x", "month=9999-99",
     "day=0001-01-01", "until=9999-12-31", "month=2026-0", "page=1&view=x"],
)  # fmt: skip
def test_nonsense_is_never_an_error_of_ours(client, make_activity, query):
    make_activity()
    assert client.get(f"/agenda/?{query}").status_code == 200


def test_a_page_that_is_not_there_is_a_404(client, make_activity):
    make_activity()
    assert client.get("/agenda/?page=2").status_code == 404


def test_an_empty_answer_says_what_to_do(client, territory, vocabulary):
    page = client.get("/agenda/?axis=debate").text
    assert "/participa/registra/activitat/" in page and "Encara no hi ha res així" in page


@pytest.mark.parametrize(
    ("today", "when", "first", "last"),
    [
        (date(2026, 11, 24), "weekend", date(2026, 11, 28), date(2026, 11, 29)),
        (date(2026, 11, 28), "weekend", date(2026, 11, 28), date(2026, 11, 29)),
        (date(2026, 11, 29), "weekend", date(2026, 11, 29), date(2026, 11, 29)),
        (date(2026, 11, 24), "week", date(2026, 11, 24), date(2026, 11, 30)),
        (date(2026, 12, 5), "month", date(2026, 12, 5), date(2026, 12, 31)),
        (date(2026, 2, 5), "today", date(2026, 2, 5), date(2026, 2, 5)),
    ],
)
def test_the_quick_links_are_the_days_one_expects(today, when, first, last):
    assert days_of(when, today) == (first, last)


def test_a_day_holds_what_goes_on_past_midnight_and_not_what_ends_at_it(client, make_activity):
    day = timezone.localdate() + timedelta(days=10)
    before = day - timedelta(days=1)
    make_activity("Nit llarga", starts_at=moment(before, "22:00"), ends_at=moment(day, "02:00"))
    make_activity("Fins a les dotze", starts_at=moment(before, "22:00"), ends_at=moment(day, "00:00"))
    make_activity("Matí", starts_at=moment(day, "09:00"))
    assert names(client.get(f"/agenda/?day={day}")) == ["Nit llarga", "Matí"]


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_is_whole_on_the_nights_on_which_the_clocks_change(make_activity, day):
    next_day, eve = day + timedelta(days=1), day - timedelta(days=1)
    make_activity("Primer minut", starts_at=moment(day, "00:00"), ends_at=moment(day, "00:30"))
    make_activity("Últim minut", starts_at=moment(day, "23:30"), ends_at=moment(next_day, "00:00"))
    make_activity("Vigília", starts_at=moment(eve, "23:00"), ends_at=moment(day, "00:00"))
    make_activity("Endemà", starts_at=moment(next_day, "00:00"), ends_at=moment(next_day, "01:00"))
    found = Activity.objects.on_days(day, day)
    assert [one.name for one in found] == ["Primer minut", "Últim minut"]
    cells = {
        cell.day: cell for week in Month(Activity.objects.all(), day.replace(day=1)).weeks for cell in week if cell
    }
    assert [one.name for one in cells[day].named] == ["Primer minut", "Últim minut"]


def test_the_month_is_a_table_whose_days_lead_to_their_list(client, make_activity):
    activity = make_activity("Sopar", starts_at=in_days(3))
    day = timezone.localdate(activity.starts_at)
    page = client.get(f"/agenda/?view=month&month={day:%Y-%m}")
    cell = next(one for week in page.context["month"].weeks for one in week if one and one.day == day)
    assert cell.count == 1 and [one.name for one in cell.named] == ["Sopar"]
    assert f"day={day}" in page.text and page.text.count('<th scope="col">') == 7
    assert all(len(week) == 7 for week in page.context["month"].weeks)


def test_the_month_counts_each_day_of_what_lasts_and_names_it_once(make_activity):
    first = (timezone.localdate() + timedelta(days=40)).replace(day=1)
    day = first + timedelta(days=9)
    make_activity("Exposició", starts_at=moment(day, "10:00"), ends_at=moment(day + timedelta(days=3), "20:00"))
    cells = [cell for week in Month(Activity.objects.all(), first).weeks for cell in week if cell]
    assert [cell.day.day for cell in cells if cell.count] == [10, 11, 12, 13]
    assert [cell.day.day for cell in cells if cell.named] == [10]


def test_this_week_ends_on_sunday(make_activity):
    friday = date(2026, 11, 27)
    days = {
        name: friday + timedelta(days=number)
        for number, name in enumerate(["divendres", "dissabte", "diumenge", "dilluns"])
    }
    those = [make_activity(name, starts_at=moment(day, "20:00")) for name, day in days.items()]
    told = [(words, len(some)) for words, some in by_nearness(those, now=moment(friday, "10:00"))]
    assert told == [("Avui", 1), ("Demà", 1), ("Aquesta setmana", 1), ("Novembre de 2026", 1)]


def test_the_month_is_narrowed_as_the_list_but_for_the_days(client, make_activity):
    make_activity("Debat", starts_at=in_days(0, "12:00"), axis="debate")
    make_activity("Sopar", starts_at=in_days(0, "12:00"))
    page = client.get(
        f"/agenda/?axis=debate&day={timezone.localdate() + timedelta(days=1)}&month={timezone.localdate():%Y-%m}"
    )
    assert page.context["month"].total == 1


def test_a_month_that_makes_no_sense_is_this_one():
    assert month_of("2026-11") == date(2026, 11, 1)
    assert month_of("x") == month_of("2026-13") == month_of("1-1") == timezone.localdate().replace(day=1)


def test_narrowed_pages_are_not_indexed(client, territory, vocabulary):
    assert "noindex" not in client.get("/agenda/").text
    assert "noindex" in client.get("/agenda/?when=weekend").text
