"""Finding people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from rapport.interfaces.api import scopes, shapes
from rapport.interfaces.api.answers import answer
from rapport.interfaces.api.call import call_of
from rapport.interfaces.api.schemas.common import Named, told
from rapport.interfaces.api.schemas.people import PersonList
from rapport.people.relationships.queries import lists

router = Router(tags=["search"])


class Wanted(Named):
    """Whom to find, and which page of them."""

    degree: int | None = Field(default=None, ge=1, le=3, description="1, 2 or 3: only people so near.")


@router.get("/search/people", auth=scopes.READ_PROFILE, response=told(200, PersonList, 422))
def search_people(request: HttpRequest, asked: Query[Wanted]) -> HttpResponse:
    """People by name, in the order of names. A page may be short of its size and still have a `next`."""
    call = call_of(request)
    found = lists.directory(
        call.viewer,
        q=asked.words,
        degree=asked.degree,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        limits=call.limits,
        now=call.now,
    )
    return answer(shapes.people(found))
