"""Posts leave with their pictures and documents, and come back elsewhere as drafts (OPS-1, OPS-2, FEED-6)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from rapport.content.exchange.actions import exporting
from rapport.content.posts.actions import drafting, publishing, tagging
from rapport.content.posts.models import Draft, PostDocument, PostPicture
from rapport.content.posts.queries.drafts import drafts
from rapport.content.posts.rules.forms import Form
from rapport.kernel.media import store
from rapport.people.audience import Viewer
from rapport.people.ties.models import HashtagFollow
from tests.exchange.importing import bring, import_all, take, undo
from tests.exchange.test_what_was_written import reasons
from tests.people import LIMITS, START, make_member
from tests.posts.writing import publish, repost

pytestmark = pytest.mark.django_db


def _with_files(post: int) -> None:
    """Two pictures and a document of two pages."""
    for position, alt in enumerate(("A bridge", "")):
        key = store.write({1600: b"picture %d of %d" % (position, post), 800: b"small"})
        PostPicture.objects.create(post_id=post, position=position, key=key, alt=alt, width=1600, height=900)
    key = store.write_pages((page, {1600: b"page %d" % page, 800: b"small"}) for page in (1, 2))
    PostDocument.objects.create(post_id=post, key=key, name="Plan", pages=2, width=1060, height=1500)


@pytest.fixture
def exported(tmp_path: Path) -> tuple[int, Path]:
    """A post of @mara with files, an article, a repost with words, a draft, a hashtag; and what is not hers."""
    mara, other = make_member("mara"), make_member("other")
    by = Viewer(mara)
    post = publish(mara, '=Bridges of #delft\n\nand "boats"', "connections")
    _with_files(post)
    theirs = publish(other, "Not mine")
    _with_files(theirs)
    repost(mara, theirs, "Worth reading")
    publishing.publish(
        by=by, words="Some **words**", title="A title", audience="members", form=Form.ARTICLE, now=START, limits=LIMITS
    )  # fmt: skip
    drafting.save(
        by=by, words=drafting.Words(text="Half written", audience="members"), now=START, limits=LIMITS
    )
    tagging.follow_hashtag(by=by, name="water", now=START)
    exporting.write(actor_id=mara, path=tmp_path / "mara.zip", limits=LIMITS, now=START)
    return post, tmp_path / "mara.zip"


def test_posts_leave_with_their_files(exported: tuple[int, Path]) -> None:
    """OPS-2: each file under the name that table and document tell; none of what others published."""
    post, path = exported
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist() if name.startswith("posts/")}
        record = json.loads(archive.read("rapport.json"))
        shares = list(csv.DictReader(io.StringIO(archive.read("Shares.csv").decode())))
        tags = list(csv.DictReader(io.StringIO(archive.read("Hashtag_Follows.csv").decode())))
    names = [
        f"posts/{post}-1.webp",
        f"posts/{post}-2.webp",
        f"posts/{post}-page-1.webp",
        f"posts/{post}-page-2.webp",
    ]
    assert sorted(held) == names
    assert held[names[0]] == b"picture 0 of %d" % post
    assert held[names[3]] == b"page 2"
    (told,) = [one for one in record["posts"] if one["id"] == str(post)]
    assert told["pictures"] == [{"file": names[0], "alt": "A bridge"}, {"file": names[1], "alt": ""}]
    assert told["document"] == {"name": "Plan", "pages": names[2:]}
    (row,) = [one for one in shares if one["MediaUrl"]]
    assert (row["MediaUrl"], row["Visibility"]) == (names[0], "CONNECTIONS")
    assert len(shares) == 3
    assert [one["HashTag"] for one in tags] == ["#water"]
    assert "Not mine" not in json.dumps(record)


def test_posts_come_back_as_drafts(exported: tuple[int, Path]) -> None:
    """OPS-1: once each, though they stand in two files; words, form and audience as they were; undone, they go."""
    _, path = exported
    owner = make_member("anna")
    run = bring(owner, path)
    left = {one.name: one.reason for one in run.files if one.name.startswith("posts/")}
    assert len(left) == 4
    assert all("Drafts hold no pictures" in one for one in left.values())
    run = take(owner, run)
    found = drafts(Viewer(owner)).items
    assert {(one.form.value, one.title, one.text, one.audience.value) for one in found} == {
        ("post", "", '=Bridges of #delft\n\nand "boats"', "connections"),
        ("post", "", "Worth reading", "anyone"),
        ("article", "A title", "Some **words**", "members"),
        ("post", "", "Half written", "members"),
    }
    assert {one.text for one in found if one.first_said_at is None} == {"Half written"}
    assert reasons(run)["shares"] == ["known"] * 3
    assert list(HashtagFollow.objects.filter(owner_id=owner).values_list("hashtag__name", flat=True)) == [
        "water"
    ]
    again = import_all(owner, path)
    assert set(reasons(again)["rapport_posts"]) == {"known"}
    undo(owner, again)
    undo(owner, run)
    assert not Draft.objects.filter(owner_id=owner).exists()
    assert not HashtagFollow.objects.filter(owner_id=owner).exists()
    shares_alone = take(owner, bring(owner, path), ["shares"])
    assert reasons(shares_alone)["shares"] == ["drafted"] * 3
