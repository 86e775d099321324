"""The addresses below /api/v1/, each behind the gate."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path, re_path

from rapport.interfaces.api.gate import gate
from rapport.interfaces.api.openapi import PREFIX, openapi_json
from rapport.interfaces.api.routes import api
from rapport.kernel.errors import Absent


def _nowhere(_: HttpRequest) -> HttpResponse:
    raise Absent


def _patterns() -> list[URLPattern]:
    found = [path("openapi.json", gate(openapi_json), name="openapi")]
    for bound in api._get_bound_routers():
        for where, view in bound.path_operations.items():
            methods = frozenset(method for one in view.operations for method in one.methods)
            files = max(getattr(one.view_func, "takes_files", 0) for one in view.operations)
            name = f"api_{view.operations[0].view_func.__name__}"
            address = where.lstrip("/").replace("{", "<").replace("}", ">")
            large = any(getattr(one.view_func, "takes_archives", False) for one in view.operations)
            behind = gate(
                view.get_view(), methods=methods, takes_files=0 if large else files, takes_archives=large
            )
            if large:
                behind.__dict__["takes_files"] = files
            found.append(path(address, behind, name=name))
    return [*found, re_path(r"^.*$", gate(_nowhere), name="api_nowhere")]


urlpatterns = [path(PREFIX, include(_patterns()))]  # one look, where a page is asked for
