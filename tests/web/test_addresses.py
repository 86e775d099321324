"""Addresses composed once are those that Django gives."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rapport.interfaces.web.addresses import address


@pytest.mark.parametrize(
    ("name", "one"), [("post", 2**62 + 7), ("post_react", 1), ("group", "rust_group"), ("mute_person", "bo")]
)
def test_an_address_is_the_routers(name: str, one: int | str) -> None:
    """Whatever stands behind the thing."""
    assert address(name, one) == reverse(name, args=[one])
