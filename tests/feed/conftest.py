"""Tests from a checkout that was never installed build the kernels first; an installed one has to bring them along."""

from __future__ import annotations

from tests.kernels import build


def pytest_configure() -> None:
    """Before anything asks for a kernel."""
    build()
