"""Files for posts over the API: sent first, named by one post, refused with a sentence (FEED-1)."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from rapport.content.posts.models import Upload
from rapport.interfaces.api.media import MOST
from rapport.kernel.jobs.models import Job
from tests.api.caller import Callers
from tests.kernel import corpus, corpus_pdf

PICTURE = corpus.saved(corpus.corners(90, 60))


@pytest.fixture(autouse=True)
def place(settings: LazySettings, tmp_path: Path) -> Path:
    """An empty store."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "media"


def sent(caller: Any, data: bytes = PICTURE, kind: str = "image/png", **how: Any) -> Any:
    return caller.post("/media", raw=data, content_type=kind, **how)


def test_a_picture_is_sent_and_shown(call: Callers, client: Client) -> None:
    """With its words and its size; its address gives pixels, safe to show and asked about each time."""
    upload = sent(call.alice)
    assert upload.status == 201
    key = upload.json["key"]
    assert upload.json == {"key": key, "kind": "picture", "pages": 1, "width": 90, "height": 60}
    made = call.alice.post("/posts", {"text": "", "pictures": [{"key": key, "alt": "Four quarters"}]})
    assert made.status == 201
    (shot,) = call.bob.get(f"/posts/{made.json['id']}").json["pictures"]
    assert shot == {
        "url": f"/media/{key}/1600", "srcset": f"/media/{key}/800 90w, /media/{key}/1600 90w",
        "alt": "Four quarters", "width": 90, "height": 60,
    }  # fmt: skip
    given = client.get(shot["url"])
    assert (given.status_code, given["Content-Type"]) == (200, "image/webp")
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert given["Cache-Control"] == "private, no-cache"
    assert client.get(shot["url"], headers={"If-None-Match": given["ETag"]}).status_code == 304
    call.alice.delete(f"/posts/{made.json['id']}")
    assert client.get(shot["url"]).status_code == 404


def test_a_document_is_sent_and_shown(call: Callers, client: Client) -> None:
    """As pictures of its pages; the file itself is nowhere."""
    upload = sent(call.alice, corpus_pdf.pages(2), "application/pdf").json
    assert (upload["kind"], upload["pages"], upload["width"]) == ("document", 2, 1_060)
    paper = {"key": upload["key"], "name": "Minutes"}
    made = call.alice.post("/posts", {"text": "Read", "document": paper, "audience": "members"}).json
    assert (made["document"]["name"], made["document"]["page_count"]) == ("Minutes", 2)
    second = made["document"]["pages"][1]
    assert (second["number"], second["url"]) == (2, f"/media/{upload['key']}/1600/2")
    assert client.get(second["url"]).status_code == 404
    assert client.get(f"/media/{upload['key']}/1600/3").status_code == 404


def test_a_key_serves_once_and_its_sender_alone(call: Callers) -> None:
    key = sent(call.alice).json["key"]
    body = {"text": "Look", "pictures": [{"key": key}]}
    assert call.bob.post("/posts", body).code == "unknown_upload"
    assert call.alice.post("/posts", body).status == 201
    again = call.alice.post("/posts", body)
    assert (again.status, again.code) == (422, "unknown_upload")
    for odd in ("", "x", "\0", "0" * 32, "../../secret_key"):
        assert call.alice.post("/posts", {"text": "", "pictures": [{"key": odd}]}).code == "unknown_upload"


@pytest.mark.parametrize(
    ("data", "kind", "status", "code"),
    [
        (b"no picture", "image/png", 422, "not_a_picture"),
        (corpus.SVG, "image/svg+xml", 422, "not_a_picture"),
        (corpus.claims("PNG", 10_000, 10_000), "image/png", 422, "too_many_pixels"),
        (PICTURE + bytes(13 << 20), "image/png", 413, "too_large"),
        (corpus_pdf.protected(), "application/pdf", 422, "document_protected"),
        (b"%PDF-1.7 ...", "application/pdf", 422, "document_broken"),
        (b"%PDF-1.7" + bytes(21 << 20), "application/pdf", 413, "too_large"),
    ],
)
def test_what_cannot_be_shown_gets_a_sentence(
    call: Callers, place: Path, data: bytes, kind: str, status: int, code: str
) -> None:
    """And nothing is kept."""
    refused = sent(call.alice, data, kind)
    assert (refused.status, refused.code) == (status, code)
    assert refused.json["detail"].endswith(".")
    assert not Upload.objects.exists() and not list(place.rglob("*.webp"))


def test_more_than_any_file_is_not_even_read(call: Callers) -> None:
    assert sent(call.alice, bytes(MOST + 1)).status == 413


def test_in_a_form(call: Callers) -> None:
    form = encode_multipart(BOUNDARY, {"file": corpus_file()})
    assert call.alice.post("/media", raw=form, content_type=MULTIPART_CONTENT).status == 201


def corpus_file() -> Any:
    file = BytesIO(PICTURE)
    file.name = "picture.png"
    return file


def test_an_idempotency_key_has_one_effect(call: Callers) -> None:
    """The same file again gives the same key; another under it is refused; what was refused leaves it free."""
    under: dict[str, Any] = {"headers": {"Idempotency-Key": "one"}}
    assert sent(call.alice, b"no picture", **under).status == 422
    first, second = (sent(call.alice, **under).json for _ in range(2))
    assert first == second and Upload.objects.count() == 1
    assert sent(call.alice, corpus.saved(corpus.corners(30, 30)), **under).status == 422
    assert Upload.objects.count() == 1


def test_the_preview_of_a_link_is_asked_for_by_a_job_and_can_be_taken_away(call: Callers) -> None:
    made = call.alice.post("/posts", {"text": "See http://example.com/"}).json
    assert made["link"] is None
    assert Job.objects.filter(name="posts.preview").count() == 1
    assert call.alice.delete(f"/posts/{made['id']}/link").status == 204
    assert call.bob.delete(f"/posts/{made['id']}/link").status == 404
