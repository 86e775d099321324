"""What was written elsewhere: posts become drafts of their owner, hashtags are followed, the rest is kept (OPS-1)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rapport.content.exchange.actions import rows_posts
from rapport.content.exchange.actions.rows_kept import digest_of
from rapport.content.exchange.models import ImportRow, KeptAside
from rapport.content.exchange.queries.runs import RunView, runs_of
from rapport.content.exchange.rules.drafted import ROOM_LEFT
from rapport.content.exchange.rules.process import State
from rapport.content.exchange.rules.reasons import Outcome
from rapport.content.posts.actions import drafting
from rapport.content.posts.models import Draft, Post
from rapport.content.posts.queries.drafts import drafts
from rapport.kernel import clock
from rapport.kernel.limits import queries as limits
from rapport.people.audience import Viewer
from rapport.people.ties.models import HashtagFollow
from tests.exchange.archives import ERAS, write_archive
from tests.exchange.importing import import_all, undo
from tests.exchange.test_importing import _archive
from tests.people import make_member

pytestmark = pytest.mark.django_db

SHARES = '''Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility
2025-03-01 09:10:11,https://www.linkedin.com/feed/update/1,"On {hashtag|\\#|rust} and #python""
""""
""Second line",https://example.org/read,,MEMBER_NETWORK
2024-02-02 08:00:00,https://www.linkedin.com/feed/update/2,For friends,,,CONNECTIONS
2023-01-01 08:00:00,https://www.linkedin.com/feed/update/3,,https://example.org/only,,MEMBER_NETWORK
2022-01-01 08:00:00,https://www.linkedin.com/feed/update/4,,,,MEMBER_NETWORK
2021-01-01 08:00:00,https://www.linkedin.com/feed/update/5,Elsewhere,javascript:alert(1),,SOMETHING
'''
HASHTAGS = """HashTag,CreatedTime,LastModifiedTime,State
#Rust,2025-01-01 00:00:00,2025-01-01 00:00:00,Follow
python,2025-01-01 00:00:00,2025-01-01 00:00:00,Follow
#old,2025-01-01 00:00:00,2025-01-01 00:00:00,Unfollow
#,2025-01-01 00:00:00,2025-01-01 00:00:00,Follow
"""
COMMENTS = (
    'Date,Link,Message\n2025-03-01 09:10:11,https://www.linkedin.com/feed/update/9,"She said \\"yes\\""\n'
)
REACTIONS = "Date,Type,Link\n2025-03-01 09:10:11,LIKE,https://www.linkedin.com/feed/update/9\n"


def reasons(run: RunView) -> dict[str, list[str]]:
    """Why what became of the rows of each part, in the order of the file."""
    found: dict[str, list[str]] = {}
    for kind, reason in (
        ImportRow.objects.filter(run_id=run.id).order_by("number").values_list("kind", "reason")
    ):
        found.setdefault(kind, []).append(reason)
    return found


def archive(folder: Path) -> Path:
    """What somebody wrote."""
    return _archive(
        folder / "a.zip", Shares=SHARES, Hashtag_Follows=HASHTAGS, Comments=COMMENTS, Reactions=REACTIONS
    )


def test_posts_become_drafts_that_only_their_owner_sees(tmp_path: Path) -> None:
    """OPS-1, FEED-7: words, hashtags and links as they were, the day they were said; nothing is published."""
    owner, other = make_member("anna"), make_member("bert")
    run = import_all(owner, archive(tmp_path))
    assert reasons(run) == {
        "shares": ["drafted", "drafted", "drafted", "nothing_said", "drafted"],
        "hashtag_follows": ["hashtag_followed", "hashtag_followed", "not_followed", "no_hashtag"],
        "comments": ["under_elsewhere"],
        "reactions": ["under_elsewhere"],
    }
    found = drafts(Viewer(owner)).items
    assert [(one.text, one.audience.value) for one in found] == [
        ("On #rust and #python\n\nSecond line\n\nhttps://example.org/read", "anyone"),
        ("For friends", "connections"),
        ("https://example.org/only", "anyone"),
        ("Elsewhere", "only_me"),
    ]
    assert found[0].first_said_at == found[0].changed_at == datetime(2025, 3, 1, 9, 10, 11, tzinfo=UTC)
    assert drafts(Viewer(other)).items == []
    assert not Post.objects.exists()
    assert set(HashtagFollow.objects.values_list("owner_id", "hashtag__name")) == {
        (owner, "rust"),
        (owner, "python"),
    }


@pytest.mark.parametrize("era", ERAS)
def test_of_every_era(era: int, tmp_path: Path) -> None:
    """OPS-1: as many drafts as posts; a repeat changes nothing; taken back, they are gone and no more follows."""
    owner = make_member("anna")
    path = tmp_path / "archive.zip"
    expected = write_archive(path, era=era, connections=3, messages=2, comments=150)
    run = import_all(owner, path)
    assert Draft.objects.count() == expected.rows["shares"] == reasons(run)["shares"].count("drafted")
    assert import_all(owner, path).outcomes[Outcome.IMPORTED] == 0
    assert Draft.objects.count() == expected.rows["shares"]
    undo(owner, run)
    assert not Draft.objects.exists()
    assert not KeptAside.objects.exists()
    assert not HashtagFollow.objects.exists()


def test_no_draft_comes_twice_and_a_changed_one_stays(tmp_path: Path) -> None:
    """OPS-1: also where it was published or discarded since; taking back leaves what was changed, and says so."""
    owner = make_member("anna")
    by, now, bounds = Viewer(owner), clock.now(), limits.current()
    run = import_all(owner, archive(tmp_path))
    first, second, third, fourth = (one.id for one in drafts(by).items)
    drafting.discard(by=by, draft_id=first)
    drafting.publish(by=by, draft_id=second, now=now, limits=bounds)
    drafting.change(
        by=by, draft_id=third, version=1, words=drafting.Words(text="Mine"), now=now, limits=bounds
    )
    again = import_all(owner, archive(tmp_path))
    assert reasons(again)["shares"] == ["known"] * 5
    assert {one.id for one in drafts(by).items} == {third, fourth}
    undo(owner, run)
    assert {one.id for one in drafts(by).items} == {third}
    after = [one for one in _runs(owner) if one.id == run.id]
    assert [one.state for one in after] == [State.UNDONE]
    assert [(kind, line) for kind, _, line in after[0].left] == [("shares", 6)]
    assert Post.objects.count() == 1


def _runs(owner: int) -> list[RunView]:
    return runs_of(Viewer(owner), limits.current())


def test_what_was_kept_aside_before_there_was_a_place_finds_it(tmp_path: Path) -> None:
    """OPS-1: the same file once more; taken back, it is kept aside again."""
    owner = make_member("anna")
    share = {
        "shared_at": "2024-02-02T08:00:00+00:00", "link": "https://www.linkedin.com/feed/update/2",
        "commentary": "For friends", "visibility": "CONNECTIONS",
    }  # fmt: skip
    run = import_all(owner, archive(tmp_path))
    (kept,) = KeptAside.objects.filter(kind="shares").values_list("data", flat=True)
    assert kept["shared_at"][:19] == "2022-01-01T08:00:00"
    share["shared_at"] = "2024-02-02" + kept["shared_at"][10:]
    undo(owner, run)
    KeptAside.objects.create(
        owner_id=owner, kind="shares", digest=digest_of(share), data=share, kept_at=clock.now()
    )
    again = import_all(owner, archive(tmp_path))
    assert sorted(
        KeptAside.objects.filter(data__commentary="For friends").values_list("kind", flat=True)
    ) == ["shares_placed"]
    assert Draft.objects.filter(text="For friends").count() == 1
    undo(owner, again)
    assert list(KeptAside.objects.values_list("kind", "data")) == [("shares", share)]
    assert not Draft.objects.exists()


def test_there_is_room_for_so_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest become drafts, and some places stay free; the rest is kept as it came, and comes in later."""
    monkeypatch.setattr(rows_posts, "AT_MOST", ROOM_LEFT + 2)
    owner = make_member("anna")
    run = import_all(owner, archive(tmp_path))
    assert reasons(run)["shares"] == ["drafted", "drafted", "drafts_full", "nothing_said", "drafts_full"]
    monkeypatch.undo()
    again = import_all(owner, archive(tmp_path))
    assert reasons(again)["shares"] == ["known", "known", "drafted", "known", "drafted"]
    assert set(KeptAside.objects.filter(kind__startswith="shares").values_list("kind", flat=True)) == {
        "shares", "shares_placed",
    }  # fmt: skip
