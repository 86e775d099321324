"""Taking everything of one's own along: asked for here, made by a job, fetched here (OPS-2)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.content.exchange.actions import exporting
from rapport.content.exchange.queries import exports as queries
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.requests import SeeOther, me, member_required
from rapport.interfaces.web.settings_sections import sections
from rapport.interfaces.web.toasts import say
from rapport.kernel import ids

_ = words.translate


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def exports(request: HttpRequest) -> HttpResponse:
    """What there is to fetch; POST asks for a new one."""
    if request.method == "POST":
        exporting.ask(actor_id=me(request))
        say(request, _("Your archive is being made. It waits here when it is done."))
        return SeeOther(reverse("export"))
    shown: dict[str, Any] = {
        "sections": sections("export"),
        "exports": [(one, filesizeformat(one.size)) for one in queries.exports(me(request))],
        "days": exporting.KEPT.days,
    }
    return render(request, "settings/export.html", shown)


@require_safe
@member_required
def fetch(request: HttpRequest, export_id: str) -> HttpResponse:
    """The archive, for its owner alone. Raises: Absent, also where it is not ready."""
    found, content = queries.content(me(request), ids.parse(export_id))
    name = f"rapport-{found.made_at:%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


@require_POST
@member_required
def discard(request: HttpRequest, export_id: str) -> HttpResponse:
    """Remove an archive before its week is over. Raises: Absent."""
    found = queries.export(me(request), ids.parse(export_id))
    exporting.discard(actor_id=me(request), export_id=found.id)
    say(request, _("The archive is removed."))
    return SeeOther(reverse("export"))


urlpatterns = [
    path("export", exports, name="export"),
    path("export/<slug:export_id>.zip", fetch, name="export_fetch"),
    path("export/<slug:export_id>/remove", discard, name="export_discard"),
]
