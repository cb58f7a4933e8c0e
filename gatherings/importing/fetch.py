"""A calendar from an address that somebody wrote: https only, no address inside our own network, no redirects."""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from gatherings.importing.read import MOST_BYTES, NotACalendar

PORT, STEP, DEADLINE, PIECE = 443, 5, 15, 64 * 1024  # seconds for each step, and for all
# IPv6 that carries an IPv4 address in another way than the mapped one (RFC 6052).
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def fetch(url):
    """Return the bytes at an https (or webcal) address. Raises NotACalendar, in words."""
    host, path = _parts_of(url)
    try:
        return _get(host, path, _address_of(host))
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        if isinstance(error, NotACalendar):
            raise
        raise NotACalendar(_("Nothing could be read at this address. Try the file instead.")) from error


def _parts_of(url):
    """Return (host, path with its query); NotACalendar unless it is an https address on the usual port."""
    try:
        parts = urlsplit(url.strip())
        right = parts.scheme in ("https", "webcal") and parts.port in (None, PORT) and not parts.username
    except ValueError:
        right = False
    if not right or not parts.hostname:
        raise NotACalendar(_("Write an address that begins with https://, such as the one your calendar gives."))
    return parts.hostname, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _address_of(host):
    """Return an IP address of ``host``; NotACalendar if any of them is not everybody's."""
    found = {row[4][0] for row in socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)}
    if not found or not all(is_public(one) for one in found):
        raise NotACalendar(_("This address is not on the public Internet."))
    return sorted(found)[0]


def is_public(text):
    """Whether an IP address, as text, is reachable by everybody and stands for no other that is not."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if address.version == 6 and (address.ipv4_mapped or address.sixtofour or address.teredo or address in NAT64):
        return False
    if address.version == 6 and address.is_site_local:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class _Pinned(http.client.HTTPSConnection):
    """A connection to the address that was looked at, whatever the name leads to a moment later."""

    def __init__(self, host, address):
        super().__init__(host, PORT, timeout=STEP, context=ssl.create_default_context())
        self._address = address

    def connect(self):
        plain = socket.create_connection((self._address, PORT), timeout=STEP)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def _get(host, path, address):
    connection, begun = _Pinned(host, address), time.monotonic()
    # A server that gives a byte now and then never meets the limit of one step.
    end = threading.Timer(DEADLINE, _hang_up, [connection])
    end.daemon = True
    end.start()
    try:
        connection.request("GET", path, headers={"Accept": "text/calendar", "User-Agent": "EnergiesComunitaries"})
        answer = connection.getresponse()
        if answer.status != 200:
            raise NotACalendar(_("Nothing could be read at this address. Try the file instead."))
        data = b""
        while piece := answer.read1(PIECE):
            data += piece
            if len(data) > MOST_BYTES:
                raise NotACalendar(_("The file is too large: up to 1 MB. Export fewer months."))
        if time.monotonic() - begun >= DEADLINE:  # what was cut short is not the whole calendar
            raise NotACalendar(_("Nothing could be read at this address. Try the file instead."))
        return data
    finally:
        end.cancel()
        connection.close()


def _hang_up(connection):
    # Not there before it is connected, and None or closed once all is read.
    with contextlib.suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)
