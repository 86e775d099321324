"""Taking everything of one's own along (OPS-2)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from rapport.content.exchange.actions import exporting
from rapport.content.exchange.queries import exports as queries
from rapport.interfaces.api import scopes
from rapport.interfaces.api.answers import answer
from rapport.interfaces.api.call import call_of
from rapport.interfaces.api.schemas.common import told
from rapport.interfaces.api.schemas.exports import Export, ExportList
from rapport.kernel import ids

router = Router(tags=["me"])


@router.get("/me/exports", auth=scopes.READ, response=told(200, ExportList))
def exports(request: HttpRequest) -> HttpResponse:
    """Your archives, the one in the making first, then the latest."""
    return answer({"items": [_shape(one) for one in queries.exports(call_of(request).me)], "next": None})


@router.post("/me/exports", auth=scopes.READ, response=told(202, Export))
def ask_for_export(request: HttpRequest) -> HttpResponse:
    """Have everything of your own put together; while one is in the making you get that one."""
    call = call_of(request)
    return answer(_shape(queries.Export(exporting.ask(actor_id=call.me))), 202)


@router.get("/me/exports/{export_id}", auth=scopes.READ, response=told(200, Export, 404))
def export(request: HttpRequest, export_id: str) -> HttpResponse:
    """One of your archives: whether it is ready."""
    return answer(_shape(queries.export(call_of(request).me, ids.parse(export_id))))


@router.get("/me/exports/{export_id}/archive", auth=scopes.READ, response=told(200, None, 404))
def export_archive(request: HttpRequest, export_id: str) -> HttpResponse:
    """The archive itself, as application/zip."""
    _, content = queries.content(call_of(request).me, ids.parse(export_id))
    headers = {"Content-Disposition": 'attachment; filename="rapport.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


def _shape(one: queries.Export) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "state": "ready" if one.is_ready else "making",
        "made_at": one.made_at,
        "size": one.size if one.is_ready else None,
        "archive": f"/api/v1/me/exports/{one.id}/archive" if one.is_ready else None,
    }
