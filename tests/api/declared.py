"""Compares every answer a test gets with what the OpenAPI document declares."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import jsonschema_rs
import orjson

from rapport.interfaces.api import openapi


@cache
def _document() -> dict[str, Any]:
    return openapi.document()


@cache
def operations() -> list[tuple[str, str, re.Pattern[str]]]:
    """Every operation: its method, its address as declared, and the pattern of it."""
    return [
        (method.upper(), where.removeprefix("/api/v1"), re.compile(re.sub(r"\{\w+\}", "[^/]+", where)))
        for where, methods in _document()["paths"].items()
        for method in methods
    ]


@cache
def _validator(where: str, method: str, status: str) -> Any:
    """Checks a body against the schema declared for this answer; None where it has no body."""
    answer = _document()["paths"][f"/api/v1{where}"][method.lower()]["responses"][status]
    if "$ref" in answer:
        answer = _document()["components"]["responses"][status]
    if "content" not in answer:
        return None
    ((_, content),) = answer["content"].items()
    schema = {**content["schema"], "components": _document()["components"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def compare(method: str, path: str, status: int, body: bytes) -> None:
    """Fail where an answer has a status or a shape that is not declared."""
    asked = "GET" if method == "HEAD" else method
    address = f"/api/v1{path.partition('?')[0]}"
    found = [one for one in operations() if one[0] == asked and one[2].fullmatch(address)]
    if not found or method in {"HEAD", "OPTIONS"}:
        return
    ((_, where, _),) = found
    declared = _document()["paths"][f"/api/v1{where}"][asked.lower()]["responses"]
    assert str(status) in declared, f"{method} {where} does not declare {status}: {body!r}"
    validator = _validator(where, asked, str(status))
    if validator is None:
        assert body == b""
    else:
        validator.validate(orjson.loads(body))
