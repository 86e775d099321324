"""Files for posts to come: a picture or a PDF is sent first, and a post then names its key (FEED-1)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from rapport.content.posts.actions import attaching
from rapport.content.posts.actions.attaching import TakenIn
from rapport.interfaces.api import scopes
from rapport.interfaces.api.answers import answer
from rapport.interfaces.api.call import call_of
from rapport.interfaces.api.once import apart, done_apart
from rapport.interfaces.api.schemas.common import told
from rapport.interfaces.api.schemas.posts import Upload
from rapport.kernel.limits.rules import setting
from rapport.kernel.media.rules import ACCEPTED, DOCUMENT_TYPE, MOST_BYTES
from rapport.kernel.uploads import takes_files

router = Router(tags=["posts"])

MOST = max(MOST_BYTES, setting("document_megabytes").highest * 1024 * 1024)
_FILE: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_FORM = {"schema": {"type": "object", "properties": {"file": _FILE["schema"]}, "required": ["file"]}}
_SENT = {
    "requestBody": {
        "required": True,
        "content": {**dict.fromkeys((*ACCEPTED, DOCUMENT_TYPE), _FILE), "multipart/form-data": _FORM},
    }
}


def _taken_in(request: HttpRequest) -> TakenIn:
    call = call_of(request)
    return attaching.take_in(owner=call.me, data=call.body, now=call.now, limits=call.limits)


@router.post("/media", auth=scopes.WRITE_POSTS, response=told(201, Upload, 422, 429), openapi_extra=_SENT)
@takes_files(MOST)
@apart(_taken_in)
def upload(request: HttpRequest) -> HttpResponse:
    """Send a picture or a PDF for a post of yours; it is drawn anew and waits a day for the post that names it."""
    call = call_of(request)
    taken: TakenIn = done_apart(request)
    attaching.note(owner=call.me, taken=taken, now=call.now)
    first = taken.pages[0]
    return answer(
        {
            "key": taken.key,
            "kind": taken.what.value,
            "pages": len(taken.pages),
            "width": first["width"],
            "height": first["height"],
        },
        201,
    )
