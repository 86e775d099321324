"""Polls as parts of posts, and choosing an answer by a plain form (FEED-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from rapport.content.posts.actions import polling
from rapport.content.posts.queries.polls import PollView
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.requests import back, limits_of, member_required, now_of, viewer_of
from rapport.interfaces.web.toasts import say
from rapport.kernel import ids
from rapport.kernel.errors import Invalid

_ = words.translate


@dataclass(frozen=True)
class Answer:
    """One answer of a poll; `percent` is None where it is not shown how it stands."""

    place: int
    text: str
    percent: int | None
    mine: bool


@dataclass(frozen=True)
class PollPart:
    """A poll below a post."""

    post_id: int
    answers: tuple[Answer, ...]
    votes: int | None
    over: bool
    ends_at: datetime
    may_vote: bool
    voted: bool

    @property
    def url(self) -> str:
        """Where a choice is sent."""
        return reverse("post_vote", args=[self.post_id])


def part(one: PollView) -> PollPart:
    """A poll as a part of a page."""
    return PollPart(
        post_id=one.post_id,
        answers=tuple(
            Answer(option.place, option.text, option.percent, option.place == one.mine)
            for option in one.options
        ),
        votes=one.votes,
        over=one.over,
        ends_at=one.ends_at,
        may_vote=one.may_vote,
        voted=one.mine is not None,
    )


@require_POST
@member_required
def vote(request: HttpRequest, post_id: str) -> HttpResponse:
    """Choose an answer, instead of the one chosen before."""
    given = request.POST.get("option", "")
    if not given.isascii() or not given.isdecimal() or len(given) > 2:
        raise Invalid("Choose one of the answers.", code="option", field="option")
    found = ids.read_moment(post_id)
    polling.vote(
        by=viewer_of(request),
        post_id=found,
        option=int(given),
        now=now_of(request),
        limits=limits_of(request),
    )
    say(request, _("Your answer counts. Nobody is told which it is."))
    return back(request, reverse("post", args=[found]))


urlpatterns = [path("posts/<str:post_id>/vote", vote, name="post_vote")]
