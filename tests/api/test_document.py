"""The OpenAPI document: served as committed, honest about every answer (quality 6)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from rapport.interfaces.api import openapi
from rapport.interfaces.api.openapi import PREFIX
from rapport.interfaces.api.urls import urlpatterns
from tests.api.caller import Callers

COMMITTED = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"
HANDLES = ("alice", "bob", "carol", "dan", "erin", "mallory", "nobody")
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, unsupported_method,
]  # fmt: skip

schemathesis.serializer.alias("application/pdf", "application/octet-stream")
schema = schemathesis.openapi.from_dict(openapi.document())
schema.app = get_wsgi_application()


def test_what_is_served_is_what_is_committed(call: Callers) -> None:
    served = call.visitor.get("/openapi.json")
    assert (served.status, served.headers["Content-Type"]) == (200, "application/json")
    assert served.json == orjson.loads(COMMITTED.read_bytes())
    assert served.json["openapi"].startswith("3.1")


def test_every_address_is_in_the_document() -> None:
    """Each pattern below /api/v1 is an operation, the document itself, or nowhere."""
    declared = {path.lstrip("/") for path in openapi.document()["paths"]}
    (below,) = urlpatterns
    served = {f"{PREFIX}{one.pattern}".replace("<", "{").replace(">", "}") for one in below.url_patterns}
    assert served - declared == {"api/v1/openapi.json", "api/v1/^.*$"}
    assert declared <= served


def test_every_operation_says_its_scope_and_its_refusals() -> None:
    for path, methods in openapi.document()["paths"].items():
        for method, operation in methods.items():
            assert operation["security"][0]["token"], (method, path)
            assert operation["description"]
            assert {"401", "403", "429", "500", "503"} <= operation["responses"].keys()
            assert ("404" in operation["responses"]) or "{" not in path


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The transaction of a test outlives a request, as in Django's own test client."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
@schema.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_undeclared_answer(case: schemathesis.Case, call: Callers) -> None:
    """Whatever is sent: no 5xx, and no status, type, header or body but declared ones."""
    for name, written in (case.path_parameters or {}).items():
        if name == "company":
            case.path_parameters[name] = ("acme", "nobody")[zlib.crc32(str(written).encode()) % 2]
        if name in ("handle", "member"):
            case.path_parameters[name] = HANDLES[zlib.crc32(str(written).encode()) % len(HANDLES)]
    case.call_and_validate(headers={"Authorization": f"Bearer {call.alice.token}"}, checks=CHECKS)
