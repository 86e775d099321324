"""A button that is pressed eight times at once: one effect, one notice, and every press is led to it (quality 7)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache

from rapport.content.discussion.models import Comment
from rapport.content.posts.actions import drafting, publishing
from rapport.content.posts.actions.drafting import Words
from rapport.content.posts.models import Draft, Post
from rapport.people.accounts.models import Account
from rapport.people.audience import Viewer
from rapport.people.groups.models import Group
from tests.actions.vouching import member
from tests.people import LIMITS
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PRESSES = 8


@pytest.fixture(autouse=True)
def _nothing_pressed() -> None:
    cache.clear()


def _press(crowd: Crowd, actor: int, address: str, **fields: str) -> list[str]:
    """All presses of one form of one page: the token says which."""
    account = Account.objects.get(actor_id=actor).pk
    sent = {"csrfmiddlewaretoken": "t" * 64, **fields}
    return crowd.race(*[("press", {"account_id": account, "address": address, "fields": sent})] * PRESSES)


def test_a_post_is_published_once(crowd: Crowd) -> None:
    """FEED-1: and once more from a page that was opened anew."""
    writer = member("writer")
    assert _press(crowd, writer, "/posts/new", text="Of granite.", audience="anyone") == [""] * PRESSES
    assert Post.objects.count() == 1
    _press(crowd, writer, "/posts/new", text="Of granite.", audience="anyone", csrfmiddlewaretoken="u" * 64)
    assert Post.objects.count() == 2


def test_a_comment_is_said_once(crowd: Crowd, now: datetime) -> None:
    """FEED-2."""
    writer = member("writer")
    post = publishing.publish(by=Viewer(writer), words="Of lime.", audience="anyone", now=now, limits=LIMITS)
    assert _press(crowd, member("reader"), f"/posts/{post}/comment", text="So it is.") == [""] * PRESSES
    assert Comment.objects.count() == 1


def test_a_draft_goes_out_once(crowd: Crowd, now: datetime) -> None:
    """FEED-7: the presses that came later do not find that it is gone, but the post that it became."""
    writer = member("writer")
    draft = drafting.save(
        by=Viewer(writer), words=Words(text="Once"), now=now - timedelta(minutes=1), limits=LIMITS
    )
    fields = {
        "form": "post",
        "text": "Once",
        "audience": "anyone",
        "do": "publish",
        "version": "1",
        "days": "7",
    }
    assert _press(crowd, writer, f"/drafts/{draft}", **fields) == [""] * PRESSES
    assert (Post.objects.count(), Draft.objects.count()) == (1, 0)


def test_a_post_is_taken_away_once(crowd: Crowd, now: datetime) -> None:
    """FEED-1: nobody who pressed twice is told that there is nothing here."""
    writer = member("writer")
    post = publishing.publish(by=Viewer(writer), words="Of lime.", audience="anyone", now=now, limits=LIMITS)
    assert _press(crowd, writer, f"/posts/{post}/delete") == [""] * PRESSES


def test_a_group_is_founded_once(crowd: Crowd) -> None:
    """PRO-7: nobody who pressed twice is told that the name is taken, by themselves."""
    fields = {
        "name": "Stone",
        "handle": "stone",
        "seen": "listed",
        "joining": "open",
        "member_list": "members",
    }
    assert _press(crowd, member("founder"), "/groups/new", **fields) == [""] * PRESSES
    assert Group.objects.count() == 1
