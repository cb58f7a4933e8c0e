"""What nobody typed, and numbers that travel."""

import pytest
from django.http import QueryDict

from energies.kernel.clean_text import BIGGEST, clean, clean_query, is_clean_json, whole_number

FIGURES = "9" * 5000


@pytest.mark.parametrize(
    "sign", ["\x00", "\x1b", "\x7f", "\x9f", "\ud800", "\udfff", "\ufffe", "\uffff", "\ufdd0", "\U0010ffff"]
)
def test_what_nobody_typed_goes_and_the_rest_stays(sign):
    assert clean(f"Cançó{sign}\t🪴\r\nl·l") == "Cançó\t🪴\nl·l"


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1e", "\x85"])
def test_words_that_another_programs_end_of_line_parted_stay_apart(sign):
    assert clean(f"una{sign}dues") == "una dues"


def test_a_query_keeps_its_order_and_what_comes_twice():
    query = QueryDict("b=1&a%00=x%00y&b=2")
    assert list(clean_query(query).lists()) == [("b", ["1", "2"]), ("a", ["xy"])]
    same = QueryDict("b=1&b=2")
    assert clean_query(same) is same


@pytest.mark.parametrize(
    ("value", "right"), [({"a": [1, "x"]}, True), ({"a\x00": 1}, False), ([{"a": ["\ud800"]}], False)]
)
def test_json_is_looked_through(value, right):
    assert is_clean_json(value) is right


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("007", 7), (str(BIGGEST), BIGGEST), (12, 12)])
def test_a_number_is_read(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "+1",
        "1.0",
        "1e3",
        "²",
        "٣",
        "½",
        "x",
        FIGURES,
        str(BIGGEST + 1),
        "0",
        "-1",
        0,
        True,
        None,
        1.0,
        ["1"],
    ],
)
def test_what_is_no_number_of_ours_is_none(text):
    assert whole_number(text) is None


def test_a_number_stays_within_its_bounds():
    assert [whole_number(text, -2, 3) for text in ("-3", "-2", "3", "4")] == [None, -2, 3, None]
