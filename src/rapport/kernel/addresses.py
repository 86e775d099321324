"""Where a request came from: the client's address behind proxies, and the block that counts as one sender."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

UNKNOWN = "unknown"

_IPV6_BLOCK = 64
"""One subscriber holds at least this much of IPv6, so a limit by single address would be none."""

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client(remote: str, forwarded: str, trusted: Sequence[str]) -> str:
    """The address of who asks: `remote`, or where that is a trusted proxy, the last stranger in `forwarded`.

    `forwarded` is what came as X-Forwarded-For, `trusted` addresses or networks. What
    a stranger wrote into the header is never believed: it is read from the right, as
    far as the proxies of our own wrote it.
    """
    here = _parse(remote)
    for step in reversed(forwarded.split(",")):
        if here is None or not _is_among(here, trusted):
            break
        behind = _parse(step)
        if behind is None:
            break
        here = behind
    return UNKNOWN if here is None else str(here)


def block(address: str) -> str:
    """What counts as one sender: an IPv4 address, or the /64 network of an IPv6 address."""
    parsed = _parse(address)
    if parsed is None:
        return UNKNOWN
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(ipaddress.ip_network((parsed, _IPV6_BLOCK), strict=False))


def _parse(text: str) -> _Address | None:
    try:
        parsed = ipaddress.ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed


def _is_among(address: _Address, networks: Sequence[str]) -> bool:
    return any(
        address.version == network.version and address in network
        for network in (ipaddress.ip_network(one, strict=False) for one in networks)
    )
