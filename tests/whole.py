"""How much is tried of what is many: all of it in the whole run, and every so-manyth otherwise.

``bin/test`` sets ``FUZZ=whole`` where the suite runs on SQLite; what does not depend on the database need not be tried
as often on another, nor while somebody waits.
"""

import os

WHOLE = os.environ.get("FUZZ") == "whole"


def some_of(cases, one_in=6):
    """Returns all the cases, as a list, or the first of each ``one_in`` of them."""
    return list(cases)[:: 1 if WHOLE else one_in]
