"""Addresses that members write into their profile: http and https, to a host with a name, nothing hidden in them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from rapport.kernel import text
from rapport.kernel.errors import Invalid

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_HOST_AND_PORT = re.compile(r"[^\s:/?#@\[\]\\]+\.[^\s:/?#@\[\]\\]+(:\d{1,5})?([/?#].*)?")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


def check_url(typed: str, *, field: str, at_most: int) -> str:
    """The address as it is kept, "" where none was typed; `https://` is put before a bare `example.org/me`.

    Raises: Invalid (`url`) for anything but http and https, for a host that has no lawful name,
    and for an address that carries a user name; `too_long`.
    """
    address = text.one_line(typed, field=field, at_most=at_most)
    if not address:
        return ""
    if not _SCHEME.match(address) or _HOST_AND_PORT.fullmatch(address):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise _unlawful(field) from None
    if parts.scheme not in ("http", "https"):
        raise Invalid("Only web addresses fit: they begin with https:// or http://.", code="url", field=field)
    if "@" in parts.netloc:
        raise Invalid("Leave the user name out of the address.", code="url", field=field)
    if re.search(r"[\s\\<>\"]", address) or not _lawful(host):
        raise _unlawful(field)
    return text.one_line(address, field=field, at_most=at_most)


def _unlawful(field: str) -> Invalid:
    return Invalid("That is not the address of a web page.", code="url", field=field)


def _lawful(host: str) -> bool:
    """Whether this is a name with a dot, in any script, as it could stand in the DNS."""
    try:
        plain = host.encode("idna").decode().rstrip(".")
    except UnicodeError:
        return False
    labels = plain.split(".")
    return len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
