"""Drafts and scheduled posts: kept as typed, two tabs, out at their time and judged again then, once (FEED-7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from rapport.content.posts.actions import changing, drafting, publishing
from rapport.content.posts.actions.drafting import Words
from rapport.content.posts.models import Draft, Poll, Post
from rapport.content.posts.queries import drafts
from rapport.content.posts.queries.drafts import DraftView
from rapport.content.posts.rules.drafting import AT_MOST, DraftState
from rapport.content.posts.rules.forms import Form
from rapport.kernel.errors import RapportError, Refused
from rapport.kernel.jobs import actions as jobs
from rapport.kernel.jobs import run_due
from rapport.kernel.jobs.models import Job
from rapport.kernel.jobs.rules import LEASE
from rapport.people.actors import actions as actors
from rapport.people.audience import Viewer
from rapport.people.groups.rules.process import Verb
from tests.actions.groups import enter, make_group, take
from tests.actions.test_companies import make
from tests.people import LIMITS, START, make_member
from tests.posts.test_publishing import code_of
from tests.posts.writing import shown

pytestmark = pytest.mark.django_db

NOON = START + timedelta(hours=3)


def save(by: int, text: str = "Half a thought", **words: Any) -> UUID:
    """The id of a new draft."""
    return drafting.save(by=Viewer(by), words=Words(text=text, **words), now=START, limits=LIMITS)


def change(by: int, draft: UUID, version: int, text: str, **words: Any) -> int:
    """The version after a change."""
    return drafting.change(
        by=Viewer(by),
        draft_id=draft,
        version=version,
        words=Words(text=text, **words),
        now=NOON,
        limits=LIMITS,
    )


def schedule(by: int, draft: UUID, at: datetime | None) -> None:
    """Let it go out then."""
    drafting.schedule(by=Viewer(by), draft_id=draft, at=at, now=START, limits=LIMITS)


def read(by: int, draft: UUID) -> DraftView:
    """The draft as its owner sees it."""
    return drafts.draft(Viewer(by), draft)


def later(at: datetime) -> None:
    """Let the worker do what is due at this time."""
    with time_machine.travel(at, tick=False):
        run_due(now=at)


def test_what_is_typed_is_kept_for_its_writer_alone() -> None:
    """FEED-7: nobody else reads, changes or publishes it; what could not be published is kept all the same."""
    writer, other = make_member("writer"), make_member("other")
    draft = save(writer, "x" * 30_000, title="t" * 300, form="article")
    assert (len(read(writer, draft).text), len(read(writer, draft).title)) == (30_000, 300)
    for not_theirs in (
        lambda: read(other, draft),
        lambda: change(other, draft, 1, "Mine"),
        lambda: drafting.discard(by=Viewer(other), draft_id=draft),
        lambda: drafting.publish(by=Viewer(other), draft_id=draft, now=START, limits=LIMITS),
        lambda: schedule(other, draft, NOON),
        lambda: drafts.draft(Viewer(), draft),
    ):
        assert code_of(not_theirs) == "not_found"
    assert drafts.drafts(Viewer(other)).items == []
    assert code_of(lambda: publish(writer, draft)) == "too_long"
    assert read(writer, draft).version == 1
    drafting.discard(by=Viewer(writer), draft_id=draft)
    assert not Draft.objects.exists()


def publish(by: int, draft: UUID, now: datetime = NOON) -> int:
    """The id of the post made of it."""
    return drafting.publish(by=Viewer(by), draft_id=draft, now=now, limits=LIMITS)


def test_a_later_change_wins_only_over_what_it_has_seen() -> None:
    """Two tabs: the second is told what is kept; saying the same again is no change."""
    writer = make_member("writer")
    draft = save(writer)
    assert change(writer, draft, 1, "From the first tab") == 2
    with pytest.raises(Refused) as found:
        change(writer, draft, 1, "From the second tab")
    assert found.value.code == "changed_elsewhere"
    assert (found.value.values["version"], found.value.values["text"]) == (2, "From the first tab")
    assert change(writer, draft, 1, "From the first tab ") == 2
    assert change(writer, draft, 2, "From the second tab") == 3
    assert read(writer, draft).text == "From the second tab"


def test_what_cannot_be_kept_is_refused() -> None:
    writer, other = make_member("writer"), make_member("other")
    make_group(other, "secret")
    make(other)
    refused: tuple[tuple[dict[str, Any], str], ...] = (
        ({"text": " "}, "empty"),
        ({"form": "repost"}, "form"),
        ({"audience": "second_degree"}, "audience"),
        ({"group": "secret"}, "group"),
        ({"group": "nowhere"}, "group"),
        ({"company": "acme"}, "company"),
        ({"text": "x" * 60_001}, "too_long"),
        ({"options": ["a"] * 7}, "too_many_options"),
    )
    for words, code in refused:
        assert code_of(lambda: save(writer, **{"text": "x", **words})) == code  # noqa: B023
    Draft.objects.bulk_create(Draft(owner_id=writer, changed_at=START) for _ in range(AT_MOST))
    assert code_of(lambda: save(writer)) == "too_many_drafts"


def test_publishing_makes_a_post_of_it_and_it_is_gone() -> None:
    writer = make_member("writer")
    draft = save(writer, "Which? #rust", audience="connections", options=["This", "That"], days=3)
    post = shown(writer, publish(writer, draft))
    assert (post.text, post.audience, post.hashtags) == ("Which? #rust", "connections", ("rust",))
    assert Poll.objects.get(pk=post.id).ends_at == NOON + timedelta(days=3)
    assert not Draft.objects.exists()
    assert code_of(lambda: publish(writer, draft)) == "not_found"
    article = save(writer, "# One", form=Form.ARTICLE.value, title="A title")
    assert shown(writer, publish(writer, article)).form is Form.ARTICLE


def test_a_scheduled_post_goes_out_at_its_time_and_once() -> None:
    writer = make_member("writer")
    draft = save(writer)
    schedule(writer, draft, NOON)
    assert read(writer, draft).state is DraftState.SCHEDULED
    later(NOON - timedelta(seconds=1))
    assert not Post.objects.exists()
    later(NOON)
    assert [(post.text, post.published_at) for post in Post.objects.all()] == [("Half a thought", NOON)]
    assert not Draft.objects.exists()
    Job.objects.update(state="ready", run_at=NOON)
    later(NOON + timedelta(minutes=1))
    assert Post.objects.count() == 1


def test_moved_and_put_off() -> None:
    """What was to go out earlier waits for its new time, and what is put off does not go out."""
    writer = make_member("writer")
    moved, put_off = save(writer, "Moved"), save(writer, "Put off")
    for draft in (moved, put_off):
        schedule(writer, draft, NOON)
    schedule(writer, moved, NOON + timedelta(hours=1))
    schedule(writer, put_off, None)
    later(NOON)
    assert not Post.objects.exists()
    assert read(writer, put_off).state is DraftState.WRITING
    later(NOON + timedelta(hours=1))
    assert [post.text for post in Post.objects.all()] == ["Moved"]


def test_a_time_has_to_be_to_come_and_the_words_fit() -> None:
    writer = make_member("writer")
    draft = save(writer)
    for at, code in ((START, "past"), (START + timedelta(days=366), "too_far")):
        assert code_of(lambda: schedule(writer, draft, at)) == code  # noqa: B023
    nothing_to_say = save(writer, "", title="Only a title", form="article")
    assert code_of(lambda: schedule(writer, nothing_to_say, NOON)) == "empty"
    one_answer = save(writer, "Which?", options=["This"])
    assert code_of(lambda: schedule(writer, one_answer, NOON)) == "too_few_options"


def test_it_is_judged_again_when_it_goes_out() -> None:
    """FEED-7: no longer in the group, suspended, too many: it stays a draft that says why, and goes out by hand."""
    owner, writer = make_member("owner"), make_member("writer")
    group = make_group(owner)
    enter(writer, group)
    inside, plain = save(writer, "For us", group="rust"), save(writer, "For all")
    for draft in (inside, plain):
        schedule(writer, draft, NOON)
    take(Verb.REMOVE, owner, writer, group)
    later(NOON)
    left = read(writer, inside)
    assert (left.state, left.due, left.group) == (DraftState.NOT_PUBLISHED, NOON, None)
    assert left.refused is not None
    assert left.refused.sentence() == "You are not in that group any more."
    assert [post.text for post in Post.objects.all()] == ["For all"]
    assert code_of(lambda: publish(writer, inside)) == "group"
    change(writer, inside, 1, "For all of you")
    assert read(writer, inside).refused is None
    assert shown(owner, publish(writer, inside)).text == "For all of you"

    muzzled = save(owner)
    schedule(owner, muzzled, NOON)
    actors.suspend(actor_id=owner)
    later(NOON)
    actors.restore(actor_id=owner)
    assert read(owner, muzzled).refused is not None
    assert not Post.objects.filter(author_id=owner).exists()


def test_too_many_at_one_moment_stay_drafts() -> None:
    writer = make_member("writer")
    one = save(writer)
    schedule(writer, one, NOON)
    few = replace(LIMITS, posts_per_hour=1)
    publishing.publish(by=Viewer(writer), words="x", audience="anyone", now=NOON, limits=few)
    assert drafting.go_out(draft_id=one, now=NOON, limits=few) is None
    refused = read(writer, one).refused
    assert refused is not None
    assert refused.code == "too_many_requests"


def test_a_worker_killed_in_between_leaves_all_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quality 3: the post, the end of the draft and "done" are one transaction."""
    writer = make_member("writer")
    schedule(writer, save(writer), NOON)
    monkeypatch.setattr(jobs, "finish", lambda **_: False)
    later_by = Job.objects.get()
    with time_machine.travel(NOON, tick=False):
        run_due(now=NOON)
    assert not Post.objects.exists()
    assert Draft.objects.exists()
    monkeypatch.undo()
    after = NOON + LEASE + timedelta(seconds=1)
    later(after)
    assert Post.objects.count() == 1
    assert Job.objects.get(pk=later_by.pk).attempts == 2


