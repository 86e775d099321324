"""A client of the API that speaks JSON and bears a token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpResponse
from django.test import Client

from tests.api.declared import compare

ROOT = "/api/v1"
CLIENT: Any = Client(raise_request_exception=False)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    response: HttpResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def headers(self) -> dict[str, str]:
        return dict(self.response.headers)

    @property
    def body(self) -> bytes:
        return self.response.content

    @property
    def json(self) -> Any:
        return orjson.loads(self.response.content)

    @property
    def code(self) -> str:
        """The code of a problem."""
        assert self.headers["Content-Type"] == "application/problem+json", self.body
        problem = self.json
        assert problem["status"] == self.status
        return str(problem["code"])


@dataclass(frozen=True)
class Caller:
    """Somebody with a token, or without."""

    token: str | None

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        content_type: str = "application/json",
        headers: dict[str, str] | None = None,
        **meta: str,
    ) -> Answer:
        """Send one request; `body` as JSON, or `raw` as it is."""
        sent = dict(headers or {})
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token}"
        data = raw if raw is not None else (b"" if body is None else orjson.dumps(body))
        response = CLIENT.generic(method, ROOT + path, data, content_type=content_type, headers=sent, **meta)
        compare(method, path, response.status_code, response.content)
        return Answer(response)

    def get(self, path: str, **named: Any) -> Answer:
        return self.ask("GET", path, **named)

    def post(self, path: str, body: Any = None, **named: Any) -> Answer:
        return self.ask("POST", path, body, **named)

    def put(self, path: str, body: Any = None, **named: Any) -> Answer:
        return self.ask("PUT", path, body, **named)

    def patch(self, path: str, body: Any = None, **named: Any) -> Answer:
        return self.ask("PATCH", path, body, **named)

    def delete(self, path: str, **named: Any) -> Answer:
        return self.ask("DELETE", path, **named)


@dataclass(frozen=True)
class Callers:
    """The cast, and a visitor without a token."""

    alice: Caller
    bob: Caller
    carol: Caller
    dan: Caller
    erin: Caller
    mallory: Caller
    visitor: Caller
