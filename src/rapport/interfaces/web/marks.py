"""The pictures that stand for companies and groups: the same editor as for one's own (PRO-6, PRO-7)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from rapport.interfaces.web.companies import kept
from rapport.interfaces.web.groups import page_of
from rapport.interfaces.web.parts import PersonCard, picture_address
from rapport.interfaces.web.pictures import edit_picture
from rapport.interfaces.web.requests import member_required
from rapport.kernel.errors import Absent
from rapport.kernel.media.rules import MOST_BYTES
from rapport.kernel.uploads import takes_files
from rapport.people.actors.rules import Kind
from rapport.people.organizations.rules import Verb


@takes_files(MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def logo(request: HttpRequest, company: str) -> HttpResponse:
    """The logo of a company, for whoever may edit its page."""
    one = kept(request, company, Verb.EDIT).company
    face = PersonCard(one.handle, one.name, picture=picture_address(one.picture))
    return _edit(request, one.id, Kind.COMPANY, face, "company")


@takes_files(MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def picture(request: HttpRequest, group: str) -> HttpResponse:
    """The picture of a group, for its owners. Raises: Absent, for everybody else."""
    page = page_of(request, group)
    if "describe" not in page.allowed_actions:
        raise Absent
    face = PersonCard(page.card.handle, page.card.name, picture=picture_address(page.card.picture))
    return _edit(request, page.card.id, Kind.GROUP, face, "group")


def _edit(request: HttpRequest, actor_id: int, kind: Kind, face: PersonCard, leads: str) -> HttpResponse:
    edited = edit_picture(request, actor_id=actor_id, kind=kind, face=face, here=request.path)
    if isinstance(edited, HttpResponse):
        return edited
    shown = {"editor": edited, "name": face.name, "way_back": reverse(leads, args=[face.handle])}
    return edited.page(request, "marks/edit.html", shown)


urlpatterns = [
    path("companies/<slug:company>/logo", logo, name="company_logo"),
    path("groups/<slug:group>/picture", picture, name="group_picture"),
]
