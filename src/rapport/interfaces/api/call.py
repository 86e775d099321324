"""What is known about a request to the API before its operation runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest
from ninja.parser import Parser

from rapport.kernel import text
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.people import visibility
from rapport.people.accounts.queries_tokens import Bearer
from rapport.people.actors.rules import Kind
from rapport.people.audience import VISITOR, Viewer
from rapport.people.ties import queries as ties


@dataclass(frozen=True)
class Call:
    """One request: its moment, the settings then, whose token it bears (None: nobody's), and what its body says."""

    now: datetime
    limits: Limits
    bearer: Bearer | None = None
    body: Any = None

    @property
    def viewer(self) -> Viewer:
        """Who is looking."""
        if self.bearer is None:
            return VISITOR
        return Viewer(self.bearer.actor_id, self.bearer.is_organiser, self.bearer.is_moderator)

    @property
    def me(self) -> int:
        """The actor of the member who calls; only operations behind a token ask."""
        assert self.bearer is not None
        return self.bearer.actor_id

    def member(self, handle: str) -> int:
        """The actor id of `@handle`, as far as the viewer may know of them.

        Raises: Absent.
        """
        if not text.is_handle(handle):
            raise Absent
        return visibility.member(self.viewer, handle, self.limits).pk

    def company(self, handle: str) -> int:
        """The actor id of the company `@handle`, as far as the viewer may know of it.

        Raises: Absent.
        """
        if not text.is_handle(handle):
            raise Absent
        return visibility.company(self.viewer, handle, self.limits).pk

    def followable(self, handle: str) -> tuple[int, Kind]:
        """The actor id of `@handle`, a member or a company: whom one may follow (REL-5).

        Raises: Absent.
        """
        if not text.is_handle(handle):
            raise Absent
        found = visibility.face(self.viewer, handle, self.limits, Kind.PERSON, Kind.COMPANY)
        return found.pk, Kind(found.kind)

    def blocked(self, handle: str) -> int | None:
        """The actor id of `@handle` where the caller has blocked them."""
        return ties.blocked_by(self.me, handle) if text.is_handle(handle) else None

    def size(self, limit: int | None) -> int:
        """How many rows a page of a list holds."""
        return self.limits.page_size if limit is None else limit


def attach(request: HttpRequest, call: Call) -> None:
    """Keep `call` with the request."""
    request.__dict__["rapport_call"] = call


def call_of(request: HttpRequest) -> Call:
    """The call that the gate attached to this request."""
    return cast(Call, request.__dict__["rapport_call"])


class BodyOfCall(Parser):
    """Gives ninja the body that the gate has read."""

    def parse_body(self, request: HttpRequest) -> Any:
        """What the body says."""
        return call_of(request).body
