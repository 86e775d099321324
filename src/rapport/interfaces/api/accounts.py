"""Oneself: who one is, and the settings of one's network."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from rapport.interfaces.api import scopes, shapes
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.schemas.common import told
from rapport.interfaces.api.schemas.people import Me, MeChange, Settings, SettingsChange
from rapport.kernel.limits.rules import Limits
from rapport.kernel.media.rules import ACCEPTED, MOST_BYTES
from rapport.kernel.uploads import takes_files
from rapport.people.actors import actions as actors
from rapport.people.actors import queries as faces
from rapport.people.relationships.actions import choosing
from rapport.people.relationships.queries.lists import network_counts
from rapport.people.ties import queries as ties
from rapport.projections.notifications.queries import unread_count

router = Router(tags=["me"])


@router.get("/me", auth=scopes.READ_PROFILE, response=told(200, Me))
def me(request: HttpRequest) -> HttpResponse:
    """Who you are here, what your token may do, and the limits that hold."""
    return answer(_me(call_of(request)))


@router.patch("/me", auth=scopes.WRITE_PROFILE, response=told(200, Me, 422))
def change_me(request: HttpRequest, body: MeChange) -> HttpResponse:
    """Change your name or headline; what is left out stays."""
    call = call_of(request)
    actors.change_face(actor_id=call.me, limits=call.limits, **body.model_dump(exclude_unset=True))
    return answer(_me(call))


_FILE = {"schema": {"type": "string", "format": "binary"}}
_FORM = {"schema": {"type": "object", "properties": {"picture": _FILE["schema"]}}}
_PHOTO = {
    "requestBody": {
        "required": True,
        "content": {**dict.fromkeys(ACCEPTED, _FILE), "multipart/form-data": _FORM},
    }
}


@router.put("/me/photo", auth=scopes.WRITE_PROFILE, response=told(200, Me, 422), openapi_extra=_PHOTO)
@takes_files(MOST_BYTES)
def change_photo(request: HttpRequest) -> HttpResponse:
    """Show this picture of yourself: the square in its middle, drawn anew without what it tells (PRO-1)."""
    call = call_of(request)
    actors.change_picture(actor_id=call.me, data=call.body)
    return answer(_me(call))


@router.delete("/me/photo", auth=scopes.WRITE_PROFILE, response=told(204, None))
def remove_photo(request: HttpRequest) -> HttpResponse:
    """Take your picture away; twice is once."""
    actors.remove_picture(actor_id=call_of(request).me)
    return nothing()


@router.get("/me/settings", auth=scopes.READ_PROFILE, response=told(200, Settings))
def my_settings(request: HttpRequest) -> HttpResponse:
    """Every switch of your network (REL-1, REL-13, REL-14, REL-16)."""
    return answer(_settings(call_of(request)))


@router.patch("/me/settings", auth=scopes.WRITE_PROFILE, response=told(200, Settings, 422))
def change_settings(request: HttpRequest, body: SettingsChange) -> HttpResponse:
    """Turn switches, all or none; what is left out stays."""
    call = call_of(request)
    choosing.choose(actor_id=call.me, changes=body.model_dump(exclude_unset=True))
    return answer(_settings(call))


def _settings(call: Call) -> dict[str, Any]:
    network = ties.network_of(call.me)
    return {name: getattr(network, name) for name in choosing.CHOICES}


def _me(call: Call) -> dict[str, Any]:
    assert call.bearer is not None
    face = faces.by_ids([call.me])[call.me]
    counts = network_counts(call.me)
    return {
        "handle": face.handle,
        "name": face.name,
        "headline": face.headline,
        "picture": shapes.picture(face.picture),
        "joined_at": face.created_at,
        "is_organiser": call.bearer.is_organiser,
        "is_moderator": call.bearer.is_moderator,
        "connection_count": str(counts.connections),
        "follower_count": counts.followers,
        "following_count": counts.following,
        "companies_followed_count": counts.companies,
        "unread_notifications": unread_count(call.viewer, call.now),
        "scopes": call.bearer.scopes,
        "stream_url": settings.STREAM_URL or None,
        "limits": _limits(call.limits),
    }


def _limits(limits: Limits) -> dict[str, int]:
    return {
        "connection_cap": limits.connection_cap,
        "note_length": limits.note_length,
        "reply_length": limits.reply_length,
        "name_length": limits.name_length,
        "headline_length": limits.headline_length,
        "page_size": limits.page_size,
        "reads_per_minute": limits.api_reads_per_minute,
        "writes_per_minute": limits.api_writes_per_minute,
    }
