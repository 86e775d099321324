"""What one does not want to read in feeds (FEED-5)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from rapport.content.posts.rules.scanning import hashtag_key
from rapport.interfaces.api import scopes
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.schemas.common import told
from rapport.interfaces.api.schemas.muting import Muted, MuteIn, MuteList
from rapport.kernel.errors import Absent
from rapport.people.ties import actions as ties
from rapport.people.ties import queries
from rapport.people.ties.rules import MutedKind

router = Router(tags=["feed"])


def _kind(kind: str) -> MutedKind | None:
    """What is muted, None for a person. Raises: Absent."""
    if kind not in list(Muted):
        raise Absent
    return None if kind == Muted.PERSON else MutedKind(kind)


def _text(kind: MutedKind, what: str) -> str:
    return hashtag_key(what) if kind is MutedKind.HASHTAG else what


def _list(call: Call) -> HttpResponse:
    me, now = call.me, call.now
    people = [
        {"kind": Muted.PERSON, "what": one.handle, "until": until} for one, until in queries.mutes(me, now)
    ]
    texts = [
        {"kind": kind, "what": text, "until": until} for kind, text, until in queries.muted_texts(me, now)
    ]
    return answer({"items": [*people, *texts], "next": None})


@router.get("/me/mutes", auth=scopes.READ_POSTS, response=told(200, MuteList))
def my_mutes(request: HttpRequest) -> HttpResponse:
    """Everything you have muted; the list comes whole."""
    return _list(call_of(request))


@router.put("/me/mutes/{kind}/{what}", auth=scopes.WRITE_POSTS, response=told(200, MuteList, 404, 409, 422))
def mute(request: HttpRequest, kind: str, what: str, body: MuteIn) -> HttpResponse:
    """Keep a person (by handle), a word or a hashtag out of your feed, for good or until a moment. Nobody is told."""
    call, muted = call_of(request), _kind(kind)
    if muted is None:
        other, _ = call.followable(what)
        ties.put_mute(owner=call.me, other=other, until=body.until, now=call.now)
    else:
        ties.put_muted_text(
            owner=call.me, kind=muted, text=_text(muted, what), until=body.until, now=call.now
        )
    return _list(call)


@router.delete("/me/mutes/{kind}/{what}", auth=scopes.WRITE_POSTS, response=told(204, None, 404, 422))
def unmute(request: HttpRequest, kind: str, what: str) -> HttpResponse:
    """Let it back into your feed."""
    call, muted = call_of(request), _kind(kind)
    if muted is None:
        ties.end_mute(owner=call.me, other=call.followable(what)[0])
    else:
        ties.end_muted_text(owner=call.me, kind=muted, text=_text(muted, what))
    return nothing()
