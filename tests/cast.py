"""The shared cast, as fixtures: `def test_x(cast, clock)` has alice and everybody around her.

alice; bob connected to her; carol follows her; dan at her 2nd degree through bob; erin a
stranger; mallory blocked by her; acme a company. Built by real actions, the same as in the demo.
"""

from __future__ import annotations

import pytest

from rapport.interfaces.console.demo.cast import PASSWORD, Cast, Member, build, connect, member
from rapport.kernel import clock as kernel_clock

__all__ = ["PASSWORD", "Cast", "Member", "build", "connect", "member"]


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, made at the present moment: ask for `clock` first to hold it still."""
    return build(now=kernel_clock.now(), domain="example.org")
