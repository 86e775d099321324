"""The addresses for whoever watches a site (OPS-5)."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings


@pytest.mark.django_db
def test_figures_are_for_this_machine() -> None:
    """Requests by method and status, and the jobs that wait."""
    client = Client()
    assert client.get("/healthz").content == b"ok\n"
    text = client.get("/metrics").content.decode()
    assert 'rapport_requests_total{method="GET",status="200"}' in text
    assert 'rapport_jobs{state="ready"}' in text
    assert "rapport_request_seconds_bucket" in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("203.0.113.9", {}),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("203.0.113.9", {"Authorization": "Bearer wrong"}),
        ("203.0.113.9", {"Authorization": "Bearer "}),
    ],
)
def test_figures_are_for_nobody_else(address: str, headers: dict[str, str]) -> None:
    """From elsewhere, or through a proxy, there is nothing."""
    assert Client(REMOTE_ADDR=address).get("/metrics", headers=headers).status_code == 404


@pytest.mark.django_db
def test_a_token_opens_them() -> None:
    """RAPPORT_METRICS_TOKEN, from wherever."""
    client = Client(REMOTE_ADDR="203.0.113.9")
    with override_settings(METRICS_TOKEN="a-long-token"):
        assert client.get("/metrics", headers={"Authorization": "Bearer a-long-token"}).status_code == 200


@pytest.mark.django_db
def test_a_dead_database_is_not_ready_yet_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    """/readyz says 503, /healthz goes on."""

    def dead() -> None:
        raise OperationalError("gone")

    client = Client()
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(connection, "cursor", dead)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert (client.get("/readyz").status_code, client.get("/healthz").status_code) == (503, 200)
