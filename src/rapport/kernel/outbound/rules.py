"""Which addresses outside may be asked, for how long and how much, and what is said where one may not.

::

    Unreachable             422  the page at that address cannot be fetched
    ├── BadAddress               the address is none that is asked: its form, its scheme, its port, a number as name
    ├── InnerAddress             the name leads into a network that is nobody else's business
    ├── TooSlow                  it did not come to an end in time
    ├── TooMuch                  it is larger than is read, also once it is unpacked
    └── Unreadable               no answer, a wrong certificate, a broken answer, another type, redirects without end

Python's `is_global` is not asked: it lets through 6to4 and NAT64, which carry any IPv4 address, some
multicast, and differs between versions. The table here is IANA's registries of special addresses, and of
IPv6 nothing is reached but what is handed out to sites (2000::/3).
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from rapport.kernel.errors import RapportError

SECONDS = 10.0
BYTES = 1024 * 1024
REDIRECTS = 3
ADDRESSES = 4
"""Of one name, so many addresses are tried."""
HEAD_BYTES = 128 * 1024
"""What may come before and between the parts of a body: status, headers, lengths of chunks."""
LONGEST_URL = 2_000
PORTS = {"http": 80, "https": 443}


class Unreachable(RapportError):
    """The page at an address cannot be fetched; `detail` says why, for the log."""

    status = 422
    code = "unreachable"
    template = "This address cannot be reached."


class BadAddress(Unreachable):
    """An address of a form that is not asked."""

    code = "bad_address"
    template = "This is not the address of a page that anybody can open."


class InnerAddress(Unreachable):
    """A name that leads to where nobody outside gets; said in the words of `BadAddress`, for it tells nothing."""

    code = "bad_address"
    template = BadAddress.template


class TooSlow(Unreachable):
    """No end in time."""

    code = "too_slow"
    template = "The site at this address takes too long to answer."


class TooMuch(Unreachable):
    """More than is read."""

    code = "too_much"
    template = "The page at this address is too large."


class Unreadable(Unreachable):
    """No answer, or one that says nothing."""

    code = "unreadable"
    template = "The site at this address does not answer as a site should."


@dataclass(frozen=True)
class Bounds:
    """How much of one's time and room another site may take, all redirects together."""

    seconds: float = SECONDS
    most_bytes: int = BYTES
    redirects: int = REDIRECTS


@dataclass(frozen=True)
class Target:
    """An address that may be asked, in one way of writing it; `path` begins with a slash and holds the query."""

    scheme: str
    host: str
    path: str

    @property
    def port(self) -> int:
        """80 or 443; there are no others."""
        return PORTS[self.scheme]

    @property
    def url(self) -> str:
        """The address as it is written down and compared."""
        return f"{self.scheme}://{self.host}{self.path}"


_UNWRITABLE = re.compile(r"[\x00-\x20\x7f\\]")
_NAME = re.compile(
    r"(?=.{4,253}\Z)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{2,59})"
)
_INNER_NAMES = frozenset(
    "alt arpa corp example home internal intranet invalid lan local localdomain localhost onion private test".split()
)
_KEPT_IN_PATH = "/:@!$&'()*+,;=~-._%"
_KEPT_IN_QUERY = _KEPT_IN_PATH + "?"
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def target(url: str, *, base: Target | None = None) -> Target:
    """The address that `url` means, seen from `base`; what stands behind a # is left out.

    Raises: BadAddress, for what is not http or https, has a name in it or a password, another port than 80 or
    443, a number for its name, or a name of inner networks.
    """
    url = url.strip()
    if len(url) > LONGEST_URL or _UNWRITABLE.search(url):
        raise BadAddress(detail="too long, or signs that no address has")
    try:
        parts = urlsplit(urljoin(base.url, url) if base else url)
        scheme, port, host = parts.scheme.lower(), parts.port, parts.hostname or ""
        # after this step, for it turns signs that look like digits and dots into these
        host = host.encode("idna").decode("ascii").lower().rstrip(".")
    except ValueError as wrong:
        raise BadAddress(detail=str(wrong)) from wrong
    if scheme not in PORTS or port not in (None, PORTS[scheme]):
        raise BadAddress(detail=f"{scheme} at port {port}")
    if "@" in parts.netloc:
        raise BadAddress(detail="a name or a password in the address")
    if not _NAME.fullmatch(host) or host.rpartition(".")[2] in _INNER_NAMES:
        raise BadAddress(detail=f"the host {host[:253]}")
    path = quote(_LONE_PERCENT.sub("%25", parts.path), safe=_KEPT_IN_PATH) or "/"
    query = quote(_LONE_PERCENT.sub("%25", parts.query), safe=_KEPT_IN_QUERY)
    return Target(scheme, host, f"{path}?{query}" if query else path)


_SHUT_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by the customers of a provider
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local; also where clouds tell their secrets
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # multicast relays
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_OPEN_6 = ipaddress.IPv6Network("2000::/3")
"""All else is loopback, mapped IPv4, NAT64, discard, unique local, link-local, site-local, multicast or unassigned."""
_SHUT_6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocols: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # what was the 6bone
        "3fff::/20",  # documentation
    )
)


def is_outside(address: str) -> bool:
    """Whether an address is one of the open net, which anybody may ask; no to whatever is not plainly so."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv4Address):
        return not any(parsed in network for network in _SHUT_4)
    if parsed.scope_id is not None:
        return False
    return parsed in _OPEN_6 and not any(parsed in network for network in _SHUT_6)
