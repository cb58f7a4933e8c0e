"""Tables as files that a spreadsheet of here opens right: UTF-8 with its mark, semicolons, no formulas."""

import csv

from django.http import HttpResponse

# What a spreadsheet would take for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(name, heads, rows):
    """Return the answer that downloads ``name``.csv with a row of heads and the rows."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    write = csv.writer(response, delimiter=";").writerow
    write(heads)
    for row in rows:
        write([plain(cell) for cell in row])
    return response


def plain(cell):
    """Return a cell that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
