"""Asks for pages as one visitor after the other would, over one connection that is kept."""

import gzip
import re
import time
from collections.abc import Iterable, Sequence
from http.client import HTTPConnection
from itertools import cycle, islice
from typing import NamedTuple

from processes import cpu_seconds

HOST = "127.0.0.1"
# What every browser says; without the first, nothing would be compressed.
HEADERS = {"Accept-Encoding": "gzip", "Accept-Language": "ca"}
# After its answer a server has a little left to do: closing the connection to the database, the log.
SETTLE_SECONDS = 0.1
LINK = re.compile(rb'href="([^"?#]+)')


class Answer(NamedTuple):
    status: int
    sent: int  # bytes, as sent
    body: bytes  # unpacked


class Cost(NamedTuple):
    cpu_ms: float  # a request
    sent: float  # bytes a request, compressed where the server did


def ask(connection: HTTPConnection, path: str) -> Answer:
    """One GET, read to its end."""
    connection.request("GET", path, headers=HEADERS)
    answer = connection.getresponse()
    sent = answer.read()
    body = gzip.decompress(sent) if answer.headers["Content-Encoding"] == "gzip" else sent
    return Answer(answer.status, len(sent), body)


def get(port: int, path: str) -> Answer:
    """One GET over a connection of its own."""
    connection = HTTPConnection(HOST, port, timeout=120)
    try:
        return ask(connection, path)
    finally:
        connection.close()


def cost(port: int, paths: Sequence[str], requests: int, roots: Iterable[int]) -> Cost:
    """What ``requests`` to the paths, one after the other and in turn, cost the process trees under ``roots``.

    Raises RuntimeError at the first answer that is not 200: a cheap error must not pass for a cheap page.
    """
    connection = HTTPConnection(HOST, port, timeout=120)
    before, sent = cpu_seconds(roots), 0
    for path in islice(cycle(paths), requests):
        answer = ask(connection, path)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status} in the middle of the load.")
        sent += answer.sent
    time.sleep(SETTLE_SECONDS)
    spent = cpu_seconds(roots) - before
    connection.close()
    return Cost(spent * 1000 / requests, sent / requests)


def fault(port: int, path: str) -> str:
    """Why a path cannot be measured, in words; "" when it can.

    A list that takes no notice of a parameter answers 200 too: it leads to the same pages as without it.
    """
    answer = get(port, path)
    if answer.status != 200:
        return f"answers {answer.status}"
    start, _, question = path.partition("?")
    parameters = question.split("&") if question else []
    for parameter in parameters:
        others = "&".join(other for other in parameters if other != parameter)
        if links(answer.body) == links(get(port, f"{start}?{others}").body):
            return f"takes no notice of {parameter}"
    return ""


def links(body: bytes) -> list[bytes]:
    """Where a page leads to, in order; of what is no page, its text."""
    return LINK.findall(body) or [body]
