"""What one wrote where one no longer looks, and what was said to one before: FEED-2, FEED-6, REL-17."""

from __future__ import annotations

import pytest

from rapport.content.posts.actions import changing
from rapport.content.posts.models import Post
from rapport.content.posts.queries.views import history
from rapport.kernel.errors import RapportError
from rapport.people.audience import Viewer
from rapport.people.groups.actions import joining
from rapport.people.relationships.actions import removing
from tests.actions.groups import connect, enter, make_group
from tests.people import LIMITS, START, make_member
from tests.posts.writing import publish, repost

pytestmark = pytest.mark.django_db


def edit(by: int, post_id: int, **change: str) -> str:
    """The code of the refusal; empty where it is done."""
    try:
        changing.edit(by=Viewer(by), post_id=post_id, now=START, limits=LIMITS, **change)  # type: ignore[arg-type]
    except RapportError as refused:
        return refused.code
    return ""


def test_nobody_speaks_in_a_group_that_they_left() -> None:
    """PRO-7: what one said there can be taken away, and not be made to say something else."""
    owner, writer = make_member("owner"), make_member("writer")
    group = make_group(owner)
    enter(writer, group)
    inside = publish(writer, "Hello all", group="rust")
    assert edit(writer, inside, words="Hello again") == ""
    joining.leave(group_id=group, actor_id=writer, now=START, limits=LIMITS)
    assert edit(writer, inside, words="Buy this, @owner") == "not_found"
    assert Post.objects.get(pk=inside).text == "Hello again"
    changing.remove(by=Viewer(writer), post_id=inside)
    assert not Post.objects.exists()


def test_what_is_passed_on_is_reworded_while_it_is_seen() -> None:
    """FEED-6: not where the original went out of one's sight."""
    author, writer = make_member("author"), make_member("writer")
    passed = repost(writer, publish(author), "Look")
    assert edit(writer, passed, words="Look here") == ""
    removing.block(owner=author, other=writer, now=START)
    assert edit(writer, passed, words="Look at this one") == "not_found"
    assert Post.objects.get(pk=passed).text == "Look here"


def test_a_repost_keeps_its_rules_when_it_is_changed() -> None:
    """FEED-2: one without words of each post, and none that reaches further than its original."""
    author, writer = make_member("author"), make_member("writer")
    connect(author, writer)
    first = publish(author, audience="members")
    bare = repost(writer, first, audience="only_me")
    assert edit(writer, bare, audience="anyone") == "audience"
    assert repost(writer, first, audience="members") == bare
    assert Post.objects.get(pk=bare).audience == "members"
    assert edit(writer, bare, words="Worth it") == ""
    again = repost(writer, first, audience="members")
    assert again != bare
    assert edit(writer, bare, words="") == "reposted_already"
    changing.remove(by=Viewer(writer), post_id=again)
    assert edit(writer, bare, words="") == ""


def test_earlier_wordings_lead_to_nobody_out_of_sight() -> None:
    """REL-17: a name that is no link for this reader now is none in what the post said before."""
    author, named, reader = make_member("author"), make_member("named"), make_member("reader")
    said = publish(author, "@named was here, and @nobody too")
    assert edit(author, said, words="Nobody was here") == ""
    link = '<a class="mention" href="/@named"'
    assert link in history(Viewer(reader), said, LIMITS)[1].html
    assert "/@nobody" not in history(Viewer(reader), said, LIMITS)[1].html
    removing.block(owner=named, other=reader, now=START)
    assert link not in history(Viewer(reader), said, LIMITS)[1].html
    assert link in history(Viewer(author), said, LIMITS)[1].html
