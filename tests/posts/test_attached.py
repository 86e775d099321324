"""Pictures and documents of posts: used once by who sent them, seen with the post, gone with it (FEED-1, FEED-6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from rapport.content.posts.actions import attaching, changing, publishing
from rapport.content.posts.models import Post, PostDocument, PostPage, PostPicture, Upload
from rapport.content.posts.queries import attached
from rapport.content.posts.rules.attached import ALT_LENGTH, KEPT_UNUSED, UNUSED, Attached, Given
from rapport.kernel.errors import Absent, RapportError
from rapport.kernel.limits.rules import Limits
from rapport.kernel.media import actions as taking
from rapport.kernel.media import queries as media
from rapport.kernel.media.actions import Kept, KeptDocument, Page
from rapport.kernel.media.rules import HOLDERS, Shape
from rapport.people.actors import actions as actors
from rapport.people.audience import VISITOR, Viewer
from rapport.people.relationships.actions import removing
from tests.actions.groups import connect
from tests.kernel import corpus, corpus_pdf
from tests.people import LIMITS, START, make_member
from tests.posts.writing import repost, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    """An empty store."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "media"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures and documents without the painter, which has its own tests."""
    made = iter(range(1, 1_000))

    def whole(data: bytes) -> Any:
        return Kept(f"{next(made):032x}", Shape(1_600, 900))

    def document(data: bytes, limits: Limits) -> Any:
        pages = tuple(Page(Shape(1_060, 1_500), f"words {n}") for n in range(1, 4))
        return KeptDocument(f"{next(made):032x}", pages)

    monkeypatch.setattr(taking, "keep_whole", whole)
    monkeypatch.setattr(taking, "keep_document", document)


def send(by: int, data: bytes = b"a picture", now: Any = START) -> str:
    """The key of a new upload."""
    taken = attaching.take_in(owner=by, data=data, now=now, limits=LIMITS)
    return attaching.note(owner=by, taken=taken, now=now).key


def show(by: int, *keys: str, document: str = "", audience: str = "anyone", words: str = "") -> int:
    """The id of a new post with these pictures, or with this document."""
    given = Attached(
        tuple(Given(key, f"alt {key[-1:]}") for key in keys), Given(document) if document else None
    )
    return publishing.publish(
        by=Viewer(by), words=words, audience=audience, attached=given, now=START, limits=LIMITS
    )


def code_of(act: Callable[[], object]) -> str:
    """The code of the refusal; nothing came of it."""
    before = Post.objects.count(), PostPicture.objects.count(), PostDocument.objects.count()
    uploads = set(Upload.objects.values_list("key", flat=True))
    with pytest.raises(RapportError) as found:
        act()
    assert (Post.objects.count(), PostPicture.objects.count(), PostDocument.objects.count()) == before
    assert set(Upload.objects.values_list("key", flat=True)) == uploads
    return found.value.code


def may_fetch(viewer: int | None, key: str, limits: Limits = LIMITS) -> bool:
    """Whether the file is given to this viewer."""
    try:
        attached.fetched_by(Viewer(viewer), key, limits)
    except Absent:
        return False
    return True


def test_from_the_file_to_the_post() -> None:
    """The real painter and the real store: a picture and a document, with their sizes and words."""
    author = make_member("author")
    key = send(author, corpus.saved(corpus.corners(90, 60)))
    paper = send(author, corpus_pdf.pages(2))
    (picture,) = shown(None, show(author, key)).beside.pictures
    assert (picture.key, picture.alt, picture.width, picture.height) == (key, f"alt {key[-1]}", 90, 60)
    post = show(author, document=paper)
    document = shown(None, post).beside.document
    assert document is not None and (document.pages, document.width, document.height) == (2, 1_060, 1_500)
    page = attached.page(VISITOR, post, 2, LIMITS)
    assert (page.number, page.words) == (2, f"Page 2: {corpus_pdf.LINE}")
    assert media.whole(paper, 800, 2)
    for number in (0, 3):
        with pytest.raises(Absent):
            attached.page(VISITOR, post, number, LIMITS)
    with pytest.raises(Absent):
        attached.page(VISITOR, post + 1, 1, LIMITS)


def test_pictures_keep_their_order_and_words(drawn: None) -> None:
    """Four are shown in the post, the others counted; a repost shows those of its original."""
    author, other = make_member("author"), make_member("other")
    keys = [send(author) for _ in range(6)]
    post = show(author, *reversed(keys))
    found = shown(other, post).beside
    assert [one.key for one in found.pictures] == keys[::-1]
    assert ([one.key for one in found.at_once], found.more) == (keys[:1:-1], 2)
    assert found.pictures[0].small == 800
    passed_on = shown(other, repost(other, post))
    assert passed_on.original is not None and passed_on.original.beside == found
    assert not passed_on.beside.pictures


def test_an_upload_serves_once_and_its_sender_alone(drawn: None) -> None:
    """Somebody else's, one used already, one too old, one of the wrong kind, one twice, one that never was."""
    author, other = make_member("author"), make_member("other")
    mine, theirs, paper = send(author), send(other), send(author, b"%PDF-1.7")
    old = send(author, now=START - KEPT_UNUSED)
    show(author, mine)
    fresh = send(author)
    for keys in ((theirs,), (mine,), (old,), (paper,), ("0" * 32,), ("",), (fresh, fresh), (fresh, theirs)):
        assert code_of(partial(show, author, *keys)) == "unknown_upload"
    for one in (theirs, mine, fresh, "0" * 32):
        assert code_of(partial(show, author, document=one)) == "unknown_upload"
    assert show(author, fresh) and show(author, document=paper)


