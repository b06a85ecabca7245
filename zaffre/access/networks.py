"""Addresses, and the networks that they lie in."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network


@lru_cache(maxsize=1024)
def networks(told: tuple[str, ...]) -> tuple[Network, ...]:
    """Networks in CIDR notation, parsed; raises `ValueError`."""
    return tuple(ip_network(one) for one in told)


def is_within(address: str | None, allowed: Iterable[Network]) -> bool:
    """Whether an address lies in one of the networks. IPv4 within IPv6 is IPv4; what is no address is nowhere."""
    given = parsed(address)
    return given is not None and any(given in network for network in allowed)


def parsed(address: str | None) -> IPv4Address | IPv6Address | None:
    """The address without its zone; `None` for what is none."""
    try:
        given = ip_address((address or "").partition("%")[0])
    except ValueError:
        return None
    return getattr(given, "ipv4_mapped", None) or given


def neighbourhood(told: str | None) -> str | None:
    """What one client has at its command: an IPv4 address, or a /64 network of IPv6; else what was told."""
    given = parsed(told)
    if isinstance(given, IPv6Address):
        return str(ip_network((given, 64), strict=False))
    return told if given is None else str(given)


def seen_through(peer: str | None, forwarded: str, trusted: Sequence[Network]) -> str | None:
    """The address that a request came from, through proxies that are trusted to tell it.

    `forwarded` is the whole of `X-Forwarded-For`. Everyone adds whom they saw at its end, and what stands before
    the first one who isn't trusted may be made up.
    """
    seen = peer
    for told in reversed(forwarded.split(",")):
        if not is_within(seen, trusted):
            break
        address = parsed(_without_port(told.strip()))
        if address is None:
            break
        seen = str(address)
    return seen


def _without_port(told: str) -> str:
    if told.startswith("["):
        return told[1:].partition("]")[0]
    return told.partition(":")[0] if told.count(":") == 1 else told
