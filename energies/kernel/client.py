"""Who asks: the one place that knows the network address of a client, behind proxies or without.

What a proxy tells (``X-Forwarded-For``, ``X-Forwarded-Proto``) is believed when it comes from one named in
``TRUSTED_PROXIES``, and from nobody else; ``X-Forwarded-Host`` never is. The names are those of the de-facto standard
(https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For), read from the right, past the
addresses that are trusted: whatever a visitor writes stands further to the left. python-ipware wants to know how many
proxies there are and in which order, and never looks at who connects; ``ipaddress`` does the rest in a few lines.
"""

import logging
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpResponse

UNIX = "unix"  # in TRUSTED_PROXIES: whoever connects by a Unix socket, which has no address
MOST_HOPS = 32  # a longer chain is nobody's road
IPV6_OF_ONE = 64  # bits: what providers give to one home; the rest is theirs to vary
log = logging.getLogger(__name__)


def address_of(request) -> str:
    """Return the address that counts as one client: an IPv4 address or an IPv6 network of 64 bits, as text.

    "" when there is none (a Unix socket that nobody trusts). Never raises, whatever the headers hold.
    """
    nearest = request.META.get("REMOTE_ADDR", "")
    found = _parsed(nearest)
    if is_proxy(nearest):
        for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-MOST_HOPS:]):
            told = _parsed(hop)
            if told is None:
                break
            found = told
            if not _is_trusted(told):
                break
    return _counted(found)


def is_proxy(remote) -> bool:
    """Tell whether a connection from ``remote`` (``REMOTE_ADDR``) is a proxy of ours, whose word is believed."""
    return UNIX in settings.TRUSTED_PROXIES if not remote else _is_trusted(_parsed(remote))


def _is_trusted(address) -> bool:
    return address is not None and any(
        address in network
        for network in settings.TRUSTED_PROXIES
        if network != UNIX and network.version == address.version
    )


def _parsed(text) -> IPv4Address | IPv6Address | None:
    """Return the address in ``192.0.2.1``, ``192.0.2.1:80``, ``2001:db8::1%eth0`` or ``[2001:db8::1]:80``; else None."""
    text = text.strip().strip('"')[:100]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _counted(address) -> str:
    if address is None:
        return ""
    if address.version == 4:
        return str(address)
    low = 128 - IPV6_OF_ONE
    return f"{type(address)(int(address) >> low << low)}/{IPV6_OF_ONE}"


class ForwardedMiddleware:
    """Takes out what only a proxy may tell when somebody else tells it. Stands before whatever reads it."""

    told_by_proxies = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")

    def __init__(self, get_response) -> None:
        self.get_response = get_response
        self.warned = settings.DEMO

    def __call__(self, request) -> HttpResponse:
        if not is_proxy(request.META.get("REMOTE_ADDR", "")):
            forged = [request.META.pop(name, None) for name in self.told_by_proxies]
            if forged[0] and not self.warned:
                self.warned = True  # once a process: anybody may send it
                log.warning("X-Forwarded-For came from an address that TRUSTED_PROXIES does not name: not believed.")
        return self.get_response(request)
