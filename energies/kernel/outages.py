"""Whether the database is away: it cannot be reached, or the connection to it is lost."""

import sqlite3

from django.db import InterfaceError, OperationalError, connection

# https://www.postgresql.org/docs/current/errcodes-appendix.html: the server itself says that it takes nobody (starting,
# stopping, no place left), or the connection broke (class 08).
POSTGRES = {"57P01", "57P02", "57P03", "57P05", "53300"}
# https://www.sqlite.org/rescode.html: the file cannot be opened, read or written. Not: locked, or full.
SQLITE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOTADB}


def is_away(error) -> bool:
    """Tell whether an exception, or one that it was raised from, says that the database is away.

    Deadlocks, time-outs of a statement, wrong SQL and whatever else the database answers are not.
    """
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, (OperationalError, InterfaceError)) and _says_away(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _says_away(error) -> bool:
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in SQLITE
    state = getattr(cause, "sqlstate", None)
    if state:
        return state.startswith("08") or state in POSTGRES
    # The server said nothing: there is no connection (psycopg_pool.PoolTimeout too), or there is none any more.
    return cause is not None and (connection.connection is None or bool(getattr(connection.connection, "closed", True)))
