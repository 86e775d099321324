"""Bringing files, and the contact book (OPS-1)."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Query, Router
from pydantic import Field

from rapport.content.exchange.actions import runs as actions
from rapport.content.exchange.queries import offers as offering
from rapport.content.exchange.queries import runs
from rapport.content.exchange.queries.runs import RowView, RunView
from rapport.content.exchange.rules.parts import PARTS
from rapport.content.exchange.rules.reasons import Outcome
from rapport.interfaces.api import archives, scopes, shapes
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import call_of
from rapport.interfaces.api.schemas.common import Named, Paging, choice, told
from rapport.interfaces.api.schemas.imports import (
    ContactList,
    ContactOffers,
    Import,
    ImportChoice,
    ImportList,
    Report,
)
from rapport.kernel import ids
from rapport.kernel.errors import Absent, Invalid
from rapport.people.contacts import actions as book_actions
from rapport.people.contacts import queries as book

router = Router(tags=["imports"])

_FILE = {"schema": {"type": "string", "format": "binary"}}
_FORM = {"schema": {"type": "object", "properties": {"file": _FILE["schema"]}, "required": ["file"]}}
_ARCHIVE = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": _FILE,
            "multipart/form-data": _FORM,
        },
    }
}


class Rows(Paging):
    """Which rows of a report, and which page of them."""

    outcome: Annotated[str | None, choice(Outcome)] = None


class Brought(Paging):
    """How many imports."""


class File(Paging):
    """What the file is called."""

    name: str = Field(default="", description="The name of the file, for its owner to know it again.")


def _id(text: str) -> UUID:
    found = ids.parse(text)
    if found is None:
        raise Absent
    return found


@router.get("/me/imports", auth=scopes.READ_IMPORTS, response=told(200, ImportList, 422))
def my_imports(request: HttpRequest, asked: Query[Brought]) -> HttpResponse:
    """The files that you brought, latest first."""
    call = call_of(request)
    found = runs.runs_of(call.viewer, call.limits, call.size(asked.limit))
    return answer({"items": [_run(one) for one in found], "next": None})


@router.post(
    "/me/imports", auth=scopes.WRITE_IMPORTS, response=told(201, Import, 409, 413), openapi_extra=_ARCHIVE
)
@archives.takes_archives
def bring_import(request: HttpRequest, asked: Query[File]) -> HttpResponse:
    """Bring a file: a LinkedIn archive, an address book as vCards, or a JSON Résumé. Nothing is taken in yet."""
    call = call_of(request)
    received = archives.received(request)
    if received is None:
        raise Invalid("Send a file.", code="empty", field="file")
    run_id = actions.adopt(
        owner=call.me,
        received=received,
        file_name=asked.name or archives.name_of(request),
        now=call.now,
        limits=call.limits,
    )
    return answer(_run(runs.run_of(call.viewer, run_id, call.limits)), 201)


@router.get("/me/imports/{run}", auth=scopes.READ_IMPORTS, response=told(200, Import, 404))
def my_import(request: HttpRequest, run: str) -> HttpResponse:
    """One import: what is in it, how far it is, what became of it. Once it is taken back, it is not there."""
    call = call_of(request)
    return answer(_run(runs.run_of(call.viewer, _id(run), call.limits)))


@router.delete("/me/imports/{run}", auth=scopes.WRITE_IMPORTS, response=told(204, None, 404, 409))
def discard_import(request: HttpRequest, run: str) -> HttpResponse:
    """Put a file away that waits for your choice."""
    actions.discard(owner=call_of(request).me, run_id=_id(run))
    return nothing()


@router.post(
    "/me/imports/{run}/confirm", auth=scopes.WRITE_IMPORTS, response=told(200, Import, 404, 409, 422)
)
def confirm_import(request: HttpRequest, run: str, body: ImportChoice) -> HttpResponse:
    """Take these parts in; the rest is left."""
    call, run_id = call_of(request), _id(run)
    actions.confirm(owner=call.me, run_id=run_id, parts=body.parts, replace=body.replace, now=call.now)
    return answer(_run(runs.run_of(call.viewer, run_id, call.limits)))


@router.post("/me/imports/{run}/undo", auth=scopes.WRITE_IMPORTS, response=told(200, Import, 404, 409))
def undo_import(request: HttpRequest, run: str) -> HttpResponse:
    """Take it back: no trace of it is left, but for what you changed since."""
    call, run_id = call_of(request), _id(run)
    actions.undo(owner=call.me, run_id=run_id, now=call.now)
    return answer(_run(runs.run_of(call.viewer, run_id, call.limits)))


@router.get("/me/imports/{run}/report", auth=scopes.READ_IMPORTS, response=told(200, Report, 404, 422))
def import_report(request: HttpRequest, run: str, asked: Query[Rows]) -> HttpResponse:
    """What became of each row: imported, merged, kept aside, skipped or failed, and why."""
    call, run_id = call_of(request), _id(run)
    runs.run_of(call.viewer, run_id, call.limits)
    if asked.outcome is not None and asked.outcome not in list(Outcome):
        raise Invalid("Choose one of: {choices}.", code="choice", field="outcome", choices=", ".join(Outcome))
    outcome = None if asked.outcome is None else Outcome(asked.outcome)
    found = runs.rows_of(
        call.viewer, run_id, outcome=outcome, cursor=asked.cursor, size=call.size(asked.limit)
    )
    return answer({"items": [_row(one) for one in found.items], "next": found.next})


@router.get("/me/contacts", auth=scopes.READ_IMPORTS, response=told(200, ContactList, 422))
def my_contacts(request: HttpRequest, asked: Query[Named]) -> HttpResponse:
    """Your private contact book, by name."""
    call = call_of(request)
    found = book.contacts(call.viewer, q=asked.words, cursor=asked.cursor, size=call.size(asked.limit))
    items = [
        {
            "id": one.id,
            "name": one.name,
            "company": one.company,
            "position": one.position,
            "connected_on": one.connected_on,
            "note": one.note,
            "has_address": one.has_address,
        }
        for one in found.items
    ]
    return answer({"items": items, "next": found.next, "count": book.count(call.viewer)})


@router.delete("/me/contacts", auth=scopes.WRITE_IMPORTS, response=told(204, None))
def forget_contacts(request: HttpRequest) -> HttpResponse:
    """Delete your whole contact book."""
    book_actions.forget_all(owner=call_of(request).me)
    return nothing()


@router.get("/me/contacts/offers", auth=scopes.READ_IMPORTS, response=told(200, ContactOffers, 422))
def contact_offers(request: HttpRequest, asked: Query[Brought]) -> HttpResponse:
    """Members whom you know from elsewhere, or who know your address: invite or follow them as anybody."""
    call = call_of(request)
    found, count = offering.offers(call.viewer, size=call.size(asked.limit), limits=call.limits, now=call.now)
    items = [
        {"person": shapes.person(one.person), "knows_you": one.knows_you, "how": one.how.value}
        for one in found
    ]
    return answer({"items": items, "next": None, "count": count})


@router.delete("/me/contacts/offers/{handle}", auth=scopes.WRITE_IMPORTS, response=told(204, None, 404))
def put_offer_aside(request: HttpRequest, handle: str) -> HttpResponse:
    """Want no offer of this member any more."""
    call = call_of(request)
    book_actions.put_aside(owner=call.me, member_id=call.member(handle))
    return nothing()


@router.delete("/me/contacts/{contact}", auth=scopes.WRITE_IMPORTS, response=told(204, None, 404))
def forget_contact(request: HttpRequest, contact: str) -> HttpResponse:
    """Delete one contact."""
    book_actions.forget(owner=call_of(request).me, contact_id=_id(contact))
    return nothing()


def _said(template: str, values: Any) -> str:
    return gettext(template).format(**values) if template else ""


def _row(one: RowView) -> dict[str, Any]:
    return {
        "part": one.kind.value,
        "file": one.file,
        "line": one.line,
        "outcome": one.outcome.value,
        "reason": _said(one.template, one.values),
    }


def _run(one: RunView) -> dict[str, Any]:
    problem = {"code": one.problem_code, "detail": _said(one.problem, one.problem_values)}
    return {
        "id": one.id,
        "source": one.source.value,
        "file_name": one.file_name,
        "size": one.size,
        "state": one.state.value,
        "files": [
            {
                "name": file.name,
                "part": file.kind.value if file.kind in PARTS and file.kind is not None else None,
                "rows": file.rows,
                "chosen": file.chosen,
                "outcomes": {outcome.value: count for outcome, count in file.outcomes.items()},
                "reason": gettext(file.reason) if file.reason else "",
                "remarks": [_said(template, {"value": value}) for template, value in file.remarks],
            }
            for file in one.files
        ],
        "total": one.total,
        "done": one.done,
        "outcomes": {outcome.value: count for outcome, count in one.outcomes.items()},
        "problem": problem if one.problem_code else None,
        "left": [f"{file}, {line}" for _kind, file, line in one.left],
        "made_at": one.made_at,
        "finished_at": one.finished_at,
        "kept_until": one.kept_until,
        "allowed_actions": [verb.value for verb in one.allowed_actions],
    }
