"""What hangs on posts, on pages without script (FEED-2)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rapport.content.posts.actions import changing
from rapport.people.accounts.models import Account
from rapport.people.audience import Viewer
from tests.actions.vouching import connect, member
from tests.conftest import Clock
from tests.discussion.talking import figures, react, said, say
from tests.people import LIMITS, START
from tests.posts.writing import publish
from tests.web.reading import press, visit

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture
def post(clock: Clock) -> int:
    """A post by anna for anyone; bert is connected to her."""
    anna, bert = member("anna"), member("bert")
    connect(anna, bert)
    return publish(anna, "Hello there")


def _in(handle: str) -> Client:
    """A browser in which this member is signed in; these forms are sent as they are."""
    client = Client()
    client.force_login(Account.objects.get(actor__handle=handle))
    return client


def _id(handle: str) -> int:
    return Account.objects.get(actor__handle=handle).actor_id or 0


def test_reacting_keeping_and_who_reacted(post: int) -> None:
    """FEED-2: one word, changed by another press, taken back by an empty one; kept posts have a page."""
    bert = _in("bert")
    for kind in ("thanks", "agree"):
        bert.post(f"/posts/{post}/react", {"kind": kind})
    page = visit(bert, f"/posts/{post}")
    assert "1 reaction" in page.text
    assert "Take back" in page.text
    who = visit(_in("anna"), f"/posts/{post}/reactions?kind=agree").text
    assert "Bert" in who
    assert "Nobody yet" in visit(bert, f"/posts/{post}/reactions?kind=support").text
    bert.post(f"/posts/{post}/react", {})
    assert figures(None, post).reactions.total == 0
    press(bert, page, f"/posts/{post}/save")
    assert "Hello there" in visit(bert, "/saved").text
    bert.post(f"/posts/{post}/save", {"keep": "off"})
    assert "Press Keep below a post" in visit(bert, "/saved").text
    assert bert.post(f"/posts/{post}/react", {"kind": "like"}).status_code == 422


def test_commenting_answering_editing_deleting(post: int) -> None:
    """FEED-2: in threads; a comment that was removed leaves a line while somebody answers in it."""
    anna, bert = _in("anna"), _in("bert")
    assert bert.post(f"/posts/{post}/comment", {"text": "First"}).status_code == 303
    first = say(_id("bert"), post, "Second")
    answer = visit(anna, f"/posts/{post}/comment?reply_to={first}")
    assert "Answer a comment" in answer.text
    for place in (answer, visit(anna, f"/posts/{post}"), visit(anna, f"/posts/{post}/repost")):
        assert place.all("textarea", data_names="yes")  # who may be named is offered as one types
    assert [one.text for one in answer.all("article", aria_label="Comment by Bert")[0].all("p")] == ["Second"]
    anna.post(f"/posts/{post}/comment", {"text": "Yes", "reply_to": str(first)})
    anna.post(f"/comments/{first}/react", {"kind": "thanks"})
    bert.post(f"/comments/{first}/edit", {"text": "Changed"})
    assert said(None, post) == ["First", "Changed", "- Yes"]
    page = visit(bert, f"/posts/{post}").text
    assert "Edited" in page
    assert "3 comments" in page
    assert "Delete this comment" in visit(anna, f"/comments/{first}/delete").text
    anna.post(f"/comments/{first}/delete", {})
    assert "A comment was removed." in visit(bert, f"/posts/{post}").text
    assert bert.get(f"/comments/{first}/edit").status_code == 404
    assert "Sign in to answer" in visit(Client(), f"/posts/{post}").text


def test_what_is_refused_is_kept_in_the_form(post: int) -> None:
    """Quality 5: too long, or under a post that was hidden a moment ago: nothing typed is lost."""
    bert = _in("bert")
    long = bert.post(f"/posts/{post}/comment", {"text": "x" * 1_251})
    assert (long.status_code, b"x" * 1_251 in long.content) == (422, True)
    assert "HX-Retarget" not in long.headers
    there = bert.post(f"/posts/{post}/comment", {"text": "x" * 1_251}, headers={"HX-Request": "true"})
    assert (there.status_code, there.headers["HX-Retarget"]) == (
        422,
        "find .field",
    )  # at the field in the thread
    changing.edit(by=Viewer(_id("anna")), post_id=post, audience="only_me", now=START, limits=LIMITS)
    late = bert.post(f"/posts/{post}/comment", {"text": "Too late"})
    assert (late.status_code, b"Too late" in late.content) == (404, True)
    assert figures(_id("anna"), post).comments == 0
    assert bert.get(f"/posts/{post}/comment").status_code == 404


def test_twenty_comments_cost_what_one_does(post: int) -> None:
    """Quality 6."""
    bert = _in("bert")

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            bert.get(f"/posts/{post}")
        return len(found)

    first = say(_id("anna"), post, "One @bert")
    react(_id("anna"), post)
    cost()
    one = cost()
    for place in range(19):
        say(member(f"other_{place}"), post, f"{place} @anna", first if place % 2 else None)
    assert cost() == one


def test_a_notice_leads_to_a_comment_on_whichever_page(post: int, clock: Clock) -> None:
    """MSG-4: the page begins with the thread, or in the middle of a long one; the beginning is a press away."""
    bert = _id("bert")
    first = say(bert, post, "The first")
    for number in range(LIMITS.page_size):
        say(bert, post, f"Answer {number}", first)
    last = say(bert, post, "Answer at last", first)
    other = say(bert, post, "The second")
    under = say(bert, post, "Answer under the second @anna", other)
    anna = _in("anna")
    assert "Read the comment" in visit(anna, "/notices").text
    for comment, shows, hides in (
        (first, "The first", "Answer at last"),
        (last, "Answer at last", "The first"),
        (other, "The second", "Answer at last"),
        (under, "The second", "Answer at last"),
    ):
        page = visit(anna, f"/posts/{post}?comment={comment}")
        assert shows in page.text
        assert hides not in page.text
        assert f'id="comment-{comment}"' in anna.get(f"/posts/{post}?comment={comment}").content.decode()
        assert ("Show earlier comments" in page.text) is (comment != first)
    for unknown in ("7", "x", ""):
        assert "The first" in visit(anna, f"/posts/{post}?comment={unknown}").text
