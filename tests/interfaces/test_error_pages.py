"""Addresses that lead nowhere, as Django itself calls our handlers."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_an_unknown_address_is_404_in_our_design() -> None:
    """quality 5: a sentence that says what is wrong, never a bare 500."""
    answer = Client(raise_request_exception=False).get("/no/such/page")
    assert answer.status_code == 404
    assert "masthead" in answer.content.decode()