def test_what_lost_its_job_is_woken() -> None:
    writer = make_member("writer")
    schedule(writer, save(writer), NOON)
    Job.objects.all().delete()
    with time_machine.travel(NOON + timedelta(minutes=6), tick=False):
        assert drafting.go_on(now=NOON + timedelta(minutes=4)) == 0
        assert drafting.go_on(now=NOON + timedelta(minutes=6)) == 1
    later(NOON + timedelta(minutes=6))
    assert Post.objects.count() == 1


def test_page_by_page_and_counted() -> None:
    writer = make_member("writer")
    made = [save(writer, str(place)) for place in range(5)]
    schedule(writer, made[0], NOON)
    found: list[UUID] = []
    cursor = None
    while True:
        page = drafts.drafts(Viewer(writer), cursor=cursor, size=2)
        found += [one.id for one in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert sorted(found) == sorted(made)
    counts = drafts.draft_counts(Viewer(writer))
    assert (counts.all, counts.scheduled, counts.not_published) == (5, 1, 0)


def test_drafts_go_with_their_writer() -> None:
    writer = make_member("writer")
    save(writer)
    drafting.forget(actor_id=writer)
    assert not Draft.objects.exists()
    changing.forget(actor_id=writer)
    with pytest.raises(RapportError):
        read(writer, UUID(int=1))
