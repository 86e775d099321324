"""What stands at the head of every page: the community, the member, what waits for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi

from rapport.interfaces.web.parts import Masthead, PersonCard, picture_address
from rapport.interfaces.web.requests import limits_of, now_of, viewer_of
from rapport.projections.notifications import queries as notifications

OWN_NAME = "Rapport"
"""The name that stands in the brand already: a community without one of its own is not named twice."""


def badges_for(request: HttpRequest) -> notifications.Badges:
    """What waits for the member who looks, counted once a request."""
    known: notifications.Badges | None = getattr(request, "_badges", None)
    if known is None:
        known = notifications.badges(viewer_of(request), now_of(request))
        request._badges = known  # type: ignore[attr-defined]
    return known


def masthead(request: HttpRequest) -> Mapping[str, Any]:
    """The context processor that gives every template its `masthead`; what is asked for by a part has none to fill."""
    return {"masthead": SimpleLazyObject(lambda: _masthead(request))}


def _masthead(request: HttpRequest) -> Masthead:
    viewer = viewer_of(request)
    language, direction = get_language() or "en", "rtl" if get_language_bidi() else "ltr"
    name = limits_of(request).community_name
    community = "" if name == OWN_NAME else name
    if viewer.is_visitor or not request.user.is_authenticated or request.user.actor is None:
        return Masthead(community, lang=language, dir=direction, finds=limits_of(request).public_pages)
    actor = request.user.actor
    badges = badges_for(request)
    theme = request.user.theme
    return Masthead(
        community=community,
        member=PersonCard(
            actor.handle, actor.name, actor.headline, degree=0, picture=picture_address(actor.picture)
        ),
        invitations=badges.waiting.inbox,
        notices=badges.unread,
        theme="" if theme == "system" else theme,
        lang=language,
        dir=direction,
    )
