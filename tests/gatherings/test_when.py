"""Days and hours in words, across midnight and the two nights on which the clocks change."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from gatherings import when

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.fixture(autouse=True)
def in_2026(monkeypatch):
    monkeypatch.setattr(when.timezone, "localdate", lambda *args: date(2026, 6, 1))


def told(language, day, start, end, last_day=None):
    with translation.override(language):
        return when.whole(*when.span(day, time.fromisoformat(start), time.fromisoformat(end), last_day))


@pytest.mark.parametrize(
    ("language", "start", "end", "words"),
    [
        ("ca", "17:00", "22:00", "dissabte 28 de novembre, de 17 a 22 h"),
        ("ca", "11:00", "13:30", "dissabte 28 de novembre, d’11 a 13.30 h"),
        ("ca", "22:00", "02:00", "dissabte 28 de novembre, de 22 a 2 h de l’endemà"),
        ("ca", "20:00", "00:00", "dissabte 28 de novembre, de 20 a 24 h"),
        ("es", "09:30", "11:00", "sábado 28 de noviembre, de 9.30 a 11 h"),
        ("es", "22:00", "02:00", "sábado 28 de noviembre, de 22 a 2 h del día siguiente"),
        ("en", "17:00", "22:00", "Saturday 28 November, from 17:00 to 22:00"),
        ("en", "20:00", "00:00", "Saturday 28 November, from 20:00 to 24:00"),
    ],
)
def test_an_hour_is_told_as_people_say_it(language, start, end, words):
    assert told(language, date(2026, 11, 28), start, end) == words


def test_what_lasts_days_tells_both(db):
    words = told("ca", date(2026, 11, 3), "10:00", "20:00", date(2026, 11, 20))
    assert words == "dimarts 3 de novembre, a les 10 h, fins divendres 20 de novembre a les 20 h"


def test_another_year_is_said():
    assert told("ca", date(2019, 3, 21), "10:00", "11:00").startswith("dijous 21 de març de 2019")


@pytest.mark.parametrize(
    ("language", "first", "last", "words"),
    [
        ("ca", date(2026, 11, 27), date(2026, 11, 28), "27 i 28 de novembre de 2026"),
        ("ca", date(2019, 3, 21), date(2019, 3, 30), "del 21 al 30 de març de 2019"),
        ("ca", date(2026, 4, 1), date(2026, 4, 11), "de l’1 a l’11 d’abril de 2026"),
        ("ca", date(2026, 12, 30), date(2027, 1, 2), "del 30 de desembre de 2026 al 2 de gener de 2027"),
        ("es", date(2026, 11, 27), date(2026, 11, 28), "27 y 28 de noviembre de 2026"),
        ("en", date(2019, 3, 21), date(2019, 3, 30), "21 to 30 March 2019"),
        ("ca", date(2026, 11, 28), date(2026, 11, 28), "dissabte 28 de novembre de 2026"),
    ],
)
def test_the_days_of_a_trobada_are_told_as_people_say_them(language, first, last, words):
    with translation.override(language):
        assert when.days(first, last) == words


def test_an_hour_that_the_clocks_leap_over_is_refused_in_words():
    with pytest.raises(ValidationError):
        when.at(SPRING, time(2, 30))
    assert when.at(SPRING, time(3, 0)) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_of_an_hour_that_comes_twice_it_is_the_first():
    assert when.at(AUTUMN, time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_night_out_lasts_what_it_lasts_when_the_clocks_change():
    start, end = when.span(date(2026, 3, 28), time(23), time(4))
    assert (end - start).total_seconds() == 4 * 3600
    start, end = when.span(date(2026, 10, 24), time(23), time(4))
    assert (end - start).total_seconds() == 6 * 3600
    with translation.override("ca"):
        assert when.hours(start, end) == "de 23 a 4 h de l’endemà"


def test_the_same_hour_before_and_after_the_change_is_the_same_hour():
    assert (
        when.clock(when.at(date(2026, 10, 24), time(18))) == when.clock(when.at(date(2026, 10, 26), time(18))) == "18"
    )