def test_what_a_post_cannot_show_is_refused(drawn: None) -> None:
    author = make_member("author")
    keys = [send(author) for _ in range(LIMITS.pictures_per_post + 1)]
    paper = send(author, b"%PDF-1.7")
    assert code_of(lambda: show(author, *keys)) == "too_many_pictures"
    assert code_of(lambda: show(author, keys[0], document=paper)) == "pictures_or_document"
    assert code_of(lambda: show(author, words="")) == "empty"
    too_long = Attached((Given(keys[0], "x" * (ALT_LENGTH + 1)),))

    def publish() -> int:
        return publishing.publish(
            by=Viewer(author), words="", audience="anyone", attached=too_long, now=START, limits=LIMITS
        )

    assert code_of(publish) == "too_long"
    assert show(author, *keys[:-1])


def test_uploads_have_an_end(drawn: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody fills the disk with files for posts that never come: neither drawn nor kept."""
    author = make_member("author")
    Upload.objects.bulk_create(
        Upload(key=f"f{n:031x}", owner_id=author, what="picture", pages=[], at=START) for n in range(UNUSED)
    )
    monkeypatch.setattr(taking, "keep_whole", lambda *_: pytest.fail("it was drawn"))
    assert code_of(lambda: send(author)) == "unused_uploads"


def test_files_are_for_who_sees_the_post(drawn: None) -> None:
    """FEED-6: pictures and pages follow their post, whatever becomes of the ties; hidden and absent are alike."""
    author, friend, stranger, blocked = (
        make_member(one) for one in ("author", "friend", "stranger", "blocked")
    )
    connect(author, friend)
    connect(author, blocked)
    key, paper, waits = send(author), send(author, b"%PDF-1.7"), send(author)
    show(author, key, audience="connections")
    show(author, document=paper)
    removing.block(owner=author, other=blocked, now=START)
    people = (author, friend, stranger, blocked, None)
    assert [may_fetch(one, key) for one in people] == [True, True, False, False, False]
    assert [may_fetch(one, paper) for one in people] == [True, True, True, False, True]
    assert [may_fetch(one, waits) for one in people] == [True, False, False, False, False]
    assert not may_fetch(None, paper, Limits(public_pages=False))
    removing.unconnect(actor_id=friend, other=author, now=START)
    assert not may_fetch(friend, key)
    assert not may_fetch(author, "") and not may_fetch(author, "0" * 32)


def test_a_post_without_words_may_stay_so(drawn: None) -> None:
    """Its picture speaks; without one it needs words."""
    author = make_member("author")
    post = show(author, send(author), words="Look")
    assert changing.edit(by=Viewer(author), post_id=post, words="", now=START, limits=LIMITS)
    assert shown(author, post).text == ""
    plain = show(author, words="Look")
    with pytest.raises(RapportError, match="has to stand"):
        changing.edit(by=Viewer(author), post_id=plain, words="", now=START, limits=LIMITS)


def test_files_go_with_their_post(django_capture_on_commit_callbacks: Any) -> None:
    author = make_member("author")
    key, paper = send(author, corpus.saved(corpus.corners())), send(author, corpus_pdf.pages())
    posts = show(author, key), show(author, document=paper)
    assert HOLDERS["posts"]((key, paper, "0" * 32)) == {key, paper}
    with django_capture_on_commit_callbacks(execute=True):
        for post in posts:
            changing.remove(by=Viewer(author), post_id=post)
    assert (media.whole(key, 800), media.whole(paper, 800, 1)) == (None, None)
    assert not PostPicture.objects.exists() and not PostPage.objects.exists()
    assert not may_fetch(author, key)


def test_what_waits_too_long_goes(django_capture_on_commit_callbacks: Any) -> None:
    """After a day, and with whoever leaves."""
    author = make_member("author")
    old, new = send(author, corpus.saved(corpus.corners())), send(author, corpus.saved(corpus.corners()))
    Upload.objects.filter(key=new).update(at=START + timedelta(hours=1))
    assert HOLDERS["posts"]((old, new)) == {old, new}
    with django_capture_on_commit_callbacks(execute=True):
        assert attaching.clear(now=START + KEPT_UNUSED) == 1
    assert media.whole(old, 800) is None and media.whole(new, 800)
    post = show(author, new)
    late = send(author, corpus.saved(corpus.corners()))
    with django_capture_on_commit_callbacks(execute=True):
        actors.delete(actor_id=author)
        changing.forget(actor_id=author)
    assert media.whole(new, 800) is None and media.whole(late, 800) is None
    assert not Upload.objects.exists() and not Post.objects.filter(pk=post).exists()


def test_uploads_are_shown_again_to_their_sender(drawn: None) -> None:
    """In the order they were sent, so that a form that was refused loses none."""
    author, other = make_member("author"), make_member("other")
    one, two, theirs = send(author), send(author, b"%PDF-1.7"), send(other)
    found = attached.waiting(author, [two, one, theirs, two, "0" * 32])
    assert [(each.key, each.what, each.pages) for each in found] == [
        (two, "document", 3),
        (one, "picture", 1),
    ]
