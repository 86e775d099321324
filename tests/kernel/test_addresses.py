"""Forwarded headers are trusted only from configured proxies; IPv6 counts by /64 (quality 4)."""

from __future__ import annotations

import pytest

from rapport.kernel.addresses import block, client


@pytest.mark.pure
@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "found"),
    [
        ("203.0.113.9", "", [], "203.0.113.9"),
        ("203.0.113.9", "198.51.100.7", [], "203.0.113.9"),
        ("10.0.0.1", "198.51.100.7", ["10.0.0.1"], "198.51.100.7"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.7", ["10.0.0.0/8"], "198.51.100.7"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.7, 10.0.0.2", ["10.0.0.0/8"], "198.51.100.7"),
        ("10.0.0.1", "", ["10.0.0.1"], "10.0.0.1"),
        ("10.0.0.1", "rubbish", ["10.0.0.1"], "10.0.0.1"),
        ("::1", "2001:db8::7", ["::1"], "2001:db8::7"),
        ("::ffff:10.0.0.1", "198.51.100.7", ["10.0.0.1"], "198.51.100.7"),
        ("", "198.51.100.7", ["10.0.0.1"], "unknown"),
    ],
)
def test_client(remote: str, forwarded: str, trusted: list[str], found: str) -> None:
    assert client(remote, forwarded, trusted) == found


@pytest.mark.pure
@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("unknown", "unknown"),
    ],
)
def test_block(address: str, one: str) -> None:
    assert block(address) == one
