"""What word processors leave in what is copied is taken out of everything that comes in; what scripts need stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energies.kernel.clean_text import clean, clean_query, is_clean
from projects.imports.clean import clean_cell

UNSEEN = ["\u00ad", "\u200b", "\u2060", "\u2063", "\ufeff", "\ufffc", "\ue000", "\uf8ff", "\U000f0000", "\u202a", "\u202e",
          "\u200c", "\u200d", "\u200e", "\u2066", "\U000e0041", "\x00", "\x1f"]  # fmt: skip


@pytest.mark.parametrize("sign", UNSEEN)
def test_what_nobody_sees_goes(sign):
    assert clean(f"assem{sign}blea") == "assemblea"


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧‍👦 família",
        "🏳️‍🌈",
        "👩🏽‍🚒",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "می‌خواهم",  # Persian: ZWNJ
        "क्‍ष",  # Hindi: ZWJ
        "ន\u200bខ្មែរ",  # Khmer parts its words without spaces
        "שלום\u200f!",
        "15\u00a0h, 3\u202f€",
        "l·l ª º œ ß",
        "a\tb\nc",
    ],
)
def test_what_a_script_or_an_emoji_needs_stays(text):
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("una\r\ndues\rtres", "una\ndues\ntres"),
        ("una\u2028dues\u2029tres", "una\ndues\ntres"),
        ("una\u00a0dues\u2003tres", "una dues tres"),
        ("15\u00a0", "15 "),
        ("cafe\u0301", "café"),
    ],
)
def test_lines_spaces_and_accents_are_written_in_one_way(typed, kept):
    assert clean(typed) == kept


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("".join(UNSEEN) + "\r\n\u00a0e\u0301👩क्‍"))))
def test_cleaning_twice_changes_nothing(text):
    once = clean(text)
    assert clean(once) == once and is_clean(once) and "\r" not in once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(alphabet="abcçàèéíïòóúü·’«»–0123456789 \n.,;:!?€"))
def test_what_people_write_here_stays_as_it_is(text):
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_a_password_keeps_its_signs():
    from django.http import QueryDict

    query = QueryDict(mutable=True)
    query.setlist("password", ["a\u00adb\x00"])
    query.setlist("name", ["a\u00adb"])
    assert dict(clean_query(query).lists()) == {"password": ["a\u00adb"], "name": ["ab"]}


@pytest.mark.parametrize("sign", UNSEEN)
def test_cells_of_tables_are_cleaned_too(sign):
    assert clean_cell(f"Assem{sign}blea") in ("Assemblea", "Assem blea")
