"""Where a request comes from; what a proxy says is believed only of proxies that the operator named."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_ip(meta: Mapping[str, str], trusted: Iterable[str]) -> str:
    """The address of the client: the last one in X-Forwarded-For that is no trusted proxy's.

    Nearest first: each hop is believed only while the one that reported it is trusted. `trusted` holds
    addresses and networks. Without an address at all (a Unix socket) it is 0.0.0.0.
    """
    networks = [ipaddress.ip_network(one, strict=False) for one in trusted]
    nearest = _parsed(meta.get("REMOTE_ADDR", ""))
    hops = [_parsed(one) for one in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    while hops and (nearest is None or any(nearest in network for network in networks)):
        if nearest is None and not networks:
            break
        reported = hops.pop()
        if reported is None:
            break
        nearest = reported
    return str(nearest) if nearest is not None else "0.0.0.0"  # noqa: S104 (an address that nobody has)


def _parsed(text: str) -> Address | None:
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
