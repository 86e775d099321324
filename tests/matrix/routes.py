"""Every address of the site, read from the resolver, and how it is asked about somebody or something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.matrix.canaries import POSTS, Canary
from tests.matrix.viewers import Who
from tests.matrix.world import Eyes, World
from tests.matrix.world_groups import CIRCLE
from tests.matrix.world_posts import TOPIC

API = "api/v1/"
ADMIN = "admin:"
HANDLES = (Who.SELF.value, Canary.CONNECTION.value)
"""About whom addresses with a handle are asked: the owner, and a connection of theirs."""
GROUPS = (CIRCLE, Canary.PRIVATE_GROUP.value)
"""About which groups: one of the owner's that everybody finds, and one that is private."""
LETTERS = ("sent", "received", "filtered", "asked", Who.ASKING.value, Who.IGNORED.value)
"""About which invitations: three of the owner's with third persons, one to a viewer, two from viewers."""
PAGES = (Canary.COMPANY_RUN.value, Canary.COMPANY_FOLLOWED.value, Canary.COMPANY_OFFER.value)
"""About which company pages."""
POST_ITSELF = frozenset({"api_post", "post"})
NARROW_POSTS = ("members", "connections", "group")
"""About which posts whatever hangs on one is asked: all audiences are gone through at the post itself."""
NO_SUCH_ID = UUID("01912345-6789-7abc-8def-0123456789ab")


@dataclass(frozen=True)
class Route:
    """One address with a name; `parts` are what it takes, by name."""

    name: str
    pattern: str
    parts: tuple[str, ...]

    @property
    def is_api(self) -> bool:
        """Whether a token opens it, and not a cookie."""
        return self.pattern.removeprefix("^").startswith(API)

    @property
    def targets(self) -> tuple[str, ...]:
        """What it can be asked about."""
        if "group" in self.parts:
            return GROUPS
        if "handle" in self.parts or "what" in self.parts:
            return HANDLES
        if "company" in self.parts:
            return PAGES
        if {"post_id", "comment_id"} & set(self.parts):
            return tuple(POSTS) if self.name in POST_ITSELF else NARROW_POSTS
        return LETTERS if "invitation_id" in self.parts else ("",)

    def path(self, world: World, target: str) -> str:
        """The address, about `target`; about a group, or `group:handle` for somebody there."""
        group, _, handle = target.partition(":") if "group" in self.parts else (CIRCLE, "", target)
        if "group" in self.parts and not handle:
            group, handle = (
                (group, HANDLES[0]) if group in (*GROUPS, Canary.INVITED_GROUP) else (CIRCLE, group)
            )
        values: dict[str, Any] = {
            "handle": handle,
            "company": target,
            "member": Who.SELF.value,
            "section": "experience",
            "entry_id": world.position,
            "group": group,
            **dict.fromkeys(("run_id", "run"), world.run),
            **dict.fromkeys(("contact_id", "contact"), world.contact),
            "kind": "actor" if self.name == "api_less" else "person",
            "what": target,
            "post_id": world.posts.get(target, 1),
            "draft_id": world.draft,
            "name": TOPIC,
            "case_id": world.case,
            "comment_id": world.comments.get(target, 1),
            "skill_id": world.skill,
            "recommendation_id": world.reference,
            "pk": 1,
            "token_id": world.token,
            "token": "a:token",
            "export_id": world.export,
            "account_id": world.applicant,
            "key": Canary.PICTURE,
            "side": 96,
            "page": 1,
            "number": 1,
            "content_type_id": 1,
            "object_id": world.objects.get("".join(self.pattern.split("/")[2:3]), 1),
        }
        if "invitation_id" in self.parts:
            values["invitation_id"] = world.invitations.get(target, NO_SUCH_ID)
        return self.path_with(values)

    def path_with(self, values: dict[str, Any]) -> str:
        """The address with these parts."""
        plain = self.pattern.replace("^", "").replace(".*", "nowhere").rstrip("$")
        path = re.sub(r"\(\?P<\w+>(\w+)[^)]*\)", r"\1", plain)
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(values[part[1]]), path)


def routes() -> list[Route]:
    """Every address of the site."""
    return [
        Route(_name(pattern, route), route, tuple(pattern.pattern.converters))
        for route, pattern in _walk(get_resolver().url_patterns)
    ]


def _name(pattern: URLPattern, route: str) -> str:
    """Its name; the admin's own are told apart from ours, and where Django gives none the address serves."""
    name = pattern.name or route
    return f"{ADMIN}{name}" if route.startswith("admin/") else name


def _walk(patterns: Sequence[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, prefix + str(one.pattern))
        else:
            yield prefix + str(one.pattern), one


def ask(
    route: Route,
    eyes: Eyes,
    method: str,
    path: str,
    *,
    body: Any = None,
    form: dict[str, Any] | None = None,
    spare: bool = False,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """One request as this viewer sends it; the API is asked with the token alone, pages with the cookie alone.

    A viewer at the wrong door (a token called "cookie" to spare) does it the other way round.
    """
    sent = dict(headers or {})
    wrong_door = eyes.spare_token == "cookie"
    token = eyes.spare_token if spare else eyes.token
    if token and route.is_api is not wrong_door:
        sent["Authorization"] = f"Bearer {token}"
    client: Any = eyes.client
    if route.is_api and not wrong_door:
        # cookies are left at home, so that the token alone counts
        client = Client(raise_request_exception=False)
    answer: HttpResponse
    if not route.is_api and form is not None:
        answer = client.post(path, form, headers=sent)
    else:
        raw = b"" if body is None or not route.is_api else orjson.dumps(body)
        answer = client.generic(method, path, raw, content_type="application/json", headers=sent)
    return answer
