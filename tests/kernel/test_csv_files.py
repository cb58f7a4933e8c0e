"""Files for spreadsheets: no cell of anybody's is a formula."""

import pytest

from energies.kernel.csv_files import plain_cell

FORMULAS = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "  \u00a0=1", "\u200b=1", "\ufeff=1", "＝1", "＋1",
    "－1", "＠x", "|cmd", "%x", "−1+1", "\u3000＝1", "+34=1", "-1-cmd", "\n", "+34 93\n=1",
]  # fmt: skip


@pytest.mark.parametrize("cell", FORMULAS)
def test_what_might_be_a_formula_begins_with_an_apostrophe(cell):
    assert plain_cell(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "Ateneu", "a=1", "-3", "+34 934 12 34 56", "3,5", "-0.5", "93 412 34 56", "«=1»", "(a)", 0, -7]
)
def test_words_numbers_and_telephones_stay_as_they_are(cell):
    assert plain_cell(cell) == str(cell)


def test_nothing_is_an_empty_cell():
    assert plain_cell(None) == ""
