"""Notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext
from ninja import Query, Router

from rapport.interfaces.api import scopes
from rapport.interfaces.api.answers import answer
from rapport.interfaces.api.call import call_of
from rapport.interfaces.api.schemas.common import Paging, told
from rapport.interfaces.api.schemas.notifications import NotificationList, Read, Unread
from rapport.kernel import ids
from rapport.kernel.errors import Absent
from rapport.people.relationships.queries.faces import Face
from rapport.projections.notifications import actions, queries
from rapport.projections.notifications.queries import NoticeView

router = Router(tags=["notifications"])


class Which(Paging):
    """Which notices, and which page of them."""

    unread: bool = False


@router.get("/notifications", auth=scopes.READ_NOTIFICATIONS, response=told(200, NotificationList, 422))
def notifications(request: HttpRequest, asked: Query[Which]) -> HttpResponse:
    """Your notices, latest first, as long as what they say is so (MSG-4)."""
    call = call_of(request)
    found = queries.notices(
        call.viewer, asked.cursor, call.size(asked.limit), unread=asked.unread, now=call.now
    )
    unread = queries.unread_count(call.viewer, call.now)
    return answer({"items": [_notice(one) for one in found.items], "next": found.next, "unread": unread})


@router.post("/notifications/read", auth=scopes.WRITE_NOTIFICATIONS, response=told(200, Unread, 404, 422))
def read(request: HttpRequest, body: Read | None = None) -> HttpResponse:
    """Mark your notices as read: all, or all up to that of `up_to`."""
    call = call_of(request)
    latest = None
    if body is not None and body.up_to is not None:
        latest = ids.parse(body.up_to)
        if latest is None:
            raise Absent
    actions.mark_read(actor_id=call.me, up_to=latest, now=call.now)
    return answer({"unread": queries.unread_count(call.viewer, call.now)})


def _person(face: Face) -> dict[str, Any]:
    return {
        "handle": face.handle,
        "name": face.name,
        "headline": face.headline,
        "degree": face.degree,
        "mutual_count": face.mutual_count,
    }


def _face(face: Face) -> dict[str, Any]:
    return {"handle": face.handle, "name": face.name}


def _notice(one: NoticeView) -> dict[str, Any]:
    values: dict[str, Any] = dict(one.values)
    values["name"] = one.people[0].name if one.people else ""
    values["second"] = one.people[1].name if len(one.people) > 1 else ""
    values["place"] = one.place.name if one.place else ""
    if "until" in values:
        values["until"] = date_format(values["until"], "j F Y")
    return {
        "id": one.id,
        "kind": one.kind,
        "text": gettext(one.template).format(**values),
        "people": [_person(face) for face in one.people],
        "others": one.values["others"],
        "group": _face(one.place) if one.place and one.leads != "post" else None,
        "company": _face(one.place) if one.place and one.leads == "post" else None,
        "count": one.values["count"],
        "post": None if one.post is None else str(one.post),
        "comment": None if one.comment is None else str(one.comment),
        "excerpt": one.excerpt,
        "invitation": one.subject if one.leads in ("letter", "sent") else None,
        "recommendation": one.subject if one.leads == "recommendation" else None,
        "at": one.at,
        "read": one.read,
    }
