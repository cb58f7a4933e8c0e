"""What people and machines send that no form expects."""

from urllib.parse import quote

FIGURES = "9" * 5000
# Text that goes where any text may.
TEXTS = [
    "a\x00b",
    "\x00",
    "a\x0bb\x1b[31m\x7f\x9f",
    "\ufffe\uffff\ufdd0\U0001ffff",
    "²",
    "٣",
    FIGURES,
    "-1",
    "0",
    "1e999",
    "nan",
    "inf",
    "-0.0000000001",
    str(2**31),
    str(2**63),
    "-" + str(2**63 + 1),
    "99999999",
    "x" * 100_000,
    "🪴" * 5000,
    "é" * 500,
    "e\u0301\u0328" * 300,
    "<script>alert(1)</script><img src=x onerror=y>",
    "\u202eGNP.exe\u202c \u2066\u200f\u200b\ufeff",
    "=cmd|' /C calc'!A0",
    "a\r\nBcc: tots@exemple.cat\r\n\r\nHola",
    "' OR 1=1; DROP TABLE x; --",
    "%s %(x)s {0} {x} ${x} {{ x }} {% x %}",
    "../../../etc/passwd",
    "//evil.example",
    "javascript:alert(1)",
    "https://[::1",
    "http://" + "a." * 130 + "cat",
    "   ",
    "\u2028\u2029\u0085\u00a0",
    "\\",
    '"',
    "null",
    "[]",
    '{"a": 1}',
    "true",
    "a@b",
    "a" * 250 + "@exemple.cat",
    "ana@bıcı.cat",
    "\U000e0041\U0010fffd",
    "ß" * 160,
    "ŀl·l İ ﬁ",
]
DATES = [
    "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "99999-01", "9999-12", "31/02/2027", "2027-02-30", "2026-13-40",
    "2027-03-28", "28/03/2027", "1-1-1", "2027-W10", "٢٠٢٧-٠١-٠١", "2027-05-01T00:00:00+99:99", "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+23:59",
]  # fmt: skip
HOURS = ["25:00", "24:00", "23:59:60", "-1:00", "2.30", "02:30", "00:00", "99", "²:00"]
POINTS = [
    "nan,nan",
    "inf,inf",
    "41.380,2.170",
    "-41.380,2.170",
    "999.9,999.9",
    "41.3800000000000000000,2.1",
    "0.0,0.0",
    ",",
]
REFERENCES = [
    "project.1", "project.²", f"project.{FIGURES}", f"entity.{2**63}", "network.-1", "user.1", ".", "project.", "a.b.c",
    f"{2**63}|2026-11-28T09:00:00+00:00", "1|9999-12-31T23:59:59+00:00", "1|0001-01-01T00:00:00+14:00", "²|x", "None.0",
    "relation.1", "group.1",
]  # fmt: skip
ORDERS = ["-pk", "?", "name__x", "user__password", "1.2.3", "-1.-2", "9999999999999", "²", "best", "near"]
VALUES = [*TEXTS, *DATES, *HOURS, *POINTS, *REFERENCES, *ORDERS]

# As a query string or a path has them: bytes that are no UTF-8, halves of pairs, NUL, and what is only long.
ENCODED = ["%ED%A0%80", "%FF%FE", "%00", "%0A", "%C0%80", "%E2%82", "%", "%zz", "%F4%90%80%80", "+", "%25%30%30"]
# Arguments of addresses: what a converter lets through, and what it does not.
ARGUMENTS = [
    *(quote(text[:2000], safe="") for text in VALUES),
    *ENCODED,
    "_00",
    "_0A",
    "1_00",
    "x" * 10_000,
    "-",
    "a-" * 3000,
    "..%2f..%2fetc",
    "%2e%2e",
]
FILES = [
    ("foto.png", b"", "image/png"),
    ("foto.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image/png"),
    ("a\x00b.png", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "image/png"),
    ("x" * 5000 + ".ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar"),
    ("../../../a.ics", b"\xff\xfe\x00", "text/calendar"),
    ("agenda.ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\x00b\x0c\nDTSTART:99991231T235959Z\nEND:VEVENT\nEND:VCALENDAR", "x/y"),
    ("agenda.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Cançó\nDTSTART:20270501T190000\nEND:VEVENT\nEND:VCALENDAR".encode("cp1252"), ""),
    ("x", b"x" * 100_000, "\x00"),
]  # fmt: skip
