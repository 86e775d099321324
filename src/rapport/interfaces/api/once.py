"""A POST under an Idempotency-Key has one effect and one answer (quality 3).

Key, effect and answer are one transaction. Kept are the answers of the operation itself:
what it did, and what a rule refused (404, 409, 422). What was refused before it (a bad
token, a body of the wrong shape, too many requests) leaves the key free, and so does
whatever failed on our side.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from rapport.interfaces.api.answers import kept
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.errors import problem
from rapport.kernel.errors import RapportError
from rapport.kernel.idempotency import actions as idempotency
from rapport.kernel.idempotency.rules import Kept

Operation = Callable[..., HttpResponse]

HEADER = "Idempotency-Key"
REPLAY = "Idempotent-Replay"
_APART, _ANEW = "apart", "anew"


def apart(work: Callable[[HttpRequest], Any]) -> Callable[[Operation], Operation]:
    """Have `work` done before the operation and its transaction begin, for it takes long; `done_apart` gives it.

    What it refuses leaves the key free. Under a key that was used it is done in vain.
    """

    def mark(operation: Operation) -> Operation:
        operation.__dict__[_APART] = work
        return operation

    return mark


def shown_anew(show: Callable[[Call, int, int], HttpResponse]) -> Callable[[Operation], Operation]:
    """Have a repeat look anew at what the answer shows, by caller, id and status: it holds what others said.

    That may not be for the caller any more (FEED-6, REL-17), and is not to outlive its author in an answer: kept is
    the id alone.
    """

    def mark(operation: Operation) -> Operation:
        operation.__dict__[_ANEW] = show
        return operation

    return mark


def done_apart(request: HttpRequest) -> Any:
    """What came of the work that was done before the operation."""
    return request.__dict__[_APART]


def once(operation: Operation) -> Operation:
    """The operation, done once for each key of a member; ninja runs it when token and shape are found good."""

    @wraps(operation)
    def under_key(request: HttpRequest, *given: Any, **values: Any) -> HttpResponse:
        if _APART in operation.__dict__:
            request.__dict__[_APART] = operation.__dict__[_APART](request)
        key = request.headers.get(HEADER)
        if request.method != "POST" or key is None:
            return operation(request, *given, **values)
        call = call_of(request)
        assert call.bearer is not None
        owner = call.bearer.account_id
        with transaction.atomic():
            first = idempotency.claim(owner=owner, key=key, request=_digest(request, call), now=call.now)
            if first is not None:
                replay = _again(operation, call, first)
                replay.headers[REPLAY] = "true"
                return replay
            response = _effect(operation, request, given, values)
            body = response.content
            if _ANEW in operation.__dict__ and response.status_code < 400:
                body = orjson.dumps({"id": orjson.loads(body)["id"]})
            idempotency.keep(owner=owner, key=key, status=response.status_code, body=body)
        return response

    return under_key


def _again(operation: Operation, call: Call, first: Kept) -> HttpResponse:
    """The first answer, or what it shows as it is now; refused where that went out of the caller's sight."""
    if _ANEW not in operation.__dict__ or first.status >= 400:
        return kept(first.status, first.body)
    show = operation.__dict__[_ANEW]
    try:
        answer: HttpResponse = show(call, int(orjson.loads(first.body)["id"]), first.status)
    except RapportError as refused:
        return problem(refused)
    return answer


def _effect(
    operation: Operation, request: HttpRequest, given: tuple[Any, ...], values: dict[str, Any]
) -> HttpResponse:
    """The answer of the operation; where it is a refusal, nothing else of it is left."""
    try:
        with transaction.atomic():
            return operation(request, *given, **values)
    except RapportError as refused:
        return problem(refused)


def _digest(request: HttpRequest, call: Call) -> str:
    """All that was asked: method, address and body, whatever the order or spacing of its fields."""
    body = hashlib.sha256(call.body).hexdigest() if isinstance(call.body, bytes) else call.body
    asked = [request.method, request.get_full_path(), body]
    return hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()
