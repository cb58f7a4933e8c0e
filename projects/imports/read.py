"""From the bytes of a CSV file to rows of clean cells."""

import codecs
import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from projects.imports.clean import clean_cell

SEPARATORS = ",;\t"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods are zip files, .xls is an OLE one


class UnreadableTable(ValueError):
    """The file is no table that we can read. ``str()`` is a sentence for the reader."""


@dataclass(frozen=True)
class TableRow:
    """One row: its number as a spreadsheet shows it (the heading is 1) and clean cells by folded column name."""

    number: int
    cells: dict
    surplus: bool = False  # more cells than columns: an unquoted separator has shifted them


@dataclass(frozen=True)
class Table:
    columns: tuple
    rows: list
    encoding: str
    separator: str


def read_file(path):
    """Return the Table in the file at ``path``. Raises UnreadableTable, also when there is no such file."""
    try:
        return read_table(Path(path).read_bytes())
    except FileNotFoundError:
        raise UnreadableTable(_("There is no file “%(path)s”.") % {"path": path}) from None
    except OSError as error:
        raise UnreadableTable(
            _("The file “%(path)s” cannot be opened: %(why)s.") % {"path": path, "why": error.strerror}
        ) from None


def read_table(data):
    """Return the Table in ``data`` (bytes of a CSV file), its encoding and separator found out.

    Known: UTF-8 and UTF-16 with or without BOM, Windows-1252; comma, semicolon or tab. Column names are cleaned
    and in lower case. Empty rows are left out but counted. Raises UnreadableTable.
    """
    encoding = detect_encoding(data)
    text = data.decode(encoding)
    try:
        separator = detect_separator(text)
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UnreadableTable(_("The table is broken: %(why)s.") % {"why": error}) from None
    columns = tuple(clean_cell(cell).lower() for cell in lines[0]) if lines else ()
    if not any(columns):
        raise UnreadableTable(_("The table is empty: the first row must name the columns."))
    numbered = ((number, [clean_cell(cell) for cell in line]) for number, line in enumerate(lines[1:], 2))
    rows = [_row(number, columns, cells) for number, cells in numbered if any(cells)]
    return Table(columns, rows, encoding, separator)


def detect_encoding(data):
    """Return the codec for ``data``. Raises UnreadableTable for spreadsheets and bytes that are no text we know."""
    if data.startswith(_SPREADSHEETS):
        raise UnreadableTable(_("This is a spreadsheet file: save it as CSV (UTF-8) and import that."))
    marked = [codec for bom, codec in _BOMS if data.startswith(bom)]
    # Without BOM, the zero bytes of UTF-16 still stand on one side of Latin letters.
    if not marked and b"\0" in data:
        marked = ["utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"]
    for codec in marked or ("utf-8", "cp1252"):
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return codec
    raise UnreadableTable(_("The encoding of the file is not known: save it as CSV (UTF-8) and import that."))


def detect_separator(text):
    """Return which of comma, semicolon and tab divides the heading into most columns."""
    # Old Macs end lines with CR alone, which the reader refuses inside a line.
    heading = re.split("[\r\n]", text, maxsplit=1)[0]
    return max(SEPARATORS, key=lambda separator: len(next(csv.reader([heading], delimiter=separator), [])))


def _row(number, columns, cells):
    padded = cells + [""] * (len(columns) - len(cells))
    return TableRow(number, dict(zip(columns, padded, strict=False)), surplus=any(cells[len(columns) :]))
