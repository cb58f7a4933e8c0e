"""Files of other hands, spoilt in every way: what cannot be read is said in a sentence, and nothing else happens."""

import random

import pytest

from gatherings.importing.read import NotACalendar, read
from projects.imports.decide import plan
from projects.imports.presets import PRESETS
from projects.imports.read import UnreadableTable, read_table
from tests.fuzz import hostile
from tests.whole import WHOLE

CASES = 1500 if WHOLE else 150
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32")
HEADS = {
    "plain": "id,name,kind,summary,barri,address,lat,lon,website,email,phone",
    "icub": "id_equipament,nom_equipament,tipus_equipament,codi_barri,nom_barri,latitud,longitud,codi_districte",
    "opendata": "register_id,name,addresses_neighborhood_id,addresses_neighborhood_name,geo_epgs_4326_lat,geo_epgs_4326_lon,"
    "values_value,values_attribute_name,addresses_start_street_number,addresses_district_id",
}
NAMES = ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "STATUS",
         "RECURRENCE-ID", "DTSTART;TZID=Europe/Madrid", "DTSTART;TZID=²", "DTSTART;VALUE=DATE", "DTEND;TZID=", "X;Y=\"")  # fmt: skip
TIMES = ["20270501T190000", "20270501T190000Z", "20270501", "99991231T235959Z", "00010101T000000", "20270230T250000", "PT1H", "-P1D",
         "P99999999999D", "FREQ=DAILY;COUNT=99999999999", "FREQ=YEARLY;UNTIL=99991231T235959Z", "FREQ=X", "FREQ=DAILY;INTERVAL=0",
         "FREQ=WEEKLY;BYDAY=9MO", "FREQ=MONTHLY;BYMONTHDAY=²", "FREQ=DAILY;INTERVAL=" + hostile.FIGURES]  # fmt: skip


def spoilt(dice, data):
    """Return bytes with a part cut out, doubled, turned round, or with signs from anywhere put in."""
    data = bytearray(data)
    for _ in range(dice.choice([0, 0, 1, 3, 20])):
        at = dice.randrange(len(data) + 1)
        data[at : at + dice.choice([0, 0, 1, 5, 500])] = dice.choice(
            [b"\0", b'"', b"\r", b"\xff\xfe", b"\xed\xa0\x80", b"\x1a", b";", b"\r\n ", dice.randbytes(4), data[:50]]
        )
    return bytes(data)


def written(dice, text):
    return spoilt(dice, text.encode(dice.choice(ENCODINGS), "replace"))


def test_no_table_breaks_the_import(territory):
    dice, told = random.Random("tables"), 0
    for _ in range(CASES):
        preset = dice.choice(list(HEADS))
        cells = [*hostile.VALUES, "Ateneu", "1", "Horta", "41.38", "2.17", "", '"', "web.cat", "a@exemple.cat"]
        rows = [",".join(dice.choices(cells, k=dice.choice([1, 7, 10, 11, 12]))) for _ in range(3)]
        text = dice.choice(["\n", "\r\n", "\r"]).join([HEADS[preset], *rows])
        try:
            plan(read_table(written(dice, text.replace(",", dice.choice(",,;\t")))), PRESETS[preset])
        except UnreadableTable as error:
            told += bool(str(error))
    assert 0 < told < CASES


def event(dice):
    """Return the lines of one that has all it needs, and more."""
    lines = [
        f"{dice.choice(NAMES)}:{dice.choice([*TIMES, *TIMES, *hostile.VALUES])[:2000]}"
        for _ in range(dice.randint(0, 4))
    ]
    return ["BEGIN:VEVENT", "SUMMARY:Cançó", "UID:1", "DTSTART:20270101T100000Z", *lines, "END:VEVENT"]


def test_no_calendar_breaks_the_import(db, monkeypatch):
    monkeypatch.setattr("gatherings.importing.read.SECONDS", 0.2)
    dice, told = random.Random("calendars"), 0
    for _ in range(CASES):
        text = dice.choice(["\n", "\r\n", "\r"]).join(
            ["BEGIN:VCALENDAR", *(line for _ in range(dice.randint(1, 3)) for line in event(dice)), "END:VCALENDAR"]
        )
        data = written(dice, text) if dice.random() < 0.5 else text.encode()
        try:
            for one in read(data)[0]:
                assert one.trouble or one.when is not None
        except NotACalendar as error:
            told += bool(str(error))
    assert CASES / 20 < told < CASES * 0.9


@pytest.mark.parametrize("text", ["id,name\r1,Ateneu\r2,Casal\r", 'id,name\n1,"Ateneu\n2,Casal\n'])
def test_a_table_of_an_old_mac_or_with_a_quote_left_open_is_read(territory, text):
    assert plan(read_table(text.encode()), PRESETS["plain"]).decisions[0].name.startswith("Ateneu")


@pytest.mark.parametrize(
    "data", [b"x" * 300_000, b'id,name\n1,"' + b"x" * 200_000, b"\xff\xfea", b"", b'""', b"PK\x03\x04"]
)
def test_what_is_no_table_is_said_in_a_sentence(data):
    with pytest.raises(UnreadableTable, match=r"\w+ \w+"):
        read_table(data)


def test_what_nobody_typed_goes_out_of_a_calendar(db):
    text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\x07\uffffb\nURL:https://exemple.cat/\x0b\nSUMMARY:Can\x07çó\nDTSTART:20270501T190000Z\nDTEND:20270501T200000Z\nEND:VEVENT\nEND:VCALENDAR"
    (found,), *_more = read(text.encode())
    assert (found.uid, found.name) == ("ab", "Cançó") and found.url.strip() == "https://exemple.cat/"
