"""Which addresses this server may be sent to by others: public ones, checked where the connection is made.

A name that is checked first and resolved again later could lead elsewhere the second time. Here the addresses that were
checked are the ones that are connected to, and redirects are not followed.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Collection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from zaffre.core.errors import BadRequest

if TYPE_CHECKING:
    import aiohttp

_LONGEST = 2000
_EMBEDDING = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""NAT64: the last four bytes are an IPv4 address."""


class AddressRefused(Exception):
    """A name leads to an address that is not public."""


def is_public(text: str) -> bool:
    """Whether an IP address is of the public internet, whatever it is wrapped in."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = _embedded(address)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def check_url(text: str, param: str) -> str:
    """The address itself, where it may be one of a webhook; raises `BadRequest`."""
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good or len(text) > _LONGEST or "@" in parts.netloc or not text.isprintable() or " " in text:
        what = "an address that begins with https:// or http://, without a user name"
        raise BadRequest(f"Invalid value for '{param}': expected {what}.", param=param, code="invalid_value")
    return text


def connector(internal: Collection[str]) -> "aiohttp.TCPConnector":
    """Connects to public addresses alone, and for the names of `internal` to any; raises `AddressRefused`."""
    import aiohttp
    from aiohttp.abc import AbstractResolver

    class Guarded(AbstractResolver):
        async def resolve(self, host: str, port: int = 0, family: int = socket.AF_UNSPEC) -> list[Any]:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
            check_addresses(host, [where[0] for *_, where in found], internal)
            return [
                {"hostname": host, "host": where[0], "port": where[1], "family": kind, "proto": 0, "flags": 0}
                for kind, _, _, _, where in found
            ]

        async def close(self) -> None:
            return

    return aiohttp.TCPConnector(resolver=Guarded(), use_dns_cache=False)


def check_addresses(host: str, found: Collection[str], internal: Collection[str]) -> None:
    """Raise `AddressRefused` where one of the addresses of `host` is not public, unless the host may be inside."""
    if host.lower().rstrip(".") not in internal and not all(map(is_public, found)):
        text = f"{host} has an address that is not public; `mail.internal_webhooks` may name hosts of the own network"
        raise AddressRefused(text)


def check_literal(url: str, internal: Collection[str]) -> None:
    """The same for an address that is a number already, which no resolver is asked about."""
    host = urlsplit(url).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return
    check_addresses(host, [host], internal)


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address in a mapped, 6to4, Teredo, NAT64 or compatible one."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    is_wrapped = any(address in network for network in _EMBEDDING) or int(address) >> 32 == 0
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if is_wrapped else None
