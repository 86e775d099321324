"""The OpenAPI 3.1 document: what ninja knows of the operations, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from rapport.interfaces.api.answers import JSON, PROBLEM
from rapport.interfaces.api.once import HEADER, REPLAY
from rapport.interfaces.api.routes import api
from rapport.interfaces.api.scopes import Needs
from rapport.people.accounts.rules_tokens import MEANING

PREFIX = "api/v1/"
KEY = "A name of your own for this request: sent again under the same name, it has no second effect."
REFUSALS = {
    400: "The body is no JSON.",
    401: "No token, or none that is good.",
    403: "The token lacks the scope, or its member is suspended.",
    404: "Not there, or not for you.",
    409: "A rule says no; `code` names it.",
    411: "The body comes without its length.",
    413: "The body is too large.",
    415: "The body is of a content type that is not read here.",
    422: "Something that was sent cannot be taken; `field` names it.",
    429: "Too many requests; `Retry-After` says when to come back.",
    500: "Something went wrong on our side.",
    503: "The service is out of reach for a moment.",
}
EVERYWHERE = {401, 403, 429, 500, 503}
WITH_BODY = {400, 411, 413, 415}
_INTEGER = {"type": "integer"}
RATES = {
    "RateLimit-Limit": "How many requests a minute are allowed.",
    "RateLimit-Remaining": "How many may come at once.",
    "RateLimit-Reset": "Seconds until all may come again.",
}
RETRY = "Retry-After"


def document() -> dict[str, Any]:
    """The whole document."""
    made: dict[str, Any] = orjson.loads(
        orjson.dumps(api.get_openapi_schema(path_prefix=PREFIX), option=orjson.OPT_NON_STR_KEYS)
    )
    for method, operation, needs in _operations(made):
        operation["security"] = [{"token": [needs.scope.value]}]
        _complete(method, operation)
    made["info"]["description"] = description()
    components = made["components"]
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "rpt_…"}}
    components["headers"] = {
        name: {"description": meaning, "schema": _INTEGER} for name, meaning in RATES.items()
    }
    components["responses"] = {str(status): _refusal(status, meaning) for status, meaning in REFUSALS.items()}
    for name, schema in components["schemas"].items():
        if name.endswith("Change"):
            for field in schema["properties"].values():
                field.pop("default", None)
    return made


def text() -> str:
    """The document as it stands in docs/reference/openapi.json."""
    return orjson.dumps(document(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode() + "\n"


@cache
def _served() -> bytes:
    return orjson.dumps(document())


def openapi_json(_: HttpRequest) -> HttpResponse:
    """The document, for everyone."""
    return HttpResponse(_served(), content_type=JSON)


def description() -> str:
    """What stands at the head of the document."""
    scopes = "\n".join(f"* `{scope.value}`: {meaning}" for scope, meaning in MEANING.items())
    return f"""Everything a member does on the pages, by the same rules.

Send `Authorization: Bearer rpt_…`. Lists come page by page: give `next` back as `cursor`. Errors are
problem JSON (RFC 9457) with a stable `code`. Times are RFC 3339 in UTC, ids are strings. What is not
there and what is not for you look the same (404). A POST under an `{HEADER}` is done once; its answer
is kept for 24 hours and given again with `{REPLAY}: true`.

Scopes of a token:

{scopes}
"""


def _operations(made: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Needs]]:
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                (needs,) = operation.auth_callbacks
                assert isinstance(needs, Needs)
                for method in operation.methods:
                    where = "/" + PREFIX + path.lstrip("/")
                    yield method, made["paths"][where][method.lower()], needs


def _complete(method: str, operation: dict[str, Any]) -> None:
    """Add what every answer of the API has, and what every operation of this method may answer."""
    for parameter in operation["parameters"]:
        options = parameter["schema"].pop("anyOf", None)
        if options:
            parameter["schema"].update(next(one for one in options if one.get("type") != "null"))
    if method == "POST":
        schema = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
        operation["parameters"].append(
            {"in": "header", "name": HEADER, "required": False, "description": KEY, "schema": schema}
        )
    answers = operation["responses"]
    refusals = {int(status) for status in answers if int(status) >= 400} | EVERYWHERE
    if method in ("POST", "PUT", "PATCH"):
        refusals |= WITH_BODY
    if "requestBody" in operation or operation["parameters"]:
        refusals.add(422)
    for status, one in answers.items():
        if int(status) < 400:
            one["headers"] = dict(_RATE_HEADERS)
    told = {str(status): {"$ref": f"#/components/responses/{status}"} for status in refusals}
    operation["responses"] = dict(sorted((answers | told).items()))


_RATE_HEADERS = {name: {"$ref": f"#/components/headers/{name}"} for name in RATES}


def _refusal(status: int, meaning: str) -> dict[str, Any]:
    headers: dict[str, Any] = dict(_RATE_HEADERS)
    if status in (429, 503):
        headers[RETRY] = {"description": "Seconds to wait.", "schema": _INTEGER}
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": meaning, "headers": headers, "content": {PROBLEM: {"schema": schema}}}
