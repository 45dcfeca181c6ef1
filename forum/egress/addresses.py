"""Where the hub may connect to: the public internet, and nothing behind the operator's door."""

import ipaddress
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit

from forum.kernel.hosts import host_in_ascii

IpAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = {"http": 80, "https": 443}
_LONGEST = 2_000
# Addresses of the other version are hidden in these: NAT64, 6to4, Teredo, IPv4-compatible.
_CARRIERS = tuple(
    ipaddress.IPv6Network(one)
    for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
)


class Refused(Exception):
    """This address will not be asked, now or later."""


class Unreachable(Exception):
    """Nobody answered as they should; later, they may."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address, taken apart and checked; `host` in ASCII."""

    scheme: str
    host: str
    port: int
    path: str

    def to(self, location: str) -> str:
        """Return the address that a redirection leads to."""
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        try:
            return urljoin(f"{self.scheme}://{self.host}{port}{self.path}", location)
        except ValueError as error:
            raise Refused("a redirection to no address") from error


def is_public(address: IpAddress) -> bool:
    """Tell whether the address belongs to a machine on the open internet."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _CARRIERS):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def parse(address: str, *, ports: frozenset[int] | None = frozenset(PORTS.values())) -> Target:
    """Take an address apart. Raises `Refused` unless it is plain http or https on a usual port.

    `ports` of ``None`` allows every port.
    """
    if len(address) > _LONGEST or not address.isprintable() or " " in address or "\\" in address:
        raise Refused("no address")
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS.get(parts.scheme, 0)
        host = host_in_ascii((parts.hostname or "").rstrip(".")).lower()
    except ValueError as error:
        raise Refused("no address") from error
    if ":" in host:
        raise Refused("a number and no name")
    if parts.scheme not in PORTS or not host or parts.username is not None:
        raise Refused("not http or https, or with a name and password")
    if ports is not None and port not in ports:
        raise Refused(f"port {port}")
    path = parts.path or "/"
    return Target(
        scheme=parts.scheme,
        host=host,
        port=port,
        path=_encoded(f"{path}?{parts.query}" if parts.query else path),
    )


def _encoded(path: str) -> str:
    """Percent-encode what is not ASCII, and leave alone what is encoded already."""
    return "".join(
        sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode())
        for sign in path
    )


def resolve(
    target: Target, is_allowed: Callable[[IpAddress], bool], *, seconds: float
) -> IpAddress:
    """Return the address to connect to. Raises `Refused` if any that the name has is not allowed.

    Whoever connects does so to what is returned here and asks for no name again: a name that leads
    elsewhere a moment later leads nowhere.
    """
    found: list[IpAddress] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in answers)

    asking = threading.Thread(target=ask, daemon=True)  # it cannot be told to hurry up
    asking.start()
    asking.join(seconds)
    addresses = tuple(found)
    if not addresses:
        raise Unreachable("no such name")
    if not all(map(is_allowed, addresses)):
        raise Refused("not on the open internet")
    return addresses[0]
