"""Everything of one's own over the API: asked for, made by a job, fetched by its owner alone (OPS-2)."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings

from rapport.kernel.jobs import run_due
from tests.api.caller import Callers


@pytest.fixture(autouse=True)
def _place(settings: LazySettings, tmp_path: Path) -> None:
    """An empty folder."""
    settings.DATA_DIR = tmp_path


def test_it_is_asked_for_made_and_listed(call: Callers) -> None:
    """While one is in the making there is no second; nobody else knows of it."""
    assert call.alice.get("/me/exports").json == {"items": [], "next": None}
    asked = call.alice.post("/me/exports")
    assert (asked.status, asked.json["state"], asked.json["archive"]) == (202, "making", None)
    one = f"/me/exports/{asked.json['id']}"
    assert call.alice.post("/me/exports").json["id"] == asked.json["id"]
    assert call.alice.get(f"{one}/archive").status == 404
    run_due()
    ready = call.alice.get(one).json
    assert (ready["state"], ready["archive"]) == ("ready", f"/api/v1{one}/archive")
    assert [item["id"] for item in call.alice.get("/me/exports").json["items"]] == [ready["id"]]
    for stranger, status in ((call.bob, 404), (call.visitor, 401)):
        assert stranger.get(one).status == status
        assert stranger.get(f"{one}/archive").status == status
    assert call.alice.get(f"/me/exports/{uuid4()}").status == 404
    assert call.alice.get("/me/exports/none").status == 404
