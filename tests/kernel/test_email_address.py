"""One normal form for e-mail addresses: the same for all spellings of one, another for whatever only looks alike."""

import unicodedata

import idna
import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from energies.kernel.email_address import as_read, ascii_form, domain_of, key_or_none, normal_form

LETTERS = st.characters(min_codepoint=33, max_codepoint=0x2FFFF, exclude_categories=["Cs"])
LOCAL = st.text(st.one_of(st.sampled_from("aAbBiIkKsS.+'\"-_"), LETTERS), min_size=1, max_size=8)
LABEL = st.text(st.one_of(st.sampled_from("aAbBiIkKsSıİſKßςﬁｉçÇ-·0"), LETTERS), min_size=1, max_size=8)
ADDRESS = st.builds("{}@{}.cat".format, LOCAL, LABEL)
# Alphabets with case, and what compatibility mappings know; the rest of Unicode is ideographs and syllables.
MAPPED = (*range(0x80, 0x3000), *range(0xA640, 0xAC00), *range(0xF900, 0xFFFF), *range(0x10400, 0x10500))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pau@cançó.cat", "pau@xn--can-4la4d.cat"),
        ("Pau@CANÇÓ.cat", "pau@canc\u0327o\u0301.cat"),
        ("pau@XN--CAN-4LA4D.CAT", "pau@xn--can-4la4d.cat"),
        ("ANA@bici.cat", " ana@BICI.cat "),
        ("ana@bici。cat", "ana@bici.cat"),
        ("ana@ｂｉｃｉ.cat", "ana@bici.cat"),
        ("ana@ﬁl.cat", "ana@fil.cat"),
        ("ana@\u017foc.cat", "ana@soc.cat"),  # the long s, which no domain can have
        ("ana@\u212ailo.cat", "ana@kilo.cat"),  # the Kelvin sign, neither
        ("ana@İ.cat", "ana@i\u0307.cat"),
        ("ana@so\u0140l.cat", "ana@sol·l.cat"),
    ],
)
def test_spellings_of_one_mailbox_are_one(one, other):
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ana@bıcı.cat", "ana@bici.cat"),
        ("ana@BIcı.cat", "ana@BICI.cat"),
        ("ana@bİcİ.cat", "ana@bici.cat"),
        ("ana@straße.cat", "ana@strasse.cat"),
        ("ana@σς.cat", "ana@σσ.cat"),
        ("ana@аррӏе.com", "ana@apple.com"),
        ("ana@cançó.cat", "ana@canco.cat"),
        ("ana+1@bici.cat", "ana@bici.cat"),
        ("a.na@bici.cat", "ana@bici.cat"),
    ],
)
def test_what_only_looks_alike_is_somebody_elses(one, other):
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize(
    "local", ["an\u0131", "\u017foc", "\u212aim", "stra\u00dfe", "ｐａｕ", "ﬁ", "núria", "i\u0307", "a\u200bb"]
)
def test_what_is_not_ascii_before_the_at_is_refused_as_typed_in_words(local):
    with pytest.raises(ValidationError, match="before the @") as refused:
        normal_form(f"{local}@bici.cat")
    assert refused.value.code == "local_part"


@pytest.mark.parametrize(
    "text",
    ["", "@", "ana", "ana@", "@bici.cat", "ana@bici", "ana@@bici.cat", "a b@bici.cat", '"ana"@bici.cat', "ana@[127.0.0.1]",
     "ana\0@bici.cat", "ana@bi\0ci.cat", "ana@bici.cat.", "ana@bici。cat。", "ana@-bici.cat", "ana@xn--bici-.cat", "ana@☕.cat",
     "ana@a_b.cat", "ana@b\nici.cat", "ana@" + "a" * 64 + ".cat", "ana@" + "a." * 130 + "cat", "a" * 250 + "@b.cat",
     "ana@" + "ç" * 400 + ".cat", "ana@\ud800.cat"],
    ids=lambda text: ascii(text)[:24],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_words(text):
    with pytest.raises(ValidationError, match="whole e-mail"):
        normal_form(text)
    assert key_or_none(text) is None and domain_of(text) == ""


@settings(deadline=None)
@given(ADDRESS)
@example("I@ıİſKß.cat")
def test_the_normal_form_of_a_normal_form_is_itself_and_is_ascii(address):
    if key := key_or_none(address):
        assert key.isascii() and key == key.lower()
        assert normal_form(key) == key == normal_form(ascii_form(address)) == normal_form(as_read(key))
        validate_email(key)


def test_people_read_the_letters_they_wrote():
    assert as_read(ascii_form("Pau@CANÇÓ.cat")) == "Pau@cançó.cat"
    assert as_read("pau@exemple.cat") == "pau@exemple.cat" and as_read("pau@xn--bici-.cat") == "pau@xn--bici-.cat"


@settings(deadline=None)
@given(ADDRESS)
@example("ana@bıcı.cat")
def test_letters_go_to_a_spelling_of_the_same_mailbox(address):
    if key := key_or_none(address):
        kept = ascii_form(address)
        # Before the @ nothing but the case may differ; after it, the name servers are asked for the very same.
        assert kept.rpartition("@")[0] == address.strip().rpartition("@")[0]
        assert kept.rpartition("@")[2] == key.rpartition("@")[2] == domain_of(address)


@settings(deadline=None)
@given(ADDRESS, ADDRESS)
@example("ana@bıcı.cat", "ana@bici.cat")
def test_two_have_one_key_only_if_the_domain_has_one_ascii_spelling_and_the_rest_differs_in_case_alone(one, other):
    keys = key_or_none(one), key_or_none(other)
    if keys[0] and keys[0] == keys[1]:
        local, domain = zip(*(ascii_form(text).rpartition("@")[::2] for text in (one, other)), strict=True)
        assert domain[0] == domain[1] and local[0].lower() == local[1].lower()


def test_no_single_letter_in_a_local_part_becomes_an_ascii_one():
    """Every character of Unicode, by itself: those that any mapping would make ASCII are refused, not mapped."""
    mapped = [
        chr(code)
        for code in range(128, 0x110000)
        if not 0xD800 <= code < 0xE000
        and any(
            unicodedata.normalize("NFKC", form).isascii()
            for form in (chr(code).casefold(), chr(code).upper(), chr(code))
        )
    ]
    assert len(mapped) > 1000 and {"ı", "ſ", "\u212a", "ß", "ﬁ", "ａ"} <= set(mapped)
    assert [char for char in mapped if key_or_none(f"a{char}b@bici.cat")] == []


def test_no_single_letter_of_a_domain_becomes_another_that_a_domain_can_have():
    """A letter that IDNA 2008 lets into a domain is never mapped to another: else one could be registered to be it."""
    lost = []
    for code in MAPPED:
        try:
            own = idna.alabel(f"a{chr(code)}b").decode()
        except UnicodeError:
            continue
        if normal_form(f"ana@a{chr(code)}b.cat") != f"ana@{own}.cat":
            lost.append(chr(code))
    assert lost == []


def test_the_sign_itself_may_be_wide_and_nothing_else_before_it():
    assert normal_form(" Pau＠bici.cat ") == "pau@bici.cat"
    with pytest.raises(ValidationError):
        normal_form("ｐau＠bici.cat")
