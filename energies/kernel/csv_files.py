"""Tables as files that a spreadsheet of here opens right: UTF-8 with its mark, semicolons, no formulas."""

import csv
import re

from django.http import HttpResponse

# OWASP, «CSV injection»: a cell is a formula by its first sign, full-width ones (as Japanese and Chinese keyboards
# write them) too. Spreadsheets, and people who trim cells, pass over spaces and signs without a width before it.
# «|» and «%» begin no formula by themselves: defusedcsv marks them, and so do we.
_FORMULA = re.compile("[\\s\u200b-\u200f\u2060\ufeff\u00ad]*[=+\\-@＝＋－＠−﹢﹣﹦﹫|%]|[\t\r\n]")
# Numbers and telephones do nothing, and an apostrophe would make them hard to read and to add up.
_NUMBER = re.compile("[+-]?[0-9]+([.,][0-9]+)?|\\+[0-9][0-9 ]*", re.ASCII)


def csv_response(name, heads, rows) -> HttpResponse:
    """Return the answer that downloads ``name``.csv with a row of heads and the rows."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    write = csv.writer(response, delimiter=";").writerow
    write(heads)
    for row in rows:
        write([plain_cell(cell) for cell in row])
    return response


def plain_cell(cell) -> str:
    """Return a cell as text that no spreadsheet takes for a formula: one that might be begins with an apostrophe."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
