"""One's picture over the API: the bytes as they are or in a form, and every refusal as problem JSON (PRO-1)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from rapport.kernel.media import queries as media
from rapport.kernel.media.rules import MOST_BYTES
from rapport.people.accounts import actions_tokens
from rapport.people.actors import actions as actors
from tests.api.caller import Caller, Callers
from tests.cast import Cast
from tests.kernel import corpus

PHOTO = "/me/photo"
RED = corpus.saved(corpus.corners(), "JPEG")


@pytest.fixture(autouse=True)
def place(settings: LazySettings, tmp_path: Path) -> Path:
    """An empty store."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "media"


def kept(answer: dict[str, Any]) -> bytes | None:
    """What lies at the address in an answer."""
    _, _, key, side = answer["picture"].split("/")
    return media.square(key, int(side))


def test_a_picture_is_put_seen_and_taken_away(call: Callers) -> None:
    """Twice is once; what people see of each other names the address."""
    assert call.alice.get("/me").json["picture"] is None
    put = call.alice.put(PHOTO, raw=RED, content_type="image/jpeg")
    assert put.status == 200
    assert kept(put.json)
    assert call.bob.get("/members/alice").json["picture"] == put.json["picture"]
    (listed,) = call.bob.get("/search/people?q=alice").json["items"]
    assert listed["picture"] == put.json["picture"]
    for _ in range(2):
        assert call.alice.delete(PHOTO).status == 204
    assert call.bob.get("/members/alice").json["picture"] is None


def test_companies_and_groups_show_theirs(call: Callers, cast: Cast) -> None:
    """PRO-6, PRO-7: in lists and on their page, as the pages do."""
    key = actors.change_picture(actor_id=cast.acme.id, data=RED)
    address = f"/media/{key}/256"
    (listed,) = call.bob.get("/companies?q=acme").json["items"]
    assert listed["picture"] == call.bob.get("/companies/acme").json["picture"] == address
    made = call.alice.post("/groups", {"handle": "rust", "name": "Rust Group"}).json
    assert made["picture"] is None
    actors.remove_picture(actor_id=cast.acme.id)
    assert call.bob.get("/companies/acme").json["picture"] is None


def test_the_declared_type_says_nothing(call: Callers) -> None:
    """A PNG that is called a GIF is a PNG; an upload as plain bytes is one too."""
    for declared in ("image/gif", "application/octet-stream"):
        assert call.alice.put(PHOTO, raw=corpus.saved(corpus.corners()), content_type=declared).status == 200


def test_in_a_form(call: Callers) -> None:
    """One file, whatever its field is called."""
    form = encode_multipart(BOUNDARY, {"anything": _File("x.jpg", RED)})
    assert call.alice.put(PHOTO, raw=form, content_type=MULTIPART_CONTENT).status == 200
    for wrong in ({}, {"one": _File("a", RED), "two": _File("b", RED)}):
        form = encode_multipart(BOUNDARY, wrong)
        answer = call.alice.put(PHOTO, raw=form, content_type=MULTIPART_CONTENT)
        assert (answer.status, answer.code) == (422, "not_a_picture")
    broken = call.alice.put(PHOTO, raw=b"no form", content_type="multipart/form-data")
    assert (broken.status, broken.code) == (400, "invalid_body")


class _File:
    """A file as Django's test client sends it."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self._data = name, data

    def read(self) -> bytes:
        return self._data


@pytest.mark.parametrize(
    ("raw", "declared", "status", "code"),
    [
        (corpus.SVG, "image/svg+xml", 422, "not_a_picture"),
        (b"", "image/png", 415, "unsupported_media_type"),
        (corpus.NO_PICTURES["half a PNG"], "image/png", 422, "picture_broken"),
        (corpus.claims("JPEG", 10_000, 10_000), "image/jpeg", 422, "too_many_pixels"),
        (bytes(MOST_BYTES + 1), "image/png", 413, "too_large"),
        (RED, "text/plain", 415, "unsupported_media_type"),
        (b"{}", "application/json", 415, "unsupported_media_type"),
        (RED, "", 415, "unsupported_media_type"),
    ],
)
def test_what_cannot_be_taken(call: Callers, raw: bytes, declared: str, status: int, code: str) -> None:
    """A code and a sentence; nothing is changed."""
    answer = call.alice.put(PHOTO, raw=raw, content_type=declared)
    assert (answer.status, answer.code) == (status, code)
    assert answer.json["detail"].endswith(".")
    assert call.alice.get("/me").json["picture"] is None


def test_a_form_with_too_large_a_file(call: Callers) -> None:
    """Reading stops where it is too much."""
    form = encode_multipart(BOUNDARY, {"picture": _File("x", bytes(MOST_BYTES + 1))})
    answer = call.alice.put(PHOTO, raw=form, content_type=MULTIPART_CONTENT)
    assert (answer.status, answer.code) == (413, "too_large")


def test_only_a_token_that_may(call: Callers, cast: Cast) -> None:
    """Without one, or without the scope, nothing of the body is looked at."""
    assert call.visitor.put(PHOTO, raw=RED, content_type="image/jpeg").status == 401
    assert cast.alice.account_id is not None
    now = datetime.now(UTC)
    reading = Caller(
        actions_tokens.make_token(
            account_id=cast.alice.account_id, name="r", scopes=["read:profile"], now=now
        )
    )
    assert reading.put(PHOTO, raw=RED, content_type="image/jpeg").code == "scope"
    assert reading.delete(PHOTO).code == "scope"


def test_lists_name_a_picture_to_whom_it_is_for(call: Callers, cast: Cast) -> None:
    """For connections: bob reads the address, dan and erin read null."""
    address = call.alice.put(PHOTO, raw=RED, content_type="image/jpeg").json["picture"]
    actors.choose_picture_audience(actor_id=cast.alice.id, audience="connections")
    seen = {
        name: getattr(call, name).get("/members/alice").json["picture"]
        for name in ("bob", "dan", "erin", "alice")
    }
    assert seen == {"bob": address, "dan": None, "erin": None, "alice": address}
    (blocked,) = call.alice.get("/me/blocks").json["items"]
    assert blocked["picture"] is None
